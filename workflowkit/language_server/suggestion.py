"""One thing that can be written."""

from __future__ import annotations

from dataclasses import field

from workflowkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What can be written, and what it is for."""

    label: str
    kind: str
    """`key`, `value`, `name`, or `snippet`."""
    detail: str
    """In a few words; may be empty."""
    documentation: str
    """As Markdown; may be empty."""
    text: str
    """What is written; a snippet when `is_snippet`."""
    is_snippet: bool = False
    behind: tuple[str, ...] = field(default=())
    """What is written behind the value as well."""
    is_known: bool = True
    """False for a name that nothing defines: it may be the one that is being written."""
