"""Group L. Loops."""
