"""Customers' files: what is put on file, corrected and merged, and what becomes known of an owner."""
