"""Exports of owners' data, and what is on record of them."""
