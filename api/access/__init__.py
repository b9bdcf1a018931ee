"""Who asks, what they may, what they see of it; on record."""
