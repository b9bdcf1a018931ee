"""What the queries of `people/` take and return."""
