"""What the queries of `sign_in/` take and return."""
