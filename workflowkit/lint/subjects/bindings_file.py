"""The bindings file of a project as a subject."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from workflowkit.lint.subjects.json_subject import JsonSubject
from workflowkit.records import dataclass
from workflowkit.text.routes import Json, Route


@dataclass(frozen=True)
class BindingsFile:
    """A bindings file, and the names that exist for it (docs/engine/compiler.md#bindings-file)."""

    value: Mapping[str, Json]
    slots: Mapping[str, Collection[str]]
    """Id of every known workflow to its slots."""
    targets: Collection[str]
    """Ids of every known workflow and routine."""
    aliases: Mapping[str, str]
    """Retired workflow id to the one that replaces it."""

    @property
    def is_flat(self) -> bool:
        """True when its entries are slots and count for every workflow."""
        return all(isinstance(value, str) for value in self.value.values())

    @cached_property
    def sections(self) -> Mapping[str, Mapping[str, Json]]:
        """Workflow id to the entries for its slots."""
        return {key: value for key, value in self.value.items() if isinstance(value, dict)}

    def new_id(self, name: str) -> str | None:
        """Return the id that replaces *name*; None when it was not retired, or is in use again."""
        return None if name in self.targets else self.aliases.get(name)

    def bound(self) -> Iterator[tuple[Route, str]]:
        """Yield every target that counts for a slot, with its route."""
        entries: Iterable[tuple[Route, Mapping[str, Json]]] = (
            [((), self.value)]
            if self.is_flat
            else [((key,), value) for key, value in self.sections.items()]
        )
        for route, section in entries:
            for slot, target in section.items():
                if isinstance(target, str):
                    yield (*route, slot), target


@dataclass(frozen=True)
class BindingsSubject(JsonSubject):
    """The project's bindings file as a subject."""

    slots: Mapping[str, Collection[str]]
    """Id of every known workflow to its slots."""
    targets: Collection[str]
    """Ids of every known workflow and routine."""
    aliases: Mapping[str, str]
    """Retired workflow id to the one that replaces it."""

    # A section with a misspelled id is not checked.
    hides_findings = True

    def objects(self) -> dict[str, object]:
        """Return the text, and the bindings when it is a JSON object; the engine ignores any other."""
        value = self.document.value
        if not isinstance(value, dict):
            return super().objects()
        file = BindingsFile(value, self.slots, self.targets, self.aliases)
        return {**super().objects(), "BindingsFile": file}
