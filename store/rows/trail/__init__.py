"""What the queries of `trail/` take and return."""
