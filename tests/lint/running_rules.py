"""Running rules on small documents: how the examples of a rule and its case files become workflows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from workflowkit.compiler.pipeline import Compilation, compile_workflow
from workflowkit.compiler.routines import Routines, collect_routines
from workflowkit.config.settings import Config, LintConfig
from workflowkit.diagnostics import Diagnostic
from workflowkit.lint.fixes import FixChoice, Fixed, fix_file
from workflowkit.lint.rule import Rule
from workflowkit.lint.selection import Selection
from workflowkit.run import loading
from workflowkit.run.analyze import FileReport, analyze, workflow_subject
from workflowkit.run.context import RunContext
from workflowkit.run.loading import Options
from workflowkit.spec.pack import LoadedRules, TagEntry
from workflowkit.text import document, files, json_text
from workflowkit.text.document import Document

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
def run_context(engine: str | None = None) -> RunContext:
    """The bundled pack for *engine*, its routines and a few odd ones, every rule on."""
    found = loading.load_context(Options(engine=engine), Config())
    odd = [(path, document.parse(files.read(path), path.as_posix())) for path in ODD_ROUTINES]
    routines = found.compile.routines
    strange = collect_routines((path.as_posix(), item.value) for path, item in odd)
    compile_context = replace(
        found.compile,
        routines=Routines(
            {**routines.by_id, **strange.by_id}, {**routines.by_template, **strange.by_template}
        ),
        bindings=BINDINGS,
    )
    documents = {**found.routine_files, **{item.path: item for _, item in odd}}
    tags = found.spec.tags
    assert tags
    more = replace(tags, workflows={**tags.workflows, **TAGGED})
    rules = LoadedRules(RULES_VERSION, {})
    spec = replace(found.spec, read_tags=lambda: more, read_authoring_rules=lambda: rules)
    everything = LintConfig(profile="style", select=tuple("ESITRVLABFHPCMGXD"))
    return replace(
        found,
        compile=compile_context,
        spec=spec,
        lint=everything,
        routine_files=documents,
        publishes_both=lambda _, source: source.startswith("workflows/references/"),
    )


def complete(text: str) -> str:
    """*text*, the members of a JSON object in braces, with what a workflow must have put in front, on the same line."""
    value = json_text.parse(text)
    assert isinstance(value, dict), value
    base = json_text.parse(BASE.rstrip(",\n") + "}")
    assert isinstance(base, dict)
    missing = [
        line.strip().rstrip(",")
        for line in BASE.splitlines()[1:]
        if json_text.parse("{" + line.strip().rstrip(",") + "}").keys() - value.keys()
    ]
    if "steps" not in value:
        missing.append(DEFAULT_STEPS)
    start = text.index("{") + 1
    rest = text[start:]
    between = ", " if missing and rest.strip() != "}" else ""
    return text[:start] + ", ".join(missing) + between + rest


def example_path(rule: Rule) -> str:
    """A path that makes the example of *rule* a file of a kind that the rule looks at."""
    if "workflow" in rule.kinds:
        return "workflows/example.json"
    return "routines/example.json" if "routine" in rule.kinds else "workflows/examples/example.json"


def lint_text(
    text: str, rules: Sequence[Rule], path: str = "example.json", engine: str | None = None
) -> FileReport:
    """Run *rules* on one document for *engine*."""
    return lint_document(parse(text, path), rules, engine)


def lint_document(item: Document, rules: Sequence[Rule], engine: str | None = None) -> FileReport:
    """Run *rules* on one document, whatever is in it, for *engine*."""
    context = run_context(engine)
    return analyze(workflow_subject(item, context), context, Selection(context.lint, rules))


def fix_text(
    text: str, rules: Sequence[Rule], path: str = "example.json", *, unsafe: bool
) -> Fixed:
    """Apply the fixes of *rules* to one document."""
    context = run_context()
    selection = Selection(context.lint, rules)
    return fix_file(
        workflow_subject(parse(text, path), context),
        lambda changed: analyze(changed, context, selection).diagnostics,
        FixChoice(unsafe),
    )


def compile_text(text: str) -> Compilation | None:
    """Compile one document in the same context; None when it is not JSON."""
    item = parse(text)
    return None if item.broken else compile_workflow(item.value, run_context().compile)


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


def without_yaml_markers(text: str, name: str) -> tuple[str, list[tuple[int, str]]]:
    """The text of a case file as YAML, and a pair for each marker of the rule called *name*; other comments stay."""
    marker = re.compile(rf"(?:  # {re.escape(name)})+$", re.MULTILINE)
    expected = [
        (text.count("\n", 0, match.start()) + 1, name)
        for match in marker.finditer(text)
        for _ in range(match[0].count(name))
    ]
    return marker.sub("", text), expected


def places(diagnostics: Sequence[Diagnostic], name: str) -> list[tuple[int, str]]:
    """`(line, rule)` of every diagnostic of the rule called *name*."""
    return sorted((item.span.start.line, item.name) for item in diagnostics if item.name == name)
