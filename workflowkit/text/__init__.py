"""Text to values and back: JSON, positions, routes, files. Independent of workflows."""
