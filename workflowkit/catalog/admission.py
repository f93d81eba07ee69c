"""Admission: the reasons not to serve one file, and the warnings about one that is served (docs/engine/registry.md#sources)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workflowkit.catalog.ids import LEGACY_WARNING, Ruling, SourceKind, rule_on_load
from workflowkit.catalog.naming import respelled
from workflowkit.catalog.variants import Flags, switched_off, variant_of
from workflowkit.compiler.pipeline import Compilation
from workflowkit.compiler.preview import startability
from workflowkit.records import dataclass
from workflowkit.text.document import Document
from workflowkit.text.json_text import MAX_BYTES
from workflowkit.text.json_values import as_fields, as_items, as_text, is_truthy
from workflowkit.text.routes import Json

Compile = Callable[[SourceKind, Json], Compilation]
"""Compiles a workflow as a host does for a source of this kind."""

LEGACY_ONLY = frozenset({SourceKind.GIT, SourceKind.PLUGIN, SourceKind.REMOTE})
"""Kinds of sources from which the engine accepts no id with a dot."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One file that a host might serve."""

    document: Document
    id: str
    """Empty when the file has none."""
    kind: SourceKind
    """The kind of its source."""
    name: str
    """Its path relative to the source."""
    off: str
    """Why the host skips files of this name; empty when it reads them."""
    is_listed: bool
    """True when the engine lists the file, before it checks the content."""
    reasons: tuple[str, ...]
    """The reasons not to serve it; empty when there are none."""
    help: str
    warnings: tuple[str, ...]
    fails_at_start: bool = False
    """True when the engine lists it, accepts its shape, and then fails to start it."""

    @property
    def path(self) -> str:
        """The file."""
        return self.document.path

    @property
    def variant(self) -> str:
        """The kind of variant by its name."""
        return variant_of(self.name)

    @property
    def is_admitted(self) -> bool:
        """True when there is no reason not to serve it."""
        return not self.reasons and not self.off


def check_candidate(
    document: Document, name: str, kind: SourceKind, compile_value: Compile, flags: Flags
) -> Candidate:
    """Check one file; *name* is its path relative to the source. Never raises, whatever the file contains."""
    workflow_id = as_text(as_fields(document.value).get("id"))
    off = switched_off(name, flags)
    unreadable, help = _unreadable(document)
    reasons, warnings = [unreadable] if unreadable else [], []
    fails_at_start = False
    if not unreadable and not off:
        ruling = rule_on_load(workflow_id, kind)
        compilation = compile_value(kind, document.value)
        reasons = list(_refusals(document, name, kind, ruling, compilation))
        fails_at_start = not ruling.reason and compilation.outcome not in ("valid", "schema_failed")
        help = _advice(workflow_id, ruling, kind, document.path) if reasons else ""
        if kind is not SourceKind.BUNDLED:
            warnings = [_WARNINGS[warning] for warning in ruling.warnings]
    return Candidate(
        document=document,
        id=workflow_id,
        kind=kind,
        name=name,
        off=off,
        is_listed=not unreadable and not off and not _has_refused_dot(workflow_id, kind),
        reasons=tuple(reasons),
        help=help,
        warnings=tuple(warnings),
        fails_at_start=fails_at_start,
    )


def fails_git_source(candidate: Candidate) -> bool:
    """Return whether *candidate* makes the engine reject the git source that contains it."""
    return not candidate.off and (
        not candidate.is_listed or candidate.name != f"{candidate.id}.json"
    )


def _has_refused_dot(workflow_id: str, kind: SourceKind) -> bool:
    return "." in workflow_id and kind in LEGACY_ONLY


def _unreadable(document: Document) -> tuple[str, str]:
    """Return why the engine does not list the file, and the help; empty when it does."""
    if document.size > MAX_BYTES:
        reason = f"the file has {document.size} bytes; more than {MAX_BYTES} are not loaded"
        return reason, "split the workflow, or move long texts into routines"
    if document.broken:
        return f"not JSON: {document.broken.message}", document.broken.help
    if not isinstance(document.value, dict):
        return "the file is not a JSON object", "move it out of the folder if it is not a workflow"
    if not is_truthy(document.value.get("id")):
        return "the file has no id", "give it an id such as 'acme.release'"
    return "", ""


def _refusals(
    document: Document, name: str, kind: SourceKind, ruling: Ruling, compilation: Compilation
) -> Iterator[str]:
    errors = compilation.errors
    yield from (error.message for error in errors)
    is_about_id = any(error.route == ("id",) for error in errors)
    if ruling.reason and not (ruling.reason == "invalid-format" and is_about_id):
        yield _REFUSALS[ruling.reason]
    workflow_id = as_text(document.value.get("id"))
    if _has_refused_dot(workflow_id, kind):
        yield f"the engine accepts no id with a dot from a {kind} source"
    if kind is SourceKind.GIT and name != f"{workflow_id}.json":
        yield f"in a git source its file has to be called '{workflow_id}.json'"
    can_start = compilation.starts_with_onboarding or (
        startability(document.value, compilation.steps) == "ok"
    )
    if not errors and not can_start:
        yield "its first step calls a template, so no run can start"
    if any(step is None or isinstance(step, str) for step in as_items(document.value.get("steps"))):
        yield "a step is not an object, which makes the engine list no workflow of any source"
    if compilation.is_valid and compilation.hash is None:
        yield "a number is too large to be written, so no run can start"


_REFUSALS = {
    "invalid-format": "its id is neither 'name' nor 'namespace.name' in lower case",
    "reserved-namespace": "the namespace 'wr' is reserved for bundled workflows",
}


def _advice(workflow_id: str, ruling: Ruling, kind: SourceKind, path: str) -> str:
    """Return the help for a file that is not served."""
    if _has_refused_dot(workflow_id, kind):
        return "move it to a source of another kind, or give it an id without a dot"
    if ruling.reason == "reserved-namespace":
        own = f"acme.{workflow_id.partition('.')[2]}"
        return f"give it a namespace of your own, as in '{own}'"
    better = respelled(workflow_id) if ruling.reason else None
    return f"call it '{better}'" if better else f"run wfk lint {path}"


_WARNINGS = {LEGACY_WARNING: "its id has no namespace; it can be loaded but not saved"}
