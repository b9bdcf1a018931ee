"""What every router is made of: problems, fields, pages of lists, limits, headers."""
