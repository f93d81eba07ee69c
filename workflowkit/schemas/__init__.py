"""The JSON Schemas of all formats, derived from their records and models."""
