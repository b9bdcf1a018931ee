"""Personal data: the register, how long it is kept, how a copy is marked (P23)."""
