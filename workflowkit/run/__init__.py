"""Many files at once: a pure map over files, and a reduce over the catalog."""
