"""Formats: a result and its source texts, rendered as one string. Independent of rules."""
