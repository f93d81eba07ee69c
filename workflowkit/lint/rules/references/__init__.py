"""Group R. References, contracts and artifacts."""
