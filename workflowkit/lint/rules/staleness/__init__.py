"""Group X. Staleness and drift."""
