"""Group U. Suppressions and baseline: what a project accepts must still be there."""
