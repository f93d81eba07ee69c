"""Versions of the engine: how they are written, ordered and compared. The only module that compares version numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from workflowkit.errors import UsageError
from workflowkit.text.suggest import did_you_mean

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
            f"engine version '{asked}' is unknown", help=did_you_mean(asked, [*known, LATEST])
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
    """Return the versions of *known* that stand for *wanted*, oldest first: those inside, and the one that is in force at its lower end.

    The result is empty when every version of the range is before all that are known, or when nothing can be in the range.
    """
    versions = in_order(known)
    inside = [version for version in versions if version in wanted]
    lower = [number for operator, number in wanted.comparisons if operator in (">=", ">", "==")]
    if not lower:
        return inside
    start = max(lower)
    text = ".".join(map(str, start))
    is_possible = text in wanted or bool(inside) or not _is_empty(wanted, start)
    # A release between two profiles behaves like the earlier one.
    before = [version for version in versions if _padded(numbers(version)) <= _padded(start)]
    if before and before[-1] not in inside and is_possible:
        return [before[-1], *inside]
    return inside


def _is_empty(wanted: VersionRange, start: Numbers) -> bool:
    """Return whether no version after *start* can be in the range."""
    upper = [number for operator, number in wanted.comparisons if operator in ("<", "<=", "==")]
    return any(_padded(number) <= _padded(start) for number in upper)


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
