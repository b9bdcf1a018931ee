"""Personal data at rest (P23): keys, and how values are sealed with them. No I/O."""
