"""The rules as pure functions and immutable types: no I/O, no Temporal, no wall clock."""
