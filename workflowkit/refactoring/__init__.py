"""Changes of names and structure over all files that a name appears in, with a proof of what the agent still gets."""
