"""The text output about a catalog: the files that a host serves, and those that it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workflowkit.catalog.serving import Served, Startup, Unserved
from workflowkit.text.wording import counted


def unserved_lines(file: Unserved) -> Iterator[str]:
    """Yield the report on a file that is not served, with its reasons and help."""
    origin = f"{file.source.value}, id '{file.id}'" if file.id else file.source.value
    yield f"not served: {file.path} ({origin})"
    yield from (f"  {reason}" for reason in file.reasons)
    if file.help:
        yield f"  = help: {file.help}"
    if file.is_own_defect:
        yield "  = note: this file is bundled with wfk; please report it"


def served_lines(workflow: Served) -> Iterator[str]:
    """Yield the warnings about a served workflow; nothing for most."""
    for warning in workflow.warnings:
        yield f"warning: {workflow.path} ({workflow.source.value}, id '{workflow.id}')"
        yield f"  {warning}"
    for hidden in workflow.hides:
        yield f"hidden: {hidden.path} ({hidden.source.value}, id '{workflow.id}')"
        yield f"  {workflow.path} ({workflow.source.value}) is served: {hidden.reason}"


def summary(result: Startup) -> str:
    """Return the last line: the number of files by status."""
    counts = Counter(workflow.source.value for workflow in result.served)
    kinds = ", ".join(f"{number} {kind}" for kind, number in counts.items())
    n_hidden = sum(len(workflow.hides) for workflow in result.served)
    parts = [
        f"{counted(len(result.served), 'workflow')} served" + (f" ({kinds})" if kinds else ""),
        f"{len(result.unserved)} not served",
        f"{n_hidden} hidden" if n_hidden else "",
        f"{counted(len(result.examples), 'example')} skipped" if result.examples else "",
        f"{counted(len(result.internal), 'internal file')} not listed" if result.internal else "",
    ]
    return ", ".join(part for part in parts if part)
