"""Routines: reusable steps that a template call injects (docs/engine/compiler.md#routines)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from workflowkit.records import dataclass
from workflowkit.text.json_values import as_fields, as_text, is_truthy
from workflowkit.text.routes import Json
from workflowkit.text.suggest import closest

TEMPLATE_PREFIX = "wr.templates.routine."


@dataclass(frozen=True, slots=True)
class Routine:
    """One routine definition, checked for its outer shape only, as the engine does."""

    definition: dict[str, Json]
    path: str = ""
    """The file it was read from, for messages; may be empty."""
    is_stand_in: bool = False
    """True when it is bundled and stands for the routine of that id in the engine's package, which may take other arguments."""

    @property
    def id(self) -> str:
        """The routine's workflow id."""
        return as_text(self.definition.get("id"))

    @property
    def steps(self) -> list[Json]:
        """Its steps as written."""
        steps: list[Json] = self.definition["steps"]
        return steps

    @property
    def is_recursive(self) -> bool:
        """True when a step of its own calls a template; such a routine cannot be injected."""
        return any(is_truthy(as_fields(step).get("templateCall")) for step in self.steps)


@dataclass(frozen=True, slots=True)
class Routines:
    """All routines of one run."""

    by_id: Mapping[str, Routine]
    by_template: Mapping[str, Routine]
    """Template id to routine, without recursive ones; the last one read wins."""

    @property
    def recursive_templates(self) -> dict[str, Routine]:
        """Template ids that would exist if their routine called no template itself."""
        return {
            template_id(routine.id): routine
            for routine in self.by_id.values()
            if routine.is_recursive
        }


NO_ROUTINES = Routines(MappingProxyType({}), MappingProxyType({}))


def is_routine(value: Json) -> bool:
    """Return true when *value* has the shape the engine's loader asks for: four strings and a non-empty list of steps."""
    record = as_fields(value)
    return (
        all(isinstance(record.get(key), str) for key in ("id", "name", "description", "version"))
        and isinstance(record.get("steps"), list)
        and len(record["steps"]) > 0
    )


def template_id(routine_id: str, prefixes: tuple[str, ...] = ("wr.routine-", "routine-")) -> str:
    """Return the template id under which a routine is called; only one of *prefixes* is removed, once."""
    for prefix in prefixes:
        if routine_id.startswith(prefix):
            return TEMPLATE_PREFIX + routine_id[len(prefix) :]
    return TEMPLATE_PREFIX + routine_id


def template_meant(name: str, routines: Routines) -> str | None:
    """Return the template id that *name* probably means: a typo of it, or an id, with or without the prefixes of either."""
    bare = {template.removeprefix(TEMPLATE_PREFIX): template for template in routines.by_template}
    core = template_id(name.removeprefix(TEMPLATE_PREFIX)).removeprefix(TEMPLATE_PREFIX)
    if core in bare:
        return bare[core]
    return closest(name, routines.by_template) or bare.get(closest(core, bare) or "")


def collect_routines(
    definitions: Iterable[tuple[str, Json]],
    prefixes: tuple[str, ...] = ("wr.routine-", "routine-"),
    stand_ins: Collection[str] = (),
) -> Routines:
    """Make the registry from `(path, definition)` pairs in loading order; values of another shape are skipped.

    *stand_ins* are the paths of bundled routines that stand for those of the engine's package.
    """
    by_id: dict[str, Routine] = {}
    for path, definition in definitions:
        if is_routine(definition):
            routine = Routine(definition, path, is_stand_in=path in stand_ins)
            by_id[routine.id] = routine
    by_template = {
        template_id(routine.id, prefixes): routine
        for routine in by_id.values()
        if not routine.is_recursive
    }
    return Routines(by_id, by_template)
