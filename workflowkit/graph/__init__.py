"""The graph of a workflow: its model, its layout, and one renderer per output format."""
