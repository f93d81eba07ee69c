"""Group M. Metrics convention."""
