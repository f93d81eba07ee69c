"""The style of text output: color, and line-drawing characters or ASCII."""

from __future__ import annotations

import posixpath
from typing import Final

from workflowkit.diagnostics import Severity
from workflowkit.records import dataclass

BOLD: Final = "1"
DIM: Final = "2"
BLUE: Final = "34"
SEVERITY_COLORS: Final = {
    Severity.ERROR: "1;31",
    Severity.WARNING: "1;33",
    Severity.INFO: "1;34",
}


@dataclass(frozen=True, slots=True)
class Style:
    """The capabilities of the terminal. The default is for pipes and files."""

    color: bool = False
    unicode: bool = False
    """True when frames may be drawn with characters beyond ASCII."""
    quiet: bool = False
    """True to print findings only, without hints and summary."""
    links: bool = False
    """True when the terminal shows hyperlinks."""
    width: int = 88
    """Terminal cells that a line of source may take in a frame."""
    folder: str = ""
    """The folder of the run, as seen from the checkout of a CI job; empty when they are the same or there is none."""

    @property
    def bar(self) -> str:
        """Between line numbers and source."""
        return "│" if self.unicode else "|"

    @property
    def arrow(self) -> str:
        """Before the place of a finding."""
        return " ╭─" if self.unicode else "-->"

    @property
    def ellipsis(self) -> str:
        """The mark of omitted text."""
        return "…" if self.unicode else "..."

    @property
    def separator(self) -> str:
        """Between the parts of the summary."""
        return " · " if self.unicode else ", "

    def from_checkout(self, path: str) -> str:
        """Return *path*, which is relative to the folder of the run, relative to the checkout."""
        return posixpath.normpath(posixpath.join(self.folder, path))

    def link(self, text: str, address: str) -> str:
        """Return *text* as a hyperlink to *address* when the terminal shows them."""
        return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if self.links else text

    def paint(self, text: str, codes: str) -> str:
        """Return *text* with the ANSI *codes* when color is on."""
        return f"\x1b[{codes}m{text}\x1b[0m" if self.color and text else text


PLAIN: Final = Style()
