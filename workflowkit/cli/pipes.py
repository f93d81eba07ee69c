"""Output into a pipe that may be closed: `wfk rules | head -3`."""

from __future__ import annotations

import io
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO


def survive_closed_pipes() -> None:
    """Have the program discard what nobody reads any more, and end with the exit code of its work."""
    sys.stdout, sys.stderr = _survivor(sys.stdout), _survivor(sys.stderr)


def _survivor(stream: TextIO | Any) -> TextIO | Any:
    """Return *stream*, or one to the same file that a closed pipe does not stop."""
    try:
        if not stream or stream.isatty():
            return stream
        raw = _Pipe(stream.fileno(), "w", closefd=False)
    except (OSError, ValueError):
        # It is closed, or none of the system.
        return stream
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=bool(getattr(stream, "line_buffering", False)),
        write_through=bool(getattr(stream, "write_through", False)),
    )


class _Pipe(io.FileIO):
    """A file that takes everything once its reader has closed it."""

    def write(self, content: object) -> int:
        try:
            return super().write(content)  # type: ignore[arg-type]
        except BrokenPipeError:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, self.fileno())
            os.close(null)
            return super().write(content)  # type: ignore[arg-type]
