"""Group H. Human gates and clarification."""
