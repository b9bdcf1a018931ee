"""Roles, looks, sign-in and passwords as rules (P23)."""
