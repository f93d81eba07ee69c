"""Group T. Template calls and routines."""
