"""Group K. The authoring-rules file itself."""
