"""Prompts as an agent reads them, with the place where each passage was written."""
