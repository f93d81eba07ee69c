"""What an author may write: models of the authored formats, and what is wrong with a value."""
