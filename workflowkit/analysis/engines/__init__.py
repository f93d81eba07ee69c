"""Versions of the engine from the view of one file: which of their differences it depends on, and what they change for it."""
