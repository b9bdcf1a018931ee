"""Erasing a person (P23)."""
