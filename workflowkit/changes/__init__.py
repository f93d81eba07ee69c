"""What a change of a workflow means: two versions of it, compared step by step as the agent meets them."""
