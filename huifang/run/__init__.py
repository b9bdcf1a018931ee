"""What runs: workers, the API, health, logs."""
