"""What every ticket has in Temporal and in the read model."""
