"""A promise and the ladder of people who are told (P7, P8)."""
