"""What for somebody looks at personal data: codes, stated with a request and kept in the trail (P23)."""

PURPOSES = ("call_back", "visit", "verify", "complaint", "lending", "quality", "privacy_request", "legal")
"""In words: the texts `look-purpose-<code>`."""
