"""The formatter on many files, spread over processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workflowkit.format.formatter import format_text
from workflowkit.records import dataclass
from workflowkit.run.discovery import Search, examined
from workflowkit.run.found_files import FoundFile
from workflowkit.run.pool import map_in_pool, workers_for
from workflowkit.text.document import Document


@dataclass(frozen=True, slots=True)
class FormattedFile:
    """One file and what the formatter makes of it."""

    path: str
    skipped: str = ""
    """Why it is not taken for a workflow; empty when it is."""
    obstacle: str = ""
    """Why it is not formatted; empty when it can be formatted without loss."""
    before: str = ""
    """Its text; empty when it is formatted already, as is the text after."""
    after: str = ""

    @property
    def changes(self) -> bool:
        """True when formatting changes the text."""
        return self.before != self.after


def formatted(document: Document) -> FormattedFile:
    """Format *document*."""
    obstacle = _obstacle(document)
    if obstacle:
        return FormattedFile(document.path, obstacle=obstacle)
    after = format_text(document.text)
    if after == document.text:
        return FormattedFile(document.path)
    return FormattedFile(document.path, before=document.text, after=after)


def format_found(
    search: Search,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Sequence[FormattedFile]:
    """Format the files that *search* found, with *jobs* processes; files that are not workflows are recorded as skipped.

    *progress* is called with the numbers of finished and of all files.
    """
    found = search.found

    def compute(entry: FoundFile) -> FormattedFile:
        document, reason = examined(entry)
        return FormattedFile(document.path, skipped=reason) if reason else formatted(document)

    results = map_in_pool(compute, found, workers_for(len(found), jobs), progress=progress)
    for entry, result in zip(found, results, strict=True):
        if result.skipped:
            search.skip(entry.path, result.skipped)
    return results


def _obstacle(document: Document) -> str:
    """Return why the file is not formatted; empty when it can be formatted without loss."""
    if document.broken:
        return f"not formatted: {document.broken.message}"
    if not document.is_faithful:
        return "not formatted: the file has bytes that are not UTF-8"
    if document.repeated_keys():
        return "not formatted: an object has a duplicate key"
    return ""
