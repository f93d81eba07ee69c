"""Facts about one workflow, for rules, graphs and simulation alike. Knows nothing of severities or wording."""
