"""Customers' files over HTTP (P22)."""
