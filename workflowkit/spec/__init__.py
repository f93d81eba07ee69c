"""The spec pack: texts, sets and facts that are data, not code."""
