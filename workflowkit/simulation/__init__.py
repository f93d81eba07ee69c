"""Runs without a model: the player, the explorer of paths, scenarios and coverage."""
