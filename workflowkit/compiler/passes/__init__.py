"""The passes, one file each: from steps to steps and errors."""
