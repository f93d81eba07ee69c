"""Group F. Features."""
