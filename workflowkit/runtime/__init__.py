"""A model of the reference engine at run time: conditions, context, stepping, output checks."""
