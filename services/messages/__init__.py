"""Outboxes, and what providers report."""
