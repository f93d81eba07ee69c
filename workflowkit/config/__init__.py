"""What one run works on and by which settings. Knows nothing of how files are read."""
