"""`triggers.yml`: its text, the engine's reading of it, and its errors."""
