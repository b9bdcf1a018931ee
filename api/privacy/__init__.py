"""Consents, holds and the record of processing over HTTP (P23)."""
