"""Versions of the engine: how they are written, ordered and compared. The only module that compares version numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from workflowkit.errors import UsageError
from workflowkit.records import dataclass
from workflowkit.text.suggest import closest, did_you_mean

LATEST = "latest"
"""What stands for the last version that is known."""

Numbers = tuple[int, ...]


def numbers(version: str) -> Numbers:
    """Return the numbers of a *version* such as `3.68.0`, by which versions are ordered."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def is_version(text: str) -> bool:
    """Return true for one to three numbers joined by dots."""
    return _VERSION.fullmatch(text) is not None


def in_order(versions: Iterable[str]) -> list[str]:
    """Return *versions*, oldest first; texts that are no versions are omitted."""
    return sorted(filter(is_version, versions), key=numbers)


def is_before(version: str, other: str) -> bool:
    """Return true when *version* is older than *other*."""
    return numbers(version) < numbers(other)


def up_to(version: str, known: Iterable[str]) -> list[str]:
    """Return the versions among *known* that are not newer than *version*, oldest first."""
    return [other for other in in_order(known) if numbers(other) <= numbers(version)]


def is_beyond(asked: str, known: Collection[str]) -> bool:
    """Return true when *asked* is a version after all that are *known*: `3` is not, when some 3.x is known."""
    newest = numbers(in_order(known)[-1])
    wanted = numbers(asked)
    return is_version(asked) and wanted > newest[: len(wanted)]


def nearest(asked: str, known: Collection[str]) -> str:
    """Return the version of *known* that *asked* means: itself, the last of a series such as `3.68`, or else the nearest one before it; `latest` is the last of all.

    Raises UsageError for what is no version, or is before all of them.
    """
    versions = in_order(known)
    if asked in known:
        return asked
    if asked == LATEST:
        return versions[-1]
    if not is_version(asked):
        raise UsageError(
            f"engine version '{asked}' is unknown",
            help=did_you_mean(asked, [LATEST])
            if closest(asked, [LATEST])
            else f"write {versions[0]} to {versions[-1]}, a series such as {versions[-1].rpartition('.')[0]}, latest, project, or a range such as >={versions[0]}",
        )
    wanted = numbers(asked)
    before = [version for version in versions if numbers(version)[: len(wanted)] <= wanted]
    if not before:
        raise UsageError(
            f"engine version '{asked}' is older than all that are known",
            help=f"the oldest one known is {versions[0]}",
        )
    return before[-1]


@dataclass(frozen=True, slots=True)
class VersionRange:
    """A range such as `>=3.68,<3.110`: every version for which all of its comparisons hold."""

    comparisons: tuple[tuple[str, Numbers], ...]
    """Operator and the numbers that it compares with."""

    def __contains__(self, version: str) -> bool:
        """Return true when *version* is in the range."""
        return all(_holds(numbers(version), *pair) for pair in self.comparisons)


def is_range(text: str) -> bool:
    """Return true when *text* is meant as a range and not as one version."""
    return any(mark in text for mark in "<>=,!")


def parse_range(text: str) -> VersionRange:
    """Parse a range: comparisons with `>=`, `>`, `<=`, `<` or `==`, separated by commas. Raises UsageError."""
    comparisons: list[tuple[str, Numbers]] = []
    for part in text.split(","):
        match = _COMPARISON.fullmatch(part.strip())
        if match is None:
            raise UsageError(
                f"'{text}' is no range of engine versions",
                help="write comparisons separated by commas, such as >=3.68,<3.110",
            )
        comparisons.append((match["operator"], numbers(match["version"])))
    return VersionRange(tuple(comparisons))


def in_range(wanted: VersionRange, known: Collection[str]) -> list[str]:
    """Return the versions that stand for all of *wanted*, oldest first: its lower end, and every one of *known* after it.

    The result is empty when no version can be in the range.
    """
    inside = [version for version in in_order(known) if version in wanted]
    ends = [_padded(other) for operator, other in wanted.comparisons if operator in _FROM]
    tops = [_padded(other) for operator, other in wanted.comparisons if operator in ("<", "<=")]
    if not ends:
        return inside
    lower = max(ends)
    text = ".".join(map(str, lower))
    # A release behaves like the last version before it that changed something.
    is_possible = text in wanted or (">", lower) in wanted.comparisons
    if text in inside or not is_possible or any(top <= lower for top in tops if text not in wanted):
        return inside
    return [text, *inside]


_FROM = (">=", ">", "==")


def spans(holding: Collection[str], every: Sequence[str]) -> str:
    """Return in words which of the versions *every*, oldest first, are *holding*: `engines since 3.89.0`; empty when all are."""
    runs: list[list[int]] = []
    for index, version in enumerate(every):
        if version not in holding:
            continue
        if runs and runs[-1][1] == index - 1:
            runs[-1][1] = index
        else:
            runs.append([index, index])
    if not runs or runs == [[0, len(every) - 1]]:
        return ""
    return "engines " + " and ".join(_span(first, last, every) for first, last in runs)


def _span(first: int, last: int, every: Sequence[str]) -> str:
    end = f"before {every[last + 1]}" if last + 1 < len(every) else ""
    if not first:
        return end
    return f"from {every[first]} to {end}" if end else f"since {every[first]}"


def _holds(version: Numbers, operator: str, other: Numbers) -> bool:
    if operator == "==":
        # `==3.68` is the whole series.
        return version[: len(other)] == other
    left, right = _padded(version), _padded(other)
    match operator:
        case ">=":
            return left >= right
        case ">":
            return left > right
        case "<=":
            return left <= right
        case _:
            return left < right


def _padded(version: Numbers) -> Numbers:
    return (*version, 0, 0, 0)[:3]


_NUMBER = r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,2}"
_VERSION = re.compile(_NUMBER)
_COMPARISON = re.compile(rf"(?P<operator>>=|<=|==|>|<)\s*(?P<version>{_NUMBER})")
