"""Lint: rules, and what decides which of them speak."""
