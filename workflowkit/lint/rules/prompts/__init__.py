"""Group P. Prompt quality."""
