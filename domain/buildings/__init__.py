"""Buildings and imported rosters (P1)."""
