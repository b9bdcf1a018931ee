"""What the queries of `tickets/` take and return."""
