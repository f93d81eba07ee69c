"""The budget of a workflow: how many tokens its steps and its paths take, and what they come from."""
