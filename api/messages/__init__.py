"""Texts, calls and replies over HTTP (P33)."""
