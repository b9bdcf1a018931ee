"""A building's change, carried to its tickets."""
