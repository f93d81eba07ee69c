"""Running rules on small trigger files, with the same daemon around them."""

from __future__ import annotations

from collections.abc import Iterable

from tests.engines import engine_keys
from workflowkit.diagnostics import Diagnostic, in_order
from workflowkit.lint.fixes import FixChoice, Fixed, fix_file
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL
from workflowkit.lint.runner import check
from workflowkit.lint.subjects.subject import FileSubject
from workflowkit.lint.subjects.trigger_file import TriggerSubject
from workflowkit.text.document import Document
from workflowkit.triggers.trigger import DaemonContext, Workspace

TRIGGER_RULES = tuple(rule for rule in ALL if rule.subject == "TriggerFile")
DAEMON = DaemonContext(
    workflows=frozenset({"demo.flow", "demo.review"}),
    aliases={"old.flow": "demo.flow"},
    profiles={"demo.flow": "coding", "demo.review": "review"},
    environment={"HOOK_SECRET": "s3cret"},
    workspaces={"team": Workspace("/srv/team")},
    engine=engine_keys("3.68.0"),
)


def subject(
    text: str, daemon: DaemonContext = DAEMON, path: str = "triggers.yml"
) -> TriggerSubject:
    """*text* as what can be linted."""
    size = len(text.encode("utf-8", "surrogatepass"))
    return TriggerSubject(Document(path, text, None, None, size), daemon)


def found(
    text: str,
    daemon: DaemonContext = DAEMON,
    rules: Iterable[Rule] = TRIGGER_RULES,
    path: str = "triggers.yml",
) -> list[Diagnostic]:
    """What *rules* find in *text*, in order."""
    return _lint(subject(text, daemon, path), rules)


def fix(
    text: str,
    daemon: DaemonContext = DAEMON,
    *,
    include_unsafe: bool = False,
    rules: Iterable[Rule] = TRIGGER_RULES,
) -> Fixed:
    """*text* after the fixes of *rules*."""
    chosen = tuple(rules)
    return fix_file(
        subject(text, daemon), lambda changed: _lint(changed, chosen), FixChoice(include_unsafe)
    )


def _lint(file: FileSubject, rules: Iterable[Rule]) -> list[Diagnostic]:
    chosen = {"TriggerFile": [(rule, rule.severity) for rule in rules]}
    return in_order(check(file, chosen))
