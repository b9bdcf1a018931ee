"""What the queries of `privacy/` take and return."""
