"""What several matters show alike: tickets, texts and calls, events as sentences."""
