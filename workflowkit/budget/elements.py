"""Elements: the steps of a workflow as the search for paths sees them, with their costs in tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from workflowkit.records import dataclass
from workflowkit.runtime.conditions import variables
from workflowkit.text.routes import Json


@dataclass(frozen=True, slots=True)
class Passes:
    """How often a loop repeats its body."""

    least: int
    typical: int
    most: int


@dataclass(frozen=True)
class FragmentCost:
    """A conditional text."""

    condition: Json
    tokens: int

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys that its condition tests."""
        return keys_of(self.condition)


@dataclass(frozen=True)
class Element:
    """One step or loop."""

    id: str
    condition: Json = None
    """The run condition; None when it always runs."""
    tokens: int = 0
    """The prompt without what varies."""
    first_notes: int = 0
    """The request for notes while the run has none; 0 when the step asks for none."""
    later_notes: int = 0
    """The request for notes afterwards."""
    fragments: tuple[FragmentCost, ...] = ()
    captures: frozenset[str] = frozenset()
    """Context keys that have a new value behind the step."""
    banners: tuple[int, ...] = ()
    """The text in front of the prompt in each pass of the loop; empty for none."""
    body: tuple[Element, ...] = ()
    passes: Passes | None = None
    """None for steps."""

    @cached_property
    def run_keys(self) -> frozenset[str]:
        """The keys that its run condition tests."""
        return keys_of(self.condition)

    @cached_property
    def keys(self) -> frozenset[str]:
        """All keys that its conditions and those of its body test."""
        own = self.run_keys.union(*(fragment.keys for fragment in self.fragments))
        return own.union(*(inner.keys for inner in self.body))

    @cached_property
    def all_captures(self) -> frozenset[str]:
        """All keys that it or its body captures."""
        return self.captures.union(*(inner.captures for inner in self.body))


@dataclass(frozen=True)
class Program:
    """The elements of one workflow in order, and what is known of the keys that they test."""

    elements: tuple[Element, ...]
    domains: Mapping[str, Sequence[Json]]
    """Key to the values that the conditions distinguish."""
    given: frozenset[str] = frozenset()
    """Keys that may have a value from the start although a step captures them."""
    volatile: frozenset[str] = frozenset()
    """Keys that may differ in each test: the variables of loops."""


def keys_of(condition: Json) -> frozenset[str]:
    """Return the keys that *condition* tests."""
    return frozenset(variable.variable for variable in variables(condition))
