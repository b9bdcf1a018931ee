"""A stand-in SMS provider: a separate server that imports nothing of the product."""
