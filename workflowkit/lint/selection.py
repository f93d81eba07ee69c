"""Selection: which rules speak about a file, and how loudly.

A selector is a code, the beginning of a code, or a name; of several severities the one with the longest selector counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from workflowkit.diagnostics import Severity
from workflowkit.lint.rule import PROFILES, Rule
from workflowkit.project.settings import LintConfig, RuleChoice

DEFAULT_PROFILE = "catalog"
"""The profile when none is chosen."""

ALWAYS = frozenset({"not-json", "schema-violation", "unknown-key"})
"""Rules that cannot be switched off: a file they report cannot be read as a workflow."""


Chosen = Sequence[tuple[Rule, Severity]]
"""Rules with the severity of their findings."""


class Selection:
    """The rules that speak about each file of a run; worked out once for files of one kind with one choice of rules."""

    def __init__(self, config: LintConfig, rules: Collection[Rule]) -> None:
        self._config = config
        self._rules = rules
        self._known: dict[tuple[RuleChoice, str], Mapping[str, Severity]] = {}
        self._known_about: dict[tuple[RuleChoice, str, str], Chosen] = {}

    def severities(self, path: str, kind: str) -> Mapping[str, Severity]:
        """Return the name of each rule that speaks about the file at *path*, of *kind*, with the severity of its findings."""
        key = (self._config.rules_for(path), kind)
        if key not in self._known:
            self._known[key] = severities(key[0], self._rules, kind)
        return self._known[key]

    def about(self, subject: str, path: str, kind: str) -> Chosen:
        """Return the rules about a *subject* that speak about the file at *path*, of *kind*."""
        key = (self._config.rules_for(path), kind, subject)
        if key not in self._known_about:
            chosen = self.severities(path, kind)
            self._known_about[key] = [
                (rule, chosen[rule.name])
                for rule in self._rules
                if rule.subject == subject and rule.name in chosen
            ]
        return self._known_about[key]


def severities(choice: RuleChoice, rules: Iterable[Rule], kind: str) -> dict[str, Severity]:
    """Name of each rule that speaks about files of *kind*, with the severity of its findings."""
    chosen: dict[str, Severity] = {}
    for rule in rules:
        if kind in rule.kinds and _speaks(rule, choice, kind):
            severity = _severity(rule, choice)
            if severity is not None:
                chosen[rule.name] = severity
    return chosen


def _speaks(rule: Rule, choice: RuleChoice, kind: str) -> bool:
    if rule.name in ALWAYS:
        return True
    if choice.ignore and _matches_any(rule, choice.ignore):
        return False
    return in_profile(rule, choice.profile or DEFAULT_PROFILE, kind) or (
        bool(choice.select) and _matches_any(rule, choice.select)
    )


def _severity(rule: Rule, choice: RuleChoice) -> Severity | None:
    matching = [key for key in choice.severity if matches(rule, key)]
    if not matching or rule.name in ALWAYS:
        return rule.severity
    chosen = choice.severity[max(matching, key=len)]
    return None if chosen == "off" else Severity(chosen)


def matches(rule: Rule, selector: str) -> bool:
    """True when *selector* is the rule's name, its code, or the beginning of its code."""
    return rule.name == selector or rule.code.startswith(selector)


def in_profile(rule: Rule, profile: str, kind: str) -> bool:
    """True when *profile* has *rule*.

    Hidden fixtures are held to `core` whatever the profile; `routine` is `style` for routines; `import` is `core` and the rules made for it.
    """
    if profile == "import":
        return rule.profile in ("core", "import") or rule.name in _IMPORTED
    if rule.profile == "import":
        return False
    wanted = {"fixture": "core", "routine": "style"}.get(profile, profile)
    if kind == "fixture":
        wanted = "core"
    return PROFILES.index(rule.profile) <= PROFILES.index(wanted)


_IMPORTED = frozenset({"unnamespaced-id", "filename-id-mismatch", "legacy-id-mention"})
"""Rules of other profiles that also matter for files taken over from elsewhere."""


def _matches_any(rule: Rule, selectors: Iterable[str]) -> bool:
    return any(matches(rule, selector) for selector in selectors)
