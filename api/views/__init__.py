"""What several matters show alike: tickets, texts, events as sentences, a person's copy."""
