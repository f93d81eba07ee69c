from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.document import Document
from workflowkit.text.routes import TextRange


@rule("S023", severity=Severity.WARNING, since="0.1.0")
def invalid_encoding(document: Document) -> Iterator[Finding]:
    """The file has bytes that are not UTF-8.

    ## Why

    The engine reads every file as UTF-8 and replaces invalid bytes by the character U+FFFD.
    The agent reads this character in place of the letters that the author wrote.

    ## Bad

    A file in Latin-1 with `Gr\\xf6\\xdfe` in a prompt.

    ## Good

    The same file, saved as UTF-8.
    """
    if document.is_faithful or document.broken is not None:
        return
    first = document.text.find(_REPLACEMENT)
    count = document.text.count(_REPLACEMENT)
    more = f", at {count} places" if count > 1 else ""
    yield Finding(
        TextRange(first, first + 1),
        f"the file has bytes that are not UTF-8{more}",
        "save the file as UTF-8; an editor that opens it as Latin-1 or Windows-1252 shows what is meant",
    )


_REPLACEMENT = "\ufffd"
