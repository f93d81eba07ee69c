"""What a rule is: one function with its documentation and its identity."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import wraps
from importlib import import_module
from typing import Any

from workflowkit.diagnostics import Finding, Severity

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
    }
)
"""What a rule may be given, by the name of its parameter's type."""

_PROFILE_OF = {Severity.ERROR: "core", Severity.WARNING: "catalog", Severity.INFO: "style"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Its name and documentation are read from its function, so that they cannot disagree."""

    code: str
    """A letter for the group and three digits; stable, never reused."""
    severity: Severity
    since: str
    """The version of workflowkit that first had it."""
    check: RuleFunction
    profile: str
    """The smallest profile that has it; with `import` the rule is only in that profile."""
    kinds: frozenset[str]
    """The kinds of files it looks at."""
    fix: str
    """`safe`, `unsafe`, or empty when it offers no fix."""
    engines: str
    """Engine versions in which the rule's reason holds; empty for all."""
    source: str
    """What the rule rests on, for `wfk explain`; empty when the reason says it."""
    name: str = field(init=False)
    """The function's name in kebab-case: the rule's identity everywhere."""
    subject: str = field(init=False)
    """Name of the type that the function is given; `Compilation` for a compile error, whose function is a page without a body."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.check.__name__.replace("_", "-"))
        parameter, first = next(iter(self.check.__annotations__.items()))
        object.__setattr__(self, "subject", "Compilation" if parameter == "return" else str(first))

    @property
    def group(self) -> str:
        """The letter of its group."""
        return self.code[0]

    @property
    def summary(self) -> str:
        """The offence in one sentence."""
        return self.docs.partition("\n")[0]

    def prepare(self) -> None:
        """Import the rule, if that is still to be done."""
        if isinstance(self.check, _Deferred):
            self.check.load()

    @property
    def docs(self) -> str:
        """The documentation: one sentence, then sections."""
        check = self.check.load() if isinstance(self.check, _Deferred) else self.check
        return inspect.cleandoc(check.__doc__ or "")

    @property
    def sections(self) -> Mapping[str, str]:
        """Section title to its text: Why, Bad, Good, Fix, When not."""
        parts = _HEADING.split(self.docs)
        return {title: body.strip() for title, body in zip(parts[1::2], parts[2::2], strict=True)}

    def example(self, title: str) -> str:
        """The code block of section *title*, without its fences; empty when there is none."""
        match = _FENCE.search(self.sections.get(title, ""))
        return match.group(1) if match else ""


class _Deferred:
    """The function of a rule that is imported when it is first called or read."""

    def __init__(self, module: str, name: str, subject: str) -> None:
        self.__name__ = name
        self.__annotations__ = {"subject": subject}
        self.__module__ = module
        self._check: RuleFunction | None = None

    def load(self) -> RuleFunction:
        """The function itself."""
        if self._check is None:
            rule: Rule = getattr(import_module(self.__module__), self.__name__)
            self._check = rule.check
        return self._check

    def __call__(self, subject: Any) -> Iterator[Finding]:
        return self.load()(subject)


def indexed(
    code: str,
    module: str,
    severity: str,
    profile: str,
    kinds: tuple[str, ...],
    fix: str,
    since: str,
    subject: str,
    engines: str,
    source: str,
) -> Rule:
    """A rule by its row in the index; its module, whose last part names the rule, is imported when the rule is used."""
    check = _Deferred(f"workflowkit.lint.rules.{module}", module.rpartition(".")[2], subject)
    chosen = frozenset(kinds) if kinds else KINDS
    return Rule(code, Severity(severity), since, check, profile, chosen, fix, engines, source)


_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_FENCE = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def rule(
    code: str,
    *,
    severity: Severity,
    since: str,
    profile: str = "",
    kinds: frozenset[str] | None = None,
    fix: str = "",
    engines: str = "",
    source: str = "",
) -> Callable[[RuleFunction], Rule]:
    """Make a rule of a generator function whose first parameter is annotated with what it looks at."""

    def wrap(check: RuleFunction) -> Rule:
        made = Rule(
            code,
            severity,
            since,
            check,
            profile or _PROFILE_OF[severity],
            KINDS if kinds is None else kinds,
            fix,
            engines,
            source,
        )
        if made.subject not in SUBJECTS:
            raise TypeError(f"rule {code} is given '{made.subject}', which no runner can give")
        return made

    return wrap


def compile_error(code: str, *, since: str, fix: str = "") -> Callable[[Page], Rule]:
    """Make a rule of a documented function without a body: the compiler reports the errors that it documents."""

    def wrap(page: Page) -> Rule:
        @wraps(page)
        def check(_: Any) -> Iterator[Finding]:
            yield from ()

        return Rule(code, Severity.ERROR, since, check, "core", KINDS, fix, engines="", source="")

    return wrap
