"""The authored formats: their models, and the errors of a value's shape."""
