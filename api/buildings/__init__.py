"""Buildings, rosters and owners over HTTP (P1)."""
