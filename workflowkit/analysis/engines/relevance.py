"""Relevance: what of an engine profile the result for one file can depend on.

Versions that agree in all of it give the same result, so that one of them is enough.
A key of the profile counts unless it is stated here on what it depends, so that a new key can only cost time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import cached_property
from typing import Any

from workflowkit.compiler.context import CompileContext
from workflowkit.format.constructs import used_constructs
from workflowkit.format.shape import check_shape
from workflowkit.records import dataclass
from workflowkit.spec.pack import Engine, History, SpecPack
from workflowkit.text.routes import Json, walk

Relevant = tuple[object, ...]
"""Equal for two versions that give the same result."""


@dataclass(frozen=True)
class Uses:
    """What one file uses, together with the routines and bindings that it may get content from."""

    values: tuple[Json, ...]
    history: History

    @cached_property
    def _text(self) -> str | None:
        """All of it as JSON; None for values that are too deep to be written."""
        try:
            return json.dumps(self.values, ensure_ascii=False)
        except RecursionError:
            return None

    @cached_property
    def constructs(self) -> frozenset[str] | None:
        """The constructs that not every version knows; None for all, when a value has other errors too: their messages may list what is known."""
        newest = list(self.history.dialects.values())[-1]
        if any(check_shape(value, newest) for value in self.values):
            return None
        return frozenset(used.construct for value in self.values for used in used_constructs(value))

    @cached_property
    def has_several_consequences(self) -> bool:
        """True when a step may have more than one consequence."""
        if self._text is None:
            return True
        found = (place for value in self.values for place in walk(value))
        return any(
            route[-1:] == ("assessmentConsequences",)
            and (not isinstance(value, list) or len(value) > 1)
            for route, value in found
        )

    def has_key(self, *keys: str) -> bool:
        """Return whether an object may have one of *keys*."""
        return any(self.mentions(f'"{key}":') for key in keys)

    def mentions(self, text: str) -> bool:
        """Return whether some text contains *text*."""
        return self._text is None or text in self._text


def uses_of(value: Json, context: CompileContext, history: History) -> Uses:
    """Return what the workflow *value* uses."""
    uses = Uses((value,), history)
    if not uses.mentions("wr.templates"):
        return uses
    routines = (routine.definition for routine in context.routines.by_id.values())
    return Uses((value, *routines, context.bindings), history)


def representatives(packs: Mapping[str, SpecPack], uses: Uses) -> dict[str, str]:
    """Return for each version of *packs*, oldest first, the oldest one that gives the same result for a file that *uses* this."""
    first: dict[str, str] = {}
    return {
        version: first.setdefault(repr(relevant(pack, uses)), version)
        for version, pack in packs.items()
    }


def relevant(pack: SpecPack, uses: Uses) -> Relevant:
    """Return what of the profile of *pack* the result for a file that *uses* this depends on."""
    found: list[object] = [pack.is_beyond]
    for each in fields(Engine):
        value = getattr(pack.engine, each.name)
        rule = _RELEVANT.get(each.name)
        found.append(rule(value, uses) if rule else value)
    return tuple(found)


def _never(_value: Any, _uses: Uses) -> None:
    """Return nothing: a key that concerns no single workflow, or only runs of it."""


def _mentioned(names: Iterable[str], uses: Uses) -> list[str]:
    # Contracts are named by their id and by the kind of their artifacts, which share the end.
    return sorted(name for name in names if uses.mentions(name.rpartition(".")[2]))


def _with_key(*keys: str) -> Callable[[Any, Uses], object]:
    """Return the rule for a key of the profile that concerns objects with one of *keys*."""
    return lambda value, uses: value if uses.has_key(*keys) else None


def _if_several_consequences(value: Any, uses: Uses) -> object:
    return value if uses.has_several_consequences else None


def _constructs(known: tuple[str, ...], uses: Uses) -> list[str]:
    return sorted(known if uses.constructs is None else uses.constructs.intersection(known))


def _changes(changes: tuple[Mapping[str, Json], ...], uses: Uses) -> list[object]:
    return [(name, change[name]) for change in changes for name in _mentioned(change.keys(), uses)]


RUN_ONLY = ("reports_every_consequence", "decides_gates_again", "checks_item_fields")
"""Keys of the profile that neither the compiler nor a rule reads, but only runs."""

_RELEVANT: Mapping[str, Callable[[Any, Uses], object]] = {
    "version": _never,
    "trigger_keys": _never,
    "bundled_namespace_wins": _never,
    "skips_internal_folders": _never,
    "checks_delegation_cycles": _never,
    **dict.fromkeys(RUN_ONLY, _never),
    "constructs": _constructs,
    "contracts": _mentioned,
    "contracts_without_validator": _mentioned,
    "contract_changes": _changes,
    "bundled_ids": lambda ids, uses: sorted(filter(uses.mentions, ids)),
    "text_changes": lambda texts, uses: [
        (name, texts[name]) for name in _mentioned(texts.keys(), uses)
    ],
    "max_consequences": _if_several_consequences,
    "checks_duplicate_consequences": _if_several_consequences,
    "has_conditional_gates": _with_key("requireConfirmation"),
    "loop_decision_scope": _with_key("loop"),
    "final_footer_needs_decision": _with_key("loop"),
    "adds_virtual_steps": lambda adds, uses: (
        adds
        if uses.mentions("__") or uses.has_key("audit", "verification", "parallelDelegations")
        else None
    ),
}
"""Key of the profile to what of its value can matter."""
