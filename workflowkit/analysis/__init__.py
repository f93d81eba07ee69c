"""Facts about one workflow, for rules, graphs and simulation. Independent of severities and messages."""
