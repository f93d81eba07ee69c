"""Group I. Identifiers and naming."""
