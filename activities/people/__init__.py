"""Questions to the records of staff."""
