"""Staleness: whether a workflow was reviewed against the rules as they are now (runtime/staleness-and-tags.md 1)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Staleness:
    """How likely it is that a workflow needs another review."""

    level: str
    """`none`, `possible` (never stamped) or `likely`."""
    reasons: tuple[str, ...] = ()
    stamped_version: int | None = None
    """The rules version in the file's stamp."""


def staleness(stamp: object, rules_version: int | None) -> Staleness | None:
    """Compare a file's stamp with the version of the authoring rules; None when there are no rules to compare with.

    As in the engine, any other stamp than the current one is `likely`, a newer one included.
    """
    if rules_version is None:
        return None
    if not isinstance(stamp, int) or isinstance(stamp, bool):
        return Staleness("possible", ("it bears no stamp",))
    if stamp == rules_version:
        return Staleness("none", (), stamp)
    relation = "older" if stamp < rules_version else "newer"
    reason = (
        f"its stamp, rules version {stamp}, is {relation} than the rules, version {rules_version}"
    )
    return Staleness("likely", (reason,), stamp)
