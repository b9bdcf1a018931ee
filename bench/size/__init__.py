"""The archive at size: the same questions by each role, of ten thousand to a million tickets."""
