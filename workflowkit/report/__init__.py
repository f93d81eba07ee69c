"""Formats: a result and the texts it is about, rendered as one string. Knows nothing of rules."""
