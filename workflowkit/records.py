"""Data classes that cost little at import: their methods are made when they are first called.

`dataclasses` compiles the source of up to ten methods for each class, which takes longer than importing everything else.
To type checkers, and to `fields`, `replace` and `asdict`, these are data classes.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, **options):
        """Make a data class of *cls*; *options* are those of `dataclasses.dataclass`."""
        if cls is None:
            return lambda given: _made(given, **options)
        return _made(cls)


__all__ = ("dataclass",)


def _made(
    cls: type,
    *,
    frozen: bool = False,
    order: bool = False,
    eq: bool = True,
    slots: bool = False,
    kw_only: bool = False,
) -> Any:
    own = set(cls.__dict__)
    if cls.__dict__.get("__hash__") is None:
        # A class that defines `__eq__` alone has no hash yet.
        own.discard("__hash__")
    made: Any = dataclasses.dataclass(
        cls, init=False, repr=False, eq=False, slots=slots, kw_only=kw_only
    )
    methods = {"__init__": _initializer(made, frozen), "__repr__": _represented}
    if eq:
        methods |= _comparisons(made, order)
        if frozen:
            methods["__hash__"] = _hasher(made)
    if frozen:
        methods |= _frozen(made)
    if frozen and slots:
        methods |= {"__getstate__": _state_of, "__setstate__": _set_state}
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    if eq and not frozen and "__hash__" not in own:
        made.__hash__ = None
    return made


def _initializer(cls: type, frozen: bool) -> Any:
    def initialize(self: Any, *arguments: Any, **named: Any) -> None:
        compiled = _compiled_initializer(cls, frozen)
        if cls.__init__ is initialize:  # type: ignore[misc]
            cls.__init__ = compiled  # type: ignore[misc]
        compiled(self, *arguments, **named)

    return initialize


def _compiled_initializer(cls: type, frozen: bool) -> Any:
    """Return the `__init__` of the data class *cls*, compiled from source."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_none": dataclasses.MISSING}
    positional: list[str] = []
    named: list[str] = []
    body: list[str] = []
    for field in dataclasses.fields(cls):
        name, value, parameter = field.name, field.name, field.name
        if field.default_factory is not dataclasses.MISSING:
            known[f"_make_{name}"] = field.default_factory
            value = f"_make_{name}() if {name} is _none else {name}"
            parameter += "=_none"
        elif field.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = field.default
            parameter += f"=_default_{name}"
        if field.init:
            (named if field.kw_only else positional).append(parameter)
        elif field.default_factory is not dataclasses.MISSING:
            value = f"_make_{name}()"
        else:
            continue
        body.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    parameters = ", ".join(["self", *positional, *(["*", *named] if named else [])])
    lines = "\n ".join(body or ["pass"])
    exec(f"def __init__({parameters}):\n {lines}", known)
    return known["__init__"]


def _represented(self: Any) -> str:
    shown = (field.name for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"


def _values_of(cls: type, *, of_hash: bool = False) -> Any:
    """Return the function that returns the values of an instance that are compared, or hashed."""
    names = [
        field.name
        for field in dataclasses.fields(cls)
        if (field.compare if field.hash is None or not of_hash else field.hash)
    ]
    return attrgetter(*names) if names else (lambda _: ())


def _comparisons(cls: type, order: bool) -> dict[str, Any]:
    values = _values_of(cls)

    def equals(self: Any, other: Any) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def is_less(self: Any, other: Any) -> Any:
        return values(self) < values(other) if other.__class__ is self.__class__ else NotImplemented

    def is_at_most(self: Any, other: Any) -> Any:
        return (
            values(self) <= values(other) if other.__class__ is self.__class__ else NotImplemented
        )

    def is_more(self: Any, other: Any) -> Any:
        return values(self) > values(other) if other.__class__ is self.__class__ else NotImplemented

    def is_at_least(self: Any, other: Any) -> Any:
        return (
            values(self) >= values(other) if other.__class__ is self.__class__ else NotImplemented
        )

    ordered = {
        "__lt__": is_less,
        "__le__": is_at_most,
        "__gt__": is_more,
        "__ge__": is_at_least,
    }
    return {"__eq__": equals, **(ordered if order else {})}


def _hasher(cls: type) -> Any:
    values = _values_of(cls, of_hash=True)

    def hashed(self: Any) -> int:
        return hash(values(self))

    return hashed


def _frozen(cls: Any) -> dict[str, Any]:
    names = frozenset(field.name for field in dataclasses.fields(cls))

    def refuse_to_set(self: Any, name: str, value: Any) -> None:
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def refuse_to_delete(self: Any, name: str) -> None:
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    return {"__setattr__": refuse_to_set, "__delattr__": refuse_to_delete}


def _state_of(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
