"""The proof of a refactoring: what an agent gets before and after it, compared by compiling both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from workflowkit.compiler.pipeline import Compilation
from workflowkit.compiler.steps import Steps, every_step
from workflowkit.refactoring.plan import Refactoring, RefactoringError
from workflowkit.refactoring.source_files import SourceFiles
from workflowkit.refactoring.texts import whole
from workflowkit.runtime.virtual_steps import virtual_ids
from workflowkit.text.routes import Json

Normal = Callable[[Json], Json]
"""Returns a value with the former names."""
InText = Callable[[str], str]
"""Returns a text with the new names."""
Ids = Mapping[str, str]
"""Step ids that run before the refactoring to those that run after it, where they differ."""


def after(files: SourceFiles, plan: Refactoring) -> SourceFiles:
    """Return *files* as they are after *plan*."""
    known = {**files.by_path, **{each.path: each for each in files.bindings}}
    texts = {path: plan.text_of(path, known[path].text) for path in plan.edits if path in known}
    return files.changed({**texts, **plan.new_files})


def new_ids(before: Compilation, now: Compilation) -> dict[str, str]:
    """Return the ids of the compiled steps of *before*, virtual ones included, to those of *now* where they differ; by their place."""
    pairs = zip(every_step(before.steps), every_step(now.steps), strict=False)
    found: dict[str, str] = {}
    for old, new in pairs:
        found[old.id] = new.id
        virtual = zip(
            virtual_ids(old.value).values(), virtual_ids(new.value).values(), strict=False
        )
        found |= dict(virtual)
    return {old: new for old, new in found.items() if old != new and old}


def require_same(
    path: str, before: Compilation, now: Compilation, normal: Normal, what: str
) -> None:
    """Raise RefactoringError unless both compilations are the same after *normal*: verdict, errors, steps, and all else of the workflow."""
    if before.outcome != now.outcome or _rules(before) != _rules(now):
        error = next(iter(_new_errors(before, now)), None)
        reason = f"{what} would not compile as it does now"
        if error is not None:
            reason = f"{what} would no longer compile: {error}"
        raise RefactoringError(reason, path)
    for old, new in ((_steps(before.steps), _steps(now.steps)), (_head(before), _head(now))):
        if normal(old) != normal(new):
            raise RefactoringError(f"{what} would change more than the name", path)


def _rules(compilation: Compilation) -> Counter[str]:
    return Counter(error.rule for error in compilation.errors)


def _new_errors(before: Compilation, now: Compilation) -> Iterator[str]:
    known = _rules(before)
    for error in now.errors:
        known[error.rule] -= 1
        if known[error.rule] < 0:
            yield error.message


def _steps(steps: Steps) -> list[Json]:
    return [step.json() for step in steps]


def _head(compilation: Compilation) -> Json:
    """Return the workflow without what is compiled."""
    if not isinstance(compilation.workflow, dict):
        return compilation.workflow
    return {key: value for key, value in compilation.workflow.items() if key != "steps"}


def normal_name(old: str, new: str) -> Normal:
    """Return the function that writes *old* for *new* in every string and key of a value."""
    pattern = whole(new)

    def normal(value: Json) -> Json:
        if isinstance(value, str):
            return pattern.sub(lambda _: old, value) if new in value else value
        if isinstance(value, list):
            return [normal(entry) for entry in value]
        if isinstance(value, dict):
            return {normal(key): normal(entry) for key, entry in value.items()}
        return value

    return normal


def require_renamed(
    files: SourceFiles, now: SourceFiles, paths: Iterable[str], names: tuple[str, str]
) -> None:
    """Raise RefactoringError unless the workflows at *paths* compile to the same before and after a name is changed, up to this name."""
    for path in paths:
        normal = normal_name(*names)
        require_same(path, files.compiled(path), now.compiled(path), normal, "the workflow")


def require_same_steps(path: str, before: Compilation, now: Compilation) -> int:
    """Raise RefactoringError unless both compilations are the same up to the ids of their steps; return the number of steps."""
    if not now.is_valid:
        error = next(iter(now.errors), None)
        raise RefactoringError(
            f"the workflow would no longer compile: {error and error.message}", path
        )
    old, new = tuple(every_step(before.steps)), tuple(every_step(now.steps))
    ids = {one.id: other.id for one, other in zip(old, new, strict=False)}
    expected = [_with_ids(step.json(), ids) for step in before.steps]
    is_same = len(old) == len(new) and expected == _steps(now.steps)
    if not is_same or _head(before) != _head(now) or _bindings(before) != _bindings(now):
        raise RefactoringError("the agent would get something else", path)
    return len(old)


def _with_ids(step: dict[str, Json], ids: Ids) -> dict[str, Json]:
    changed = {**step, "id": ids.get(step["id"], step["id"])}
    body = step.get("body")
    if isinstance(body, str):
        changed["body"] = ids.get(body, body)
    elif isinstance(body, list):
        changed["body"] = [_with_ids(inner, ids) for inner in body]
    return changed


def _bindings(compilation: Compilation) -> Json:
    snapshot = compilation.snapshot or {}
    return {key: snapshot.get(key) for key in ("resolvedBindings", "pinnedOverrides")}


def in_text(old: str, new: str) -> InText:
    """Return the function that writes *new* for *old* in a text."""
    pattern = whole(old)
    return lambda text: pattern.sub(lambda _: new, text)


def hash_lines(files: SourceFiles, now: SourceFiles, paths: Iterable[str]) -> tuple[str, ...]:
    """Return a line for each workflow of *paths* that states how its hash changes."""
    lines: list[str] = []
    for path in paths:
        before, later = files.compiled(path), now.compiled(path)
        if before.reference == later.reference:
            lines.append(f"hash of {path}: stays {before.reference}" if before.reference else "")
        elif before.reference and later.reference:
            lines.append(f"hash of {path}: {before.reference} becomes {later.reference}")
    return tuple(filter(None, lines))
