"""Running rules on small documents: how the examples of a rule and its case files become workflows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from workflowkit import loading
from workflowkit.batch.analyze import FileReport, Shared, analyze
from workflowkit.compiler.pipeline import Compilation, compile_workflow
from workflowkit.compiler.routines import Routines, collect_routines
from workflowkit.diagnostics import Diagnostic
from workflowkit.lint.rule import Rule
from workflowkit.loading import Options
from workflowkit.project.settings import Config, LintConfig
from workflowkit.source import document, files, json_text
from workflowkit.source.document import Document
from workflowkit.spec.pack import LoadedRules, TagEntry

BASE = """{
  "id": "acme.example",
  "name": "Example",
  "description": "Use this to see one rule at work on a small workflow.",
  "version": "1.0.0",
"""
ODD_ROUTINES = sorted((Path(__file__).parent / "routines").glob("*.json"))
"""Routines that cannot be called, for the rules that say so."""
BINDINGS = {"acme.bound": {"reviewer": "acme.bound", "ghost": "acme.other"}}
"""The project's bindings file, for examples that have the id `acme.bound`."""
TAGGED = {"acme.audit": TagEntry(("review_audit",)), "acme.author": TagEntry(("authoring",))}
"""What the tag file says of examples with these ids."""
RULES_VERSION = 2
"""The version of the authoring rules, so that a stamp can be older and still be one."""
DEFAULT_STEPS = '"steps": [{"id": "first", "title": "First", "prompt": "Read the request."}]'


@cache
def shared() -> Shared:
    """The bundled pack, its routines and a few odd ones, every rule on."""
    found = loading.load_shared(Options(), Config())
    odd = [(path, document.parse(files.read(path), path.as_posix())) for path in ODD_ROUTINES]
    routines = found.environment.routines
    strange = collect_routines((path.as_posix(), item.value) for path, item in odd)
    environment = replace(
        found.environment,
        routines=Routines(
            {**routines.by_id, **strange.by_id}, {**routines.by_template, **strange.by_template}
        ),
        bindings=BINDINGS,
    )
    documents = {**found.documents, **{item.path: item for _, item in odd}}
    tags = found.spec.tags
    assert tags
    more = replace(tags, workflows={**tags.workflows, **TAGGED})
    rules = LoadedRules(RULES_VERSION, {})
    spec = replace(found.spec, read_tags=lambda: more, read_authoring_rules=lambda: rules)
    everything = LintConfig(profile="style", select=tuple("ESITRVLABFHPCMGXD"))
    return loading.with_catalogue(Shared(environment, spec, everything, documents=documents), ())


def complete(text: str) -> str:
    """*text*, the members of a JSON object in braces, with what a workflow must have put in front, on the same line."""
    value = json_text.parse(text)
    assert isinstance(value, dict), value
    base = json_text.parse(BASE.rstrip(",\n") + "}")
    assert isinstance(base, dict)
    missing = [
        line.strip().rstrip(",")
        for line in BASE.splitlines()[1:]
        if json_text.parse("{" + line.strip().rstrip(",") + "}").keys() - value.keys()  # type: ignore[union-attr]  # The lines of BASE are JSON.
    ]
    if "steps" not in value:
        missing.append(DEFAULT_STEPS)
    start = text.index("{") + 1
    rest = text[start:]
    between = ", " if missing and rest.strip() != "}" else ""
    return text[:start] + ", ".join(missing) + between + rest


def lint_text(text: str, rules: Sequence[Rule], path: str = "example.json") -> FileReport:
    """Run *rules* on one document."""
    return analyze(document.parse(text.encode("utf-8", "surrogatepass"), path), shared(), rules)


def compile_text(text: str) -> Compilation | None:
    """Compile one document with the same surroundings; None when it is not JSON."""
    item = parse(text)
    return None if item.broken else compile_workflow(item.value, shared().environment)


def parse(text: str, path: str = "example.json") -> Document:
    """One document in memory."""
    return document.parse(text.encode("utf-8", "surrogatepass"), path)


_MARKER = re.compile(r"[ \t]*//[ \t]*([a-z0-9-]+)[ \t]*$", re.MULTILINE)


def without_markers(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The text of a case file as JSON, and the `(line, rule)` pairs that its markers expect."""
    expected = [
        (number, match.group(1))
        for number, line in enumerate(text.splitlines(), 1)
        if (match := _MARKER.search(line))
    ]
    return _MARKER.sub("", text), expected


def places(diagnostics: Sequence[Diagnostic], name: str) -> list[tuple[int, str]]:
    """`(line, rule)` of every diagnostic of the rule called *name*."""
    return sorted(
        (item.span.start.line if item.span else 0, item.name)
        for item in diagnostics
        if item.name == name
    )
