"""The language server: what an editor shows of the files of a project."""
