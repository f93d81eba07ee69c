"""Group S. Shape and metadata: what a file must and should say."""
