"""Event logs of finished and running sessions, and the metrics that are projected from them."""
