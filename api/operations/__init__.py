"""Health, metrics, the codec and the documentation of the API."""
