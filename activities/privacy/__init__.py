"""The nightly deletion (P23)."""
