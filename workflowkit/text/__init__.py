"""Text to values and back: JSON, positions, routes, files. Knows nothing of workflows."""
