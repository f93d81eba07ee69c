"""Group W. Trigger files: what the daemon reads, refuses and ignores."""
