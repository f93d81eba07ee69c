"""Selection: which rules speak about a file, and how loudly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workflowkit.diagnostics import Severity
from workflowkit.lint.rule import PROFILES, Rule

ALWAYS = frozenset({"not-json", "schema-violation", "unknown-key"})
"""Rules that cannot be switched off: a file they report cannot be read as a workflow."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The choice of rules for one file. A selector is a code, the beginning of a code, or a name."""

    profile: str = "catalog"
    select: tuple[str, ...] = ()
    """Selectors of rules to add to the profile."""
    ignore: tuple[str, ...] = ()
    """Selectors of rules to leave out; wins over *select*."""
    severity: Mapping[str, str] = field(default_factory=dict)
    """Selector to `error`, `warning`, `info` or `off`; the longest match counts."""

    def severities(self, rules: Iterable[Rule], kind: str) -> dict[str, Severity]:
        """Name of each rule that speaks about files of *kind*, with the severity of its findings."""
        chosen: dict[str, Severity] = {}
        for rule in rules:
            severity = self._severity(rule)
            if severity is not None and kind in rule.kinds and self._speaks(rule, kind):
                chosen[rule.name] = severity
        return chosen

    def _speaks(self, rule: Rule, kind: str) -> bool:
        if rule.name in ALWAYS:
            return True
        if _matches_any(rule, self.ignore):
            return False
        return in_profile(rule, self.profile, kind) or _matches_any(rule, self.select)

    def _severity(self, rule: Rule) -> Severity | None:
        matching = [key for key in self.severity if matches(rule, key)]
        if not matching or rule.name in ALWAYS:
            return rule.severity
        chosen = self.severity[max(matching, key=len)]
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
