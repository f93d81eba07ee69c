"""The ledger: breaking changes that a project accepts, one by one, each with its reason.

An entry names the change and not its place: the rule, the workflow, the ids on the way and what the message quotes.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Final, Literal

from workflowkit.errors import UsageError
from workflowkit.records import dataclass
from workflowkit.text import json_records
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields

FILE_NAME: Final = "wfk-breaking.json"
"""Default name of a ledger."""

_HELP: Final = "write entries with wfk breaking --accept REASON"


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class AcceptedChange:
    """One accepted change."""

    workflow: str
    """Id of the workflow, or the path of a file without one."""
    rule: str
    """Name of the rule."""
    fingerprint: str
    """Of the rule, the ids on the way to the place, and what the message quotes."""
    change: str
    """The message, for people; not compared."""
    reason: str
    """Why it is accepted."""
    expires: str | None = None
    """Last day on which it is accepted, as YYYY-MM-DD; null for always."""

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes two changes the same."""
        return self.workflow, self.rule, self.fingerprint

    def is_valid_on(self, today: datetime.date) -> bool:
        """Return true when it has not expired."""
        return self.expires is None or today <= datetime.date.fromisoformat(self.expires)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The breaking changes that a project accepts."""

    format_version: Literal[1] = 1
    """Version of this format."""
    accepted: tuple[AcceptedChange, ...]
    """Sorted."""


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """The entries of a ledger after one comparison."""

    entries: tuple[AcceptedChange, ...]
    unused: frozenset[int]
    """Indexes of the entries whose change was not found in a workflow that was compared."""
    today: datetime.date


def parse(document: Document) -> tuple[AcceptedChange, ...]:
    """Read the ledger in *document*. Raises UsageError when it is another file or invalid."""
    path = document.path
    if document.broken:
        raise UsageError(f"{path}: {document.broken.message}", help=_HELP)
    if as_fields(document.value).get("formatVersion") != 1:
        raise UsageError(f"{path}: not a ledger of format version 1", help=_HELP)
    try:
        entries = json_records.from_json(Ledger, document.value).accepted
        for entry in entries:
            entry.is_valid_on(datetime.date.min)
    except (json_records.WrongRecordError, ValueError) as error:
        raise UsageError(f"{path}: the ledger is damaged: {error}", help=_HELP) from None
    return entries


def to_text(entries: Sequence[AcceptedChange]) -> str:
    """Return the ledger file; sorted, so that it changes only where entries do."""
    return json_records.record_text(Ledger(accepted=tuple(sorted(entries, key=_order))))


def _order(entry: AcceptedChange) -> tuple[str, str, str]:
    return entry.workflow, entry.rule, entry.fingerprint
