from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.lint.subjects.bindings_file import BindingsFile
from workflowkit.text.routes import Route
from workflowkit.text.suggest import closest, did_you_mean
from workflowkit.text.wording import quoted


@rule("B013", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def unknown_bound_slot(file: BindingsFile) -> Iterator[Finding]:
    """The bindings file binds a slot that no workflow has.

    ## Why

    The engine silently ignores such an entry, and uses the default.

    ## Bad

    ```json
    {
      "acme.release": {"reveiwer": "acme.routine-review"}
    }
    ```

    ## Good

    ```json
    {
      "acme.release": {"reviewer": "acme.routine-review"}
    }
    ```

    ## Fix

    Writes the name of the slot that was probably meant.
    """
    for key, section in file.sections.items():
        slots = file.slots.get(key)
        if slots is not None:
            yield from (
                _finding((key, slot), slots, f"'{key}' has no slot {quoted(slot)}")
                for slot in section
                if slot not in slots
            )
    if file.is_flat:
        known = {slot for slots in file.slots.values() for slot in slots}
        yield from (
            _finding((slot,), known, f"no workflow has a slot {quoted(slot)}")
            for slot in file.value
            if slot not in known and slot not in file.slots
        )


def _finding(route: Route, slots: Iterable[str], message: str) -> Finding:
    slot = str(route[-1])
    guess = closest(slot, slots)
    return Finding(
        route,
        message,
        help=did_you_mean(slot, slots) or "delete the entry",
        fix=Fix(f"write '{guess}'", (Edit("rename", route, guess),)) if guess else None,
        on_key=True,
    )
