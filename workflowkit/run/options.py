"""Inputs of a run that a caller gives, and the check of such arguments."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from workflowkit.errors import UsageError
from workflowkit.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Inputs of a run; what is not given comes from the configuration, then from the bundled pack.

    Paths may be `Path` objects, and *routines* one of them or several. Raises UsageError for other values, and for blank ones.
    """

    spec: str | None = None
    routines: tuple[str, ...] = ()
    bindings: str | None = None
    engine: str | None = None

    def __post_init__(self) -> None:
        for name in ("spec", "bindings", "engine"):
            given = getattr(self, name)
            if given is not None:
                object.__setattr__(self, name, _text_of(name, given))
        object.__setattr__(self, "routines", texts_of("routines", self.routines))


def texts_of(name: str, value: object) -> tuple[str, ...]:
    """Return the texts of the argument *name*: its *value* is a text or path, or several. Raises UsageError."""
    if isinstance(value, str | os.PathLike):
        return (_text_of(name, value),)
    if isinstance(value, bytes | bytearray | Mapping) or not isinstance(value, Iterable):
        raise UsageError(
            f"'{name}' has the type {type(value).__name__}", help="give a text or path, or several"
        )
    return tuple(_text_of(name, member) for member in value)


def _text_of(name: str, value: object) -> str:
    text = os.fspath(value) if isinstance(value, str | os.PathLike) else value
    if not isinstance(text, str):
        raise UsageError(
            f"'{name}' has a value of the type {type(text).__name__}", help="give a text or path"
        )
    if not text or "\0" in text:
        raise UsageError(f"'{name}' has {'a NUL character' if text else 'an empty value'}")
    return text
