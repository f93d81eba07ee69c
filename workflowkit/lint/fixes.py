"""Fixes: apply them to one file in rounds, as many at once as change different places, and check each before it is kept.

A fix is skipped when it breaks its promise: when the subject rejects the changed file, or when the fix causes a new finding.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Collection, Sequence

from workflowkit.diagnostics import Diagnostic, Fix
from workflowkit.lint.subjects.subject import FileSubject, Reason
from workflowkit.records import dataclass
from workflowkit.report.fingerprint import fingerprint
from workflowkit.text.edits import EditError, Replacement, spliced
from workflowkit.text.routes import Json, Route

MAX_TRIALS = 256
"""Maximum of trials, each of which lints the whole file; files with hundreds of mistakes need less than 100."""

Lint = Callable[[FileSubject], Sequence[Diagnostic]]
IsChosen = Callable[[Diagnostic], bool]


@dataclass(frozen=True, slots=True)
class FixChoice:
    """Which fixes to apply."""

    unsafe: bool = False
    """True for unsafe ones as well."""
    fingerprints: Collection[str] = ()
    """The fingerprints of the only findings to fix; empty for all."""

    def takes(self, diagnostic: Diagnostic, fix: Fix, value: Json) -> bool:
        """Return whether to apply *fix* of *diagnostic* to a file with *value*."""
        return (
            bool(fix.edits)
            and (fix.safe or self.unsafe)
            and (not self.fingerprints or fingerprint(diagnostic, value) in self.fingerprints)
        )


SAFE_FIXES = FixChoice()
"""All safe fixes."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A fix that was not applied."""

    diagnostic: Diagnostic
    reason: Reason
    cause: str = ""
    """Code and name of the finding that it would cause; empty for other reasons."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """The result of fixing one file."""

    text: str
    applied: tuple[Diagnostic, ...]
    """The findings that were fixed, in the order of fixing."""
    skipped: tuple[Skipped, ...]
    """The fixes that were not applied."""


_Identity = tuple[str, Route, str]


@dataclass(frozen=True, slots=True)
class _Obstacle:
    """Why a fix is skipped; see `Skipped`."""

    reason: Reason
    cause: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A finding whose fix may be applied, with what it changes."""

    diagnostic: Diagnostic
    fix: Fix
    replacements: Sequence[Replacement]

    @property
    def promise(self) -> tuple[bool, bool]:
        """The promise of the fix: fixes with the same promise can be checked together."""
        return self.fix.safe, bool(self.fix.changes)


@dataclass(frozen=True, slots=True)
class _State:
    """A file with what is found in it."""

    subject: FileSubject
    found: Sequence[Diagnostic]
    choice: FixChoice
    is_chosen: IsChosen

    @property
    def text(self) -> str:
        return self.subject.document.text

    def wanted(self) -> list[tuple[Diagnostic, Fix]]:
        """Return the findings with their fixes, safe ones first: an unsafe one may overwrite what a safe one keeps."""
        value = self.subject.document.value
        with_fix = [
            (diagnostic, fix)
            for diagnostic in self.found
            if (fix := diagnostic.finding.fix)
            and self.is_chosen(diagnostic)
            and self.choice.takes(diagnostic, fix, value)
        ]
        return sorted(with_fix, key=lambda pair: not pair[1].safe)


def fix_file(
    subject: FileSubject,
    lint: Lint,
    choice: FixChoice = SAFE_FIXES,
    *,
    is_chosen: IsChosen = lambda _: True,
) -> Fixed:
    """Apply the fixes of *choice* for what *lint* finds and *is_chosen* accepts, until there are none left.

    No fix may cause a finding, whether it would be chosen or not.

    Idempotent, unless the trials did not suffice: fixing the result again changes nothing.
    """
    state = _State(subject, lint(subject), choice, is_chosen)
    if subject.unfixable_reason:
        reason = subject.unfixable_reason
        left = tuple(Skipped(diagnostic, reason) for diagnostic, _ in state.wanted())
        return Fixed(state.text, (), left)
    applied: list[list[Diagnostic]] = []
    texts = [state.text]
    undone: dict[_Identity, _Obstacle] = {}
    obstacles: dict[_Identity, _Obstacle] = {}
    tried_on = texts[0]
    trials = _Trials(lint)
    while True:
        batch = _batch(state, obstacles)
        if not batch:
            if tried_on == texts[-1] or not trials.are_left:
                break
            # What was skipped may be possible after the other fixes.
            tried_on, obstacles = texts[-1], dict(undone)
            continue
        changed, done = _apply(state, batch, trials, obstacles)
        if changed.text in texts[:-1]:
            # Fixes that undo each other: the first of them caused what the last one removed.
            start = texts.index(changed.text)
            last = done[0] if done else batch[0].diagnostic
            caused = _Obstacle(Reason.NEW_FINDING, _title(last))
            undone |= {_identity(diagnostic): caused for diagnostic in [*applied, done][start]}
            obstacles |= undone
            del applied[start:], texts[start + 1 :]
        elif done:
            applied.append(done)
            texts.append(changed.text)
        state = changed
    skipped = tuple(
        Skipped(diagnostic, obstacle.reason, obstacle.cause)
        for diagnostic, _ in state.wanted()
        if (obstacle := obstacles.get(_identity(diagnostic)))
    )
    return Fixed(state.text, tuple(diagnostic for done in applied for diagnostic in done), skipped)


def _title(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.code} {diagnostic.name}"


def _identity(diagnostic: Diagnostic) -> _Identity:
    return diagnostic.name, diagnostic.route, diagnostic.message


def _batch(state: _State, obstacles: dict[_Identity, _Obstacle]) -> list[_Candidate]:
    """Return fixes that promise the same and change different places, the first of all wanted ones among them.

    Why others before them are skipped is added to *obstacles*; those that are there are not tried again.
    """
    batch: list[_Candidate] = []
    taken = _Taken()
    for diagnostic, fix in state.wanted():
        identity = _identity(diagnostic)
        if identity in obstacles or (batch and batch[0].promise != (fix.safe, bool(fix.changes))):
            continue
        candidate = _candidate(state, diagnostic, fix)
        if isinstance(candidate, Reason):
            obstacles[identity] = _Obstacle(candidate)
        elif taken.add(candidate.replacements):
            batch.append(candidate)
    return batch


class _Taken:
    """The places that a batch changes, in the order of the text."""

    def __init__(self) -> None:
        self._changes: list[Replacement] = []

    def add(self, changes: Sequence[Replacement]) -> bool:
        """Take the places of *changes*; return false when one of them is taken already."""
        for change in changes:
            at = bisect_left(self._changes, change)
            if any(change.meets(other) for other in self._changes[max(at - 1, 0) : at + 2]):
                return False
        for change in changes:
            insort(self._changes, change)
        return True


def _candidate(state: _State, diagnostic: Diagnostic, fix: Fix) -> _Candidate | Reason:
    """Return *fix* with what it changes, or why it is skipped without being tried."""
    try:
        changes = state.subject.replacements(fix.edits)
    except EditError:
        return Reason.NO_PLACE
    text = state.text
    if all(text[change.start : change.end] == change.text for change in changes):
        return Reason.NO_CHANGE
    return state.subject.skip_reason(fix) or _Candidate(diagnostic, fix, changes)


class _Trials:
    """Fixes of one file on trial. Their number is limited, so that the work grows with the size of the file alone."""

    def __init__(self, lint: Lint) -> None:
        self._lint = lint
        self._n_left = MAX_TRIALS

    @property
    def are_left(self) -> bool:
        """Return true when another batch may be tried."""
        return self._n_left > 0

    def attempt(self, state: _State, batch: Sequence[_Candidate]) -> _State | _Obstacle:
        """Return the file after all fixes of *batch* with what is found in it then, or what they broke."""
        if not self.are_left:
            return _Obstacle(Reason.TOO_MANY)
        self._n_left -= 1
        text = spliced(
            state.text, (change for candidate in batch for change in candidate.replacements)
        )
        changed = state.subject.with_text(text)
        broken = state.subject.broken_promise(changed, [candidate.fix for candidate in batch])
        if broken:
            return _Obstacle(broken)
        left = self._lint(changed)
        before = _names(state.found)
        if len(batch) > 1:
            # A finding that one fix removes must not offset one that another causes.
            before -= _names([candidate.diagnostic for candidate in batch])
        # The other findings of a file appear only when it is JSON.
        becomes_json = bool(state.subject.document.broken) and not changed.document.broken
        caused = _names(left) - before
        if state.subject.hides_findings and len(_apart(batch)) == len(batch):
            # What else is found was hidden, unless the fixes of one rule get in the way of each other.
            own = _names([candidate.diagnostic for candidate in batch]) if len(batch) > 1 else {}
            caused = Counter({name: n for name, n in caused.items() if name in own})
        if caused and not becomes_json:
            cause = next(diagnostic for diagnostic in left if diagnostic.name in caused)
            return _Obstacle(Reason.NEW_FINDING, _title(cause))
        return _State(changed, left, state.choice, state.is_chosen)


def _apply(
    state: _State,
    batch: Sequence[_Candidate],
    trials: _Trials,
    obstacles: dict[_Identity, _Obstacle],
) -> tuple[_State, list[Diagnostic]]:
    """Return the file after those of *batch* that keep their promise, and what they fixed. Why others are skipped is added to *obstacles*.

    When the batch fails as a whole, its parts are tried, the second where the first left the text alone.
    """
    attempt = trials.attempt(state, batch)
    if isinstance(attempt, _State):
        return attempt, [candidate.diagnostic for candidate in batch]
    if len(batch) == 1:
        obstacles[_identity(batch[0].diagnostic)] = attempt
        return state, []
    first, second = _parts(batch, hides_findings=state.subject.hides_findings)
    changed, done = _apply(state, first, trials, obstacles)
    if done:
        # The places of the other part have moved; it is found again in the next round.
        return changed, done
    return _apply(state, second, trials, obstacles)


def _parts(
    batch: Sequence[_Candidate], *, hides_findings: bool
) -> tuple[Sequence[_Candidate], Sequence[_Candidate]]:
    """Return two parts of *batch*: halves, or what is apart and the rest where errors hide findings."""
    apart = _apart(batch) if hides_findings else []
    if 1 < len(apart) < len(batch):
        taken = {id(candidate) for candidate in apart}
        return apart, [candidate for candidate in batch if id(candidate) not in taken]
    middle = len(batch) // 2
    return batch[:middle], batch[middle:]


def _apart(batch: Sequence[_Candidate]) -> list[_Candidate]:
    """Return the first candidate of each entry of the file, such as each trigger; none of them hides findings of another."""
    entries = {candidate.diagnostic.route[:2]: candidate for candidate in reversed(batch)}
    return [*reversed(entries.values())]


def _names(found: Sequence[Diagnostic]) -> Counter[str]:
    return Counter(diagnostic.name for diagnostic in found)
