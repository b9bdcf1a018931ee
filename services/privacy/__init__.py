"""Consent, holds, erasing a person, and what has been kept long enough (P23)."""
