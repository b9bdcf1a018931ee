"""A stand-in SMS and phone provider: a separate server that imports nothing of the product."""
