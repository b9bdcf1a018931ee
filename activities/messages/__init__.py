"""Texts and calls, each sent exactly once."""
