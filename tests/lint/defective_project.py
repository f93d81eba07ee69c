"""Files with one defect for each rule that judges more than one workflow: catalogs, authoring rules, suppressions, plain text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path

from tests.lint.running_rules import BASE
from workflowkit.config.settings import RuleChoice
from workflowkit.diagnostics import Diagnostic
from workflowkit.lint.baseline import BaselineEntry, to_text
from workflowkit.lint.rule import Rule
from workflowkit.lint.runner import check
from workflowkit.lint.subjects.authoring_rules import RulesFile, RulesSubject
from workflowkit.run.project import Project
from workflowkit.text import document
from workflowkit.text.document import Document
from workflowkit.text.json_text import MAX_BYTES
from workflowkit.text.routes import Json

SHARED_LINE = "Evidence decides; a claim without a source is only a guess."
CONFIGURATION = """\
paths = ["workflows", "routines"]
spec = "spec"
routines = ["routines"]

[lint]
profile = "style"
baseline = "baseline.json"

[[lint.suppress]]
rule = "missing-about"
path = "workflows/ship.json"
reason = "it is internal"
expires = 2020-01-31

[[lint.suppress]]
rule = "long-prompt"
path = "workflows/release.json"
reason = "the table must stay whole"

[[lint.suppress]]
rule = "promt-length"
reason = "the table must stay whole"

[lint.per-file."workflows/drfts/**"]
ignore = ["missing-about"]
"""
FIXED = BaselineEntry(
    path="workflows/ship.json", rule="duplicate-step-title", fingerprint="0", message="was fixed"
)
ASK: Json = {
    "id": "ask",
    "type": "parallel",
    "title": "Ask",
    "parallelDelegations": [{"workflowId": "acme.ask"}],
}
TAGS: Json = {
    "tags": [
        {"id": "coding", "displayName": "Coding", "when": ["w"], "examples": ["acme.relase"]},
        {"id": "routines", "displayName": "Routines", "when": ["w"], "examples": []},
        {"id": "design", "displayName": "Design", "when": ["w"], "examples": []},
    ],
    "workflows": {
        "acme.release": {"tags": ["coding"]},
        "acme.ship": {"tags": ["coding", "codign"]},
        "acme.shipp": {"tags": ["coding"]},
        "acme.routine-build": {"tags": ["coding"]},
    },
}
AUTHORING_RULE: Json = {
    "id": "name-the-outcome",
    "status": "active",
    "level": "required",
    "scope": ["prompt", "promt"],
    "rule": "Say what ends a loop.",
    "enforcement": [{"kind": "advisory", "reason": " "}],
    "examples": [{"path": "workflows/gone.json"}],
}
AUTHORING_RULES: Json = {
    "scopes": [{"id": "prompt", "surface": "step.prompt"}],
    "topics": [
        {
            "id": "outcomes",
            "rules": [
                AUTHORING_RULE,
                {
                    "id": "name-the-outcome",
                    "status": "planned",
                    "level": "recommended",
                    "scope": ["prompt"],
                    "rule": "Say it twice.",
                    "enforcement": [{"kind": "lint", "codes": ["Z999"]}],
                },
            ],
        }
    ],
    "planned": [],
}


def lint_project(folder: Path) -> tuple[list[Diagnostic], dict[str, Document]]:
    """Write a project with a defect for each rule about catalogs and suppressions to *folder*, and lint it there."""
    with chdir(folder):
        for path, content in _files().items():
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            text = content if isinstance(content, str) else json.dumps(content, indent=2)
            Path(path).write_text(text, "utf-8")
        project = Project.load().with_rules(RuleChoice(profile="style"))
        result = project.lint()
        return list(result.shown), dict(project.sources_of(result))


def _files() -> dict[str, Json]:
    return {
        "wfk.toml": CONFIGURATION,
        "baseline.json": to_text([FIXED]),
        "spec/workflow-tags.json": TAGS,
        "workflows/release.json": _workflow("acme.release", metaGuidance=[SHARED_LINE]),
        "workflows/ship.json": _workflow("acme.ship", metaGuidance=[SHARED_LINE]),
        "workflows/ship-again.json": _workflow("acme.ship", name="Acme.Release"),
        "workflows/new.json": _workflow("acme.new", name="acme.release"),
        "workflows/ask.json": _workflow("acme.ask", steps=[ASK]),
        "routines/build.json": _workflow("acme.routine-build"),
    }


def _workflow(workflow_id: str, **fields: Json) -> dict[str, Json]:
    return {
        "id": workflow_id,
        "name": workflow_id,
        "description": "Use this to see a rule about many files.",
        "version": "1.0.0",
        "steps": [{"id": "first", "title": "First", "prompt": "Read the request."}],
        **fields,
    }


def lint_authoring_rules(rules: Sequence[Rule]) -> tuple[list[Diagnostic], dict[str, Document]]:
    """Lint an authoring-rules file with a defect for each of *rules*."""
    text = json.dumps(AUTHORING_RULES, indent=2)
    subject = RulesSubject(
        document.parse(text.encode(), "authoring-rules.json"),
        lambda value: RulesFile(
            value=value,
            known_codes=("L007",),
            surfaces=("step.prompt", "step.title"),
            closed_sets={"ref": ("wr.refs.memory_usage",)},
            file_exists=lambda _: False,
        ),
    )
    found = check(subject, {"RulesFile": [(rule, rule.severity) for rule in rules]})
    return found, {subject.document.path: subject.document}


def text_with_the_defect(name: str) -> bytes | None:
    """Return a file that the rule called *name* reports where its documentation cannot hold one; None when it does."""
    if name == "excessive-file-size":
        about = json.dumps("a" * MAX_BYTES)
        return f'{BASE}  "about": {about},\n  "steps": []\n}}\n'.encode()
    if name == "invalid-encoding":
        return (BASE.replace("Example", "Gr\xf6\xdfe") + '  "steps": []\n}\n').encode("latin-1")
    return None
