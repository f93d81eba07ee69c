"""Group B. Bindings and extension points."""
