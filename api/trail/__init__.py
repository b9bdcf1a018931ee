"""The access trail and exports over HTTP (P23)."""
