"""Group V. Validation criteria."""
