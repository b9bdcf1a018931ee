"""Records of tickets, and their reconciliation."""
