"""Write a new rule that works: its file, a case that it reports, one that it accepts, and its registration.

python scripts/new_rule.py GROUP NAME [--subject TYPE] [--severity LEVEL] [--authoring-rule ID]

GROUP is a folder of workflowkit/lint/rules/, NAME the offense, beginning with a stem that other rules have: `missing_`, `unused_`.
The rule reports the placeholder word until its condition is written; its tests pass from the start, except the one that refuses placeholders.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workflowkit.lint.rule import Severity
from workflowkit.lint.rules import ALL
from workflowkit.lint.rules.authoring.unmapped_rule_code import EXEMPT
from workflowkit.version import VERSION

ROOT = Path(__file__).resolve().parent.parent
AUTHORING_RULES = "spec/authoring-rules.json"

PLACEHOLDER = "TODO"
"""What the script writes into a new rule for its author to replace; nothing in this script is unfinished."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """How a rule about one type of subject begins."""

    module: str
    """The module of the type."""
    parameter: str
    code: tuple[str, ...]
    """The body of the function, which reports the placeholder."""
    example: tuple[str, ...]
    """The lines of a file with one offense; `{word}` is where it is, or is not."""
    language: str = "json"


_STEPS = (
    "{{",
    '  "steps": [',
    '    {{"id": "first", "title": "First", "prompt": "Read the request. Capture: `count`."}},',
)
_ON_STEP = (
    *_STEPS,
    '    {{"id": "second", "title": "{word}", "prompt": "Answer it."}}',
    "  ]",
    "}}",
)
_ON_LOOP = (
    *_STEPS,
    '    {{"id": "rounds", "type": "loop", "title": "{word}", "loop": {{"type": "for", "count": 2, "maxIterations": 2}}, "body": [{{"id": "again", "title": "Again", "prompt": "Read it again."}}]}}',
    "  ]",
    "}}",
)
_ON_CONDITION = (
    *_STEPS,
    '    {{"id": "second", "title": "Second", "prompt": "Answer it.", "runCondition": {{"var": "count", "equals": "{word}"}}}}',
    "  ]",
    "}}",
)
_ON_CRITERION = (
    *_STEPS,
    '    {{"id": "second", "title": "Second", "prompt": "Answer it.", "validationCriteria": [{{"type": "contains", "value": "{word}", "message": "Write it."}}]}}',
    "  ]",
    "}}",
)
_ON_TRIGGER = (
    "triggers:",
    "  - id: {word}",
    "    provider: generic",
    "    workflowId: demo.flow",
    "    workspacePath: /srv/shop",
    "    goal: Review the newest change",
)


def _report(condition: str, place: str, subject: str) -> tuple[str, ...]:
    return (
        f"if {condition}:",
        "    yield Finding(",
        f"        {place},",
        f'        f"{PLACEHOLDER}: a fact about {subject}, lower case, no full stop",',
        f'        help="{PLACEHOLDER}: an instruction, verb first",',
        "    )",
    )


_STEP = _report(f'"{PLACEHOLDER}" in step.title', '(*step.route, "title")', "step '{step.id}'")
_TRIGGER = _report(
    f'trigger.id == "{PLACEHOLDER}"', 'trigger.route("id")', "trigger {trigger.name}"
)

SKELETONS = {
    "Analysis": Skeleton(
        "workflowkit.analysis.analysis",
        "analysis",
        ("for step in analysis.workflow.all_steps:", *(f"    {line}" for line in _STEP)),
        _ON_STEP,
    ),
    "Step": Skeleton("workflowkit.format.reader", "step", _STEP, _ON_STEP),
    "PromptStep": Skeleton("workflowkit.format.reader", "step", _STEP, _ON_STEP),
    "Passage": Skeleton(
        "workflowkit.analysis.prompts.texts",
        "passage",
        _report(f'"{PLACEHOLDER}" in passage.text', "passage.route", "step '{passage.step.id}'"),
        tuple(line.replace("Answer it.", "{word} it.").replace('"{word}",', '"Second",') for line in _ON_STEP),
    ),
    "Loop": Skeleton(
        "workflowkit.analysis.loops",
        "loop",
        _report(f'"{PLACEHOLDER}" in loop.step.title', '(*loop.step.route, "title")', "{loop.name}"),
        _ON_LOOP,
    ),
    "Condition": Skeleton(
        "workflowkit.analysis.conditions",
        "condition",
        _report(f'condition.value.get("equals") == \"{PLACEHOLDER}\"', "condition.route", "step '{condition.step.id}'"),
        _ON_CONDITION,
    ),
    "Criterion": Skeleton(
        "workflowkit.analysis.criteria",
        "criterion",
        _report(f'criterion.rule.get("value") == \"{PLACEHOLDER}\"', "criterion.route", "step '{criterion.step.id}'"),
        _ON_CRITERION,
    ),
    "Trigger": Skeleton("workflowkit.triggers.trigger", "trigger", _TRIGGER, _ON_TRIGGER, "yaml"),
    "TriggerFile": Skeleton(
        "workflowkit.triggers.trigger_file",
        "file",
        ("for trigger in file.triggers:", *(f"    {line}" for line in _TRIGGER)),
        _ON_TRIGGER,
        "yaml",
    ),
}  # fmt: skip
"""Every type whose rules have case files. Rules about other types are tested in Python; copy one of them."""


@dataclass(frozen=True, slots=True)
class Request:
    """The rule that is asked for."""

    group: str
    name: str
    subject: str
    severity: Severity
    authoring_rule: str

    @property
    def title(self) -> str:
        """The name in kebab-case."""
        return self.name.replace("_", "-")


def next_code(root: Path, group: str) -> str:
    """Return the code after the last one of *group*; codes of deleted rules are not used again while a later one exists."""
    files = (root / "workflowkit/lint/rules" / group).glob("*.py")
    found = [re.search(r'^    "([A-Z]\d{3})",$|^@\w+\("([A-Z]\d{3})"', path.read_text("utf-8"), re.M) for path in files]  # fmt: skip
    codes = [match[1] or match[2] for match in found if match]
    return f"{codes[0][0]}{max(int(code[1:]) for code in codes) + 1:03}"


def write(root: Path, request: Request) -> list[Path]:
    """Write the rule of *request* below *root*; return the files."""
    code = next_code(root, request.group)
    skeleton = SKELETONS[request.subject]
    cases = root / "tests/rules" / request.name
    suffix = "yml" if skeleton.language == "yaml" else "jsonc"
    texts = {
        root / f"workflowkit/lint/rules/{request.group}/{request.name}.py": _source(code, request),
        cases / f"todo_is_reported.{suffix}": "".join(_marked(request)),
        cases / f"another_word_is_accepted.{suffix}": _example(skeleton, "Second"),
    }
    if request.authoring_rule:
        path = root / AUTHORING_RULES
        texts[path] = _with_code(path.read_text("utf-8"), request.authoring_rule, code)
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return list(texts)


def _source(code: str, request: Request) -> str:
    skeleton = SKELETONS[request.subject]
    sections = {
        "Why": (f"{PLACEHOLDER}: what goes wrong, and why that is so.",),
        "Bad": _fenced(skeleton, PLACEHOLDER),
        "Good": _fenced(skeleton, "Second"),
        "When not": (f"{PLACEHOLDER}: when to keep it; delete this section if that is never.",),
    }
    docs = [f"## {title}\n\n{_indented(lines)}" for title, lines in sections.items()]
    imports = sorted(
        (
            f"from {skeleton.module} import {request.subject}",
            "from workflowkit.lint.rule import Finding, Severity, rule",
        )
    )
    return (
        "from __future__ import annotations\n\nfrom collections.abc import Iterator\n\n"
        + "\n".join(imports)
        + f'\n\n\n@rule("{code}", severity=Severity.{request.severity.name}, since="{VERSION}")\n'
        + f"def {request.name}({skeleton.parameter}: {request.subject}) -> Iterator[Finding]:\n"
        + f'    """{PLACEHOLDER}: the offense in one sentence.\n\n    '
        + "\n\n    ".join(docs)
        + '\n    """\n'
        + "".join(f"    {line}\n" for line in skeleton.code)
    )


def _fenced(skeleton: Skeleton, word: str) -> tuple[str, ...]:
    return (f"```{skeleton.language}", *_example(skeleton, word).splitlines(), "```")


def _indented(lines: tuple[str, ...]) -> str:
    return "\n".join(f"    {line}" for line in lines)


def _example(skeleton: Skeleton, word: str) -> str:
    return "".join(f"{line.format(word=word)}\n" for line in skeleton.example)


def _marked(request: Request) -> Iterator[str]:
    """Yield the lines of the case that is reported, with the mark on the line of the offense."""
    skeleton = SKELETONS[request.subject]
    mark = "  #" if skeleton.language == "yaml" else " //"
    for line in _example(skeleton, PLACEHOLDER).splitlines():
        yield f"{line}{mark} {request.title}\n" if PLACEHOLDER in line else f"{line}\n"


def _with_code(text: str, authoring_rule: str, code: str) -> str:
    """Return the authoring rules with *code* in the enforcement of the rule called *authoring_rule*."""
    value = json.loads(text)
    (rule,) = (
        rule for topic in value["topics"] for rule in topic["rules"] if rule["id"] == authoring_rule
    )
    lint = [entry for entry in rule["enforcement"] if entry["kind"] == "lint"]
    if lint:
        lint[0]["codes"].append(code)
    else:
        rule["enforcement"].insert(0, {"kind": "lint", "codes": [code]})
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def obstacle(root: Path, request: Request) -> str:
    """Return why *request* cannot be written; empty when it can."""
    folder = root / "workflowkit/lint/rules" / request.group
    groups = sorted(
        path.name for path in folder.parent.iterdir() if (path / "__init__.py").exists()
    )
    if request.group not in groups:
        return f"no group is called '{request.group}'; choose one of {', '.join(groups)}"
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", request.name):
        return f"'{request.name}' is not a name of lowercase words, such as missing_title"
    if request.title in {rule.name for rule in ALL} or (folder / f"{request.name}.py").exists():
        return f"there is a rule called '{request.title}' already"
    return _authoring_obstacle(root, request)


def _authoring_obstacle(root: Path, request: Request) -> str:
    topics = json.loads((root / AUTHORING_RULES).read_text("utf-8"))["topics"]
    known = [rule["id"] for topic in topics for rule in topic["rules"]]
    if request.authoring_rule in known:
        return ""
    if request.authoring_rule:
        return f"no authoring rule is called '{request.authoring_rule}'"
    if next_code(root, request.group)[0] in EXEMPT:
        return ""
    return f"name the rule for authors that it checks with --authoring-rule: {', '.join(known)}"


def main(arguments: list[str]) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(description="Write a new rule that works.")
    parser.add_argument("group", help="a folder of workflowkit/lint/rules/")
    parser.add_argument(
        "name",
        type=lambda name: name.replace("-", "_"),
        help="the offense, such as missing_title",
    )
    parser.add_argument("--subject", choices=SKELETONS, help="what the rule checks")
    parser.add_argument("--severity", choices=[*Severity], default="warning")
    parser.add_argument(
        "--authoring-rule", default="", metavar="ID", help="the rule for authors that it checks"
    )
    given = parser.parse_args(arguments)
    subject = given.subject or ("Trigger" if given.group == "triggers" else "Analysis")
    request = Request(
        given.group, given.name, subject, Severity(given.severity), given.authoring_rule
    )
    if reason := obstacle(ROOT, request):
        print(reason, file=sys.stderr)
        return 2
    written = write(ROOT, request)
    for path in written:
        print(f"wrote {path.relative_to(ROOT).as_posix()}")
    done = subprocess.run([sys.executable, str(ROOT / "scripts/generate.py")], check=False)
    print(
        f"left to do: replace every {PLACEHOLDER} in {written[0].relative_to(ROOT).as_posix()} and tests/rules/{request.name}/,\n"
        f"  run scripts/generate.py, then pytest tests/lint -k {request.name}, and name the rule in CHANGELOG.md"
    )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
