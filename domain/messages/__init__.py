"""Texts and calls: cadences, permitted hours, forms."""
