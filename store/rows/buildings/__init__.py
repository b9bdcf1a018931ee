"""What the queries of `buildings/` take and return."""
