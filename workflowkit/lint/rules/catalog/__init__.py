"""Group G. Tags and catalog."""
