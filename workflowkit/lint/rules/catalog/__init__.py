"""Group G. Tags and catalogue."""
