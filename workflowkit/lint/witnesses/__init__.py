"""Witnesses of findings: the shortest run that shows what a rule says."""
