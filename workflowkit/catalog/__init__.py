"""The workflows of all sources as a whole: ids, sources, shadowing, tags, staleness, the manifest."""
