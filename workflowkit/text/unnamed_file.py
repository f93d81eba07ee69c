"""Files that no folder lists: they are gone when the process ends. Outer layer."""

from __future__ import annotations

import os


def unnamed_file() -> int:
    """Open a new file that no folder lists; in memory where the temporary folder has no such files. Raises OSError."""
    for folder in (os.environ.get("TMPDIR"), "/tmp") if hasattr(os, "O_TMPFILE") else ():
        if folder:
            try:
                return os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600)
            except OSError:
                continue
    if hasattr(os, "memfd_create"):
        return os.memfd_create("wfk")
    import tempfile

    with tempfile.TemporaryFile() as stream:
        return os.dup(stream.fileno())
