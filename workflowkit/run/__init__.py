"""Runs over many files: loading, a pure map over files, and a reduce over the catalog."""
