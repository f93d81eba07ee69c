"""`triggers.yml`: what is written, what the engine makes of it, and what is wrong with it."""
