"""What the queries of `messages/` take and return."""
