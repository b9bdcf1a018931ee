"""Accounts, tokens of programs, and the own password and second factor (P23)."""
