"""Workflow JSON to verdict, snapshot and hash: the engine's pipeline as pure functions."""
