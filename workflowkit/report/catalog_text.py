"""How the commands about catalogues tell what a host serves and what it leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workflowkit.catalog.serving import LeftOut, Served, Startup
from workflowkit.text.wording import counted


def left_out_lines(item: LeftOut) -> Iterator[str]:
    """Why a file is not served, and what to do."""
    origin = f"{item.source.value}, id '{item.id}'" if item.id else item.source.value
    yield f"left out: {item.path} ({origin})"
    yield from (f"  {reason}" for reason in item.reasons)
    if item.help:
        yield f"  = help: {item.help}"
    if item.is_own_defect:
        yield "  = note: this file comes with wfk itself; please report it"


def served_lines(item: Served) -> Iterator[str]:
    """What there is to say of a workflow that is served; nothing for most."""
    for warning in item.warnings:
        yield f"warning: {item.path} ({item.source.value}, id '{item.id}')"
        yield f"  {warning}"
    for hidden in item.hides:
        yield f"hidden: {hidden.path} ({hidden.source.value}, id '{item.id}')"
        yield f"  {item.path} ({item.source.value}) is served: {hidden.reason}"


def summary(result: Startup) -> str:
    """The last line: how many files became what."""
    counts = Counter(item.source.value for item in result.served)
    kinds = ", ".join(f"{number} {kind}" for kind, number in counts.items())
    n_hidden = sum(len(item.hides) for item in result.served)
    parts = [
        f"{counted(len(result.served), 'workflow')} served" + (f" ({kinds})" if kinds else ""),
        f"{len(result.left_out)} left out",
        f"{n_hidden} hidden" if n_hidden else "",
        f"{counted(len(result.examples), 'example')} passed over" if result.examples else "",
    ]
    return ", ".join(part for part in parts if part)
