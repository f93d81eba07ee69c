"""Many workflows as one thing: ids, sources, shadowing, tags, staleness, the manifest."""
