"""What the queries of `customers/` take and return."""
