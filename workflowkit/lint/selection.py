"""Selection: which rules apply to a file, and with which severity.

A selector is a code, the beginning of a code, both in any case, or a name; of several severities the one with the longest selector counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from workflowkit.config.globs import matches as glob_matches
from workflowkit.config.settings import LintConfig, RuleChoice
from workflowkit.diagnostics import Severity
from workflowkit.errors import UsageError
from workflowkit.lint.renamed import RENAMED, current_name
from workflowkit.lint.rule import PROFILES, Rule

DEFAULT_PROFILE = "catalog"
"""The profile when none is chosen."""

ALWAYS = frozenset({"invalid-json", "invalid-schema", "unknown-key"})
"""Rules that cannot be disabled: a file they report cannot be read as a workflow."""

Chosen = Mapping[str, Sequence[tuple[Rule, Severity]]]
"""Rules with their severities, by the name of the type that they are given."""


class Selection:
    """Which of *rules* apply where, by the settings *lint*; with *only*, no others than those. Answers are cached for one run."""

    def __init__(self, lint: LintConfig, rules: Iterable[Rule], only: Iterable[str] = ()) -> None:
        self._lint = lint
        self._only = tuple(only)
        self._rules = tuple(rules)
        self._chosen: dict[tuple[str, tuple[str, ...]], Chosen] = {}

    def rules_for(self, name: str, kind: str) -> Chosen:
        """Return the rules that apply to the file called *name*, relative to the configuration; *kind* is empty for files without a workflow."""
        patterns = tuple(key for key in self._lint.per_file if glob_matches(key, name))
        key = (kind, patterns)
        if key not in self._chosen:
            rules = [rule for rule in self._rules if self._may_run(rule)]
            self._chosen[key] = _chosen(self._lint.rules_for(name), rules, kind)
        return self._chosen[key]

    def _may_run(self, rule: Rule) -> bool:
        # No rule can check a file that cannot be read.
        return not self._only or rule.name == "invalid-json" or _matches_any(rule, self._only)

    def is_chosen(self, name: str, code: str) -> bool:
        """Return whether the rule with *name* and *code* is among those that alone run."""
        return not self._only or any(
            name == current_name(selector) or code.startswith(selector.upper())
            for selector in self._only
        )

    @cached_property
    def unrestricted(self) -> Selection:
        """The same selection with all rules, not some alone."""
        return Selection(self._lint, self._rules) if self._only else self

    @property
    def known(self) -> frozenset[str]:
        """Every code and every name of a rule."""
        return frozenset(name for rule in self._rules for name in (rule.code, rule.name))

    def prepare(self) -> None:
        """Import the rules that most files need, so that copies of this process have them."""
        chosen = self.rules_for("", "workflow")
        for given in ("Document", "Analysis"):
            for rule, _ in chosen.get(given, ()):
                rule.function()


def _chosen(choice: RuleChoice, rules: Iterable[Rule], kind: str) -> Chosen:
    found: dict[str, list[tuple[Rule, Severity]]] = {}
    for rule in rules:
        applies = not kind or kind in rule.kinds
        severity = _severity(rule, choice) if applies and _is_selected(rule, choice, kind) else None
        if severity is not None:
            found.setdefault(rule.subject, []).append((rule, severity))
    return found


def _is_selected(rule: Rule, choice: RuleChoice, kind: str) -> bool:
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
    """Return true when *selector* is the rule's name, a former one included, its code, or the beginning of its code."""
    return rule.name == current_name(selector) or rule.code.startswith(selector.upper())


def check_selectors(selectors: Iterable[str], rules: Iterable[Rule]) -> None:
    """Raise UsageError for a selector that matches none of *rules*."""
    known = tuple(rules)
    for selector in selectors:
        if not any(matches(rule, selector) for rule in known):
            raise unknown_rule(selector, known)


def unknown_rule(name: str, rules: Iterable[Rule]) -> UsageError:
    """Return the error for a rule that does not exist, with the name of the most similar one."""
    # Imported here because only a mistake needs it.
    from workflowkit.text.suggest import closest, with_words_of
    from workflowkit.text.wording import enumerated

    names = (*(each for rule in rules for each in (rule.code, rule.name)), *RENAMED)
    guess = closest(name, names)
    guesses = [guess] if guess else with_words_of(name, names)
    current = list(dict.fromkeys(f"'{current_name(each)}'" for each in guesses))
    help = (
        f"did you mean {enumerated(current, 'or')}?" if current else "list the rules with wfk rules"
    )
    return UsageError(f"unknown rule '{name}'", help=help)


def unknown_names(
    lint: LintConfig, rules: Iterable[Rule]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield each name in *lint* that none of *rules* has, after the keys that lead to it. Suppressions have a rule of their own for that."""
    known = tuple(rules)
    choices: list[tuple[tuple[str | int, ...], RuleChoice]] = [
        ((), lint.rules),
        *((("per-file", key), it) for key, it in lint.per_file.items()),
    ]
    for keys, choice in choices:
        named: list[tuple[tuple[str | int, ...], str]] = [
            *((("select", index), name) for index, name in enumerate(choice.select)),
            *((("ignore", index), name) for index, name in enumerate(choice.ignore)),
            *((("severity", name), name) for name in choice.severity),
        ]
        for place, name in named:
            if not any(matches(rule, name) for rule in known):
                yield (*keys, *place), name


def in_profile(rule: Rule, profile: str, kind: str) -> bool:
    """Return true when *profile* contains *rule*.

    Hidden fixtures are checked with `core` whatever the profile; `routine` is `style` for routines; `import` is `core` and the rules made for it.
    Rules about suppressions are in every profile: what hides findings must be valid in each.
    """
    if rule.subject == "SuppressionReport":
        return True
    if profile == "import":
        return rule.profile == "core" or rule.name in _IMPORTED
    wanted = {"fixture": "core", "routine": "style"}.get(profile, profile)
    if kind == "fixture":
        wanted = "core"
    return PROFILES.index(rule.profile) <= PROFILES.index(wanted)


_IMPORTED = frozenset(
    {"missing-workflow-namespace", "mismatched-file-name", "deprecated-id-mention"}
)
"""Rules of other profiles that also matter for files taken over from elsewhere."""


def _matches_any(rule: Rule, selectors: Iterable[str]) -> bool:
    return any(matches(rule, selector) for selector in selectors)
