"""The settings of a project. Independent of how files are read."""
