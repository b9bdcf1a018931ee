"""Outboxes, what providers report, and what people do about texts and replies."""
