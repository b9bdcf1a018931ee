"""What playbooks ask of the world."""
