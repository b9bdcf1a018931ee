"""The company's people over HTTP (P7, P8)."""
