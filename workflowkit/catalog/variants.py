"""Variants: files of one source with the same workflow id (docs/engine/registry.md#variants)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from workflowkit.records import dataclass

VARIANTS = ("lean", "v2", "agentic")
"""Variant kinds by a mark in the path, first match first; all other files are `standard`."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Flags:
    """The engine's feature flags that choose among variants."""

    lean: bool = False
    v2: bool = True
    agentic: bool = True


def variant_of(path: str) -> str:
    """Return the variant kind of the file at *path*, relative to its source."""
    return next((kind for kind in VARIANTS if f".{kind}." in path), "standard")


def switched_off(path: str, flags: Flags) -> str:
    """Return why the engine skips the file at *path*, relative to its source (docs/engine/registry.md#directory-sources); empty when it reads it."""
    is_routine = "routines/" in path or path.rpartition("/")[2].startswith("routine-")
    for is_meant, is_on, words, variable in (
        (is_routine, flags.agentic, "routines", "WORKRAIL_ENABLE_AGENTIC_ROUTINES"),
        (".lean." in path, flags.lean, "lean variants", "WORKRAIL_ENABLE_LEAN_WORKFLOWS"),
        (".v2." in path, flags.v2, "v2 variants", "WORKRAIL_ENABLE_V2_TOOLS"),
    ):
        if is_meant and not is_on:
            return f"{words} are switched off ({variable})"
    return ""


def choose_variant(candidates: Sequence[tuple[str, T]], flags: Flags) -> tuple[T, str]:
    """Choose among `(variant kind, file)` pairs in sort order: the file, and why it was chosen.

    The reason is `only_variant`, `feature_flag_selected` or `precedence_fallback`.
    """
    if len(candidates) == 1:
        return candidates[0][1], "only_variant"
    first: dict[str, T] = {}
    for kind, candidate in candidates:
        first.setdefault(kind, candidate)
    enabled = {"lean": flags.lean, "v2": flags.v2, "agentic": flags.agentic}
    for kind in VARIANTS:
        if enabled[kind] and kind in first:
            return first[kind], "feature_flag_selected"
    kind = next(kind for kind in ("standard", *VARIANTS) if kind in first)
    return first[kind], "precedence_fallback"
