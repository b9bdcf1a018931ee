"""Signing in, accounts and tokens (P23)."""
