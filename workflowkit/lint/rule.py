"""What a rule is: one function with its documentation and its identity. Rule files import all they need for reporting from here."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from importlib import import_module
from typing import Any, NamedTuple

from workflowkit.diagnostics import Edit, Finding, Fix, Related, Severity
from workflowkit.lint.parts import PARTS
from workflowkit.records import dataclass

__all__ = (
    "KINDS",
    "PROFILES",
    "SUBJECTS",
    "Edit",
    "Finding",
    "Fix",
    "Related",
    "Rule",
    "RuleRow",
    "Severity",
    "compile_error",
    "indexed",
    "needs",
    "rule",
)

RuleFunction = Callable[[Any], Iterator[Finding]]
Page = Callable[[], None]
"""A function that is only documentation."""

PROFILES = ("core", "catalog", "style")
"""Profiles that contain each other, smallest first; a rule belongs to one and to all after it."""

KINDS = frozenset({"workflow", "routine", "example", "fixture"})
"""What a file can be: a workflow for people, a routine, an example, or a hidden test fixture."""

SUBJECTS = frozenset(
    {
        "Document",
        "Analysis",
        "Catalog",
        "SuppressionReport",
        "TriggerFile",
        "RulesFile",
        "BindingsFile",
        "WorkflowChange",
        "RemovedWorkflow",
        "VersionBump",
        "LedgerReport",
    }
)
"""What a rule may be given as a whole, by the name of its parameter's type; `PARTS` are given one by one."""

_PAGE = "Compilation"
"""The subject of pages: the compiler reports what they document."""

_PROFILE_OF = {Severity.ERROR: "core", Severity.WARNING: "catalog", Severity.INFO: "style"}
_OWN_PROFILES = {"E008": "catalog"}
"""The profiles of rules that differ from those of their severities: what a check left out has to be told in every default run."""

_PACKAGE = "workflowkit.lint.rules"
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_FENCE = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


class RuleRow(NamedTuple):
    """What must be known of a rule before its module is imported: one row of the index."""

    code: str
    module: str
    """Below the folder of the rules; the last part is the name of the function: `loops.unused_loop_item`."""
    severity: str
    since: str
    parameter: str
    kinds: tuple[str, ...] = ()
    """Empty for all."""
    fix: str = ""
    engines: str = ""
    needs: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Its name and documentation are those of its function, so that they cannot disagree."""

    code: str
    """A letter for the group and three digits; stable, never reused."""
    severity: Severity
    since: str
    """The version of workflowkit that first had it."""
    module: str
    """The module that it is in, which bears the name of its function."""
    parameter: str
    """Name of the type of its function's parameter; empty for a page, whose function has none."""
    kinds: frozenset[str]
    """The kinds of files it looks at."""
    fix: str
    """`safe`, `unsafe`, or empty when it offers no fix."""
    engines: str
    """Engine versions in which the rule's reason holds, as a range such as `< 3.119.0`; empty for all."""
    function: Callable[[], RuleFunction | Page]
    """Return its function; import its module if that is still to be done."""
    needs: tuple[str, ...] = ()
    """Keys without which a workflow gives the rule nothing to find; `type: loop` is that key with that value."""
    stems: tuple[str, ...] = ()
    """Lower-case texts of which a prompt must contain one; empty when the rule does not depend on words."""

    @property
    def name(self) -> str:
        """The function's name in kebab-case: the rule's identity everywhere."""
        return self.module.rpartition(".")[2].replace("_", "-")

    @property
    def group(self) -> str:
        """The letter of its group."""
        return self.code[0]

    @property
    def profile(self) -> str:
        """The smallest profile that has it."""
        return _OWN_PROFILES.get(self.code) or _PROFILE_OF[self.severity]

    @property
    def subject(self) -> str:
        """Name of the type that the runner gives it, whole or in parts; `Compilation` for a page."""
        part = PARTS.get(self.parameter)
        return part.subject if part else self.parameter or _PAGE

    def check(self, subject: Any) -> Iterator[Finding]:
        """Yield what the rule finds in *subject*, or in each of its parts. Its module is imported only when there may be something."""
        if not self.parameter or not self._may_find(subject):
            return
        part = PARTS.get(self.parameter)
        parts = part.of(subject) if part else (subject,)
        function: Any = None
        for given in parts:
            function = function or self.function()
            yield from function(given)

    def _may_find(self, subject: Any) -> bool:
        """Return false when *subject* lacks what the rule states that it needs."""
        if not (self.needs or self.stems):
            return True
        return bool(subject.has(self.needs, self.stems))

    @property
    def summary(self) -> str:
        """The offence in one sentence."""
        return self.docs.partition("\n")[0]

    @property
    def docs(self) -> str:
        """The documentation: one sentence, then sections."""
        return inspect.cleandoc(self.function().__doc__ or "")

    @property
    def sections(self) -> Mapping[str, str]:
        """Section title to its text: Why, Bad, Good, Fix, When not, Rests on."""
        parts = _HEADING.split(self.docs)
        return {title: body.strip() for title, body in zip(parts[1::2], parts[2::2], strict=True)}

    def example(self, title: str) -> str:
        """The code block of section *title*, without its fences; empty when there is none."""
        match = _FENCE.search(self.sections.get(title, ""))
        return match.group(1) if match else ""


def indexed(row: RuleRow) -> Rule:
    """Return the rule of *row*, whose module is imported when it is first run or read."""
    module = f"{_PACKAGE}.{row.module}"
    return Rule(
        code=row.code,
        severity=Severity(row.severity),
        since=row.since,
        module=module,
        parameter=row.parameter,
        kinds=frozenset(row.kinds) if row.kinds else KINDS,
        fix=row.fix,
        engines=row.engines,
        function=partial(_imported, module),
        needs=row.needs,
        stems=row.stems,
    )


@cache
def _imported(module: str) -> RuleFunction | Page:
    rule: Rule = getattr(import_module(module), module.rpartition(".")[2])
    return rule.function()


def rule(
    code: str,
    *,
    severity: Severity,
    since: str,
    kinds: frozenset[str] = KINDS,
    fix: str = "",
    engines: str = "",
) -> Callable[[RuleFunction], Rule]:
    """Make a rule of a generator function whose parameter is annotated with what it checks: a subject, or a part of one."""

    def wrap(check: RuleFunction) -> Rule:
        parameter = str(next(iter(check.__annotations__.values())))
        if parameter not in SUBJECTS and parameter not in PARTS:
            raise TypeError(f"rule {code} is given '{parameter}', which no runner can give")
        return Rule(
            code=code,
            severity=severity,
            since=since,
            module=check.__module__,
            parameter=parameter,
            kinds=kinds,
            fix=fix,
            engines=engines,
            function=lambda: check,
        )

    return wrap


def needs(*keys: str, stems: tuple[str, ...] = ()) -> Callable[[Rule], Rule]:
    """State what a workflow must contain for a rule to find anything: all *keys*, and in its prompts one of *stems* if there are any.

    The rule is neither imported nor run for other workflows.
    """

    def wrap(rule: Rule) -> Rule:
        if rule.subject != "Analysis":
            raise TypeError(
                f"rule {rule.code} states what a workflow must contain, but checks none"
            )
        return replace(rule, needs=keys, stems=stems)

    return wrap


def compile_error(code: str, *, since: str, fix: str = "") -> Callable[[Page], Rule]:
    """Make a rule of a documented function without a body: the compiler reports the errors that it documents."""

    def wrap(page: Page) -> Rule:
        return Rule(
            code=code,
            severity=Severity.ERROR,
            since=since,
            module=page.__module__,
            parameter="",
            kinds=KINDS,
            fix=fix,
            engines="",
            function=lambda: page,
        )

    return wrap
