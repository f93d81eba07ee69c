"""Group D. Duplication."""
