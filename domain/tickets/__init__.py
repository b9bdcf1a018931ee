"""What every ticket has: intake, state, acts, ends."""
