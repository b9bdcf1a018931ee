"""What the queries of `operations/` take and return."""
