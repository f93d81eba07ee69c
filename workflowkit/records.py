"""Data classes that cost little at import: their methods are made when they are first called.

`dataclasses` compiles the source of up to ten methods for each class, which takes longer than importing everything else.
To type checkers, and to `fields`, `replace` and `asdict`, these are data classes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import partial
from operator import attrgetter
from types import CodeType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, **options):
        """Make a data class of *cls*; *options* are those of `dataclasses.dataclass`."""
        if cls is None:
            return lambda given: _made(given, **options)
        return _made(cls)


__all__ = ("dataclass",)

COMPILE: Callable[[str], CodeType] = partial(compile, filename="<record>", mode="exec")
"""Compiles the source of an initializer; `cache.patterns` puts a function in its place that keeps what it has compiled."""


class _FieldSpec(NamedTuple):
    """What the methods of a class need to know of one field."""

    default: Any = dataclasses.MISSING
    factory: Any = dataclasses.MISSING
    init: bool = True
    compare: bool = True
    hash: bool | None = None
    kw_only: bool = False


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
    specs = _specs_of(cls, kw_only)
    made: Any = _with_slots(cls, specs) if slots else cls
    methods = {
        "__init__": _initializer(made, specs, frozen),
        "__repr__": _represented,
        "__match_args__": tuple(
            name for name, spec in specs.items() if spec.init and not spec.kw_only
        ),
    }
    if eq:
        methods |= _comparisons(specs, order)
        if frozen:
            methods["__hash__"] = _hasher(specs)
    if frozen:
        methods |= _frozen(made, frozenset(specs))
    if frozen and slots:
        methods |= {"__getstate__": _state_of, "__setstate__": _set_state}
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    if eq and not frozen and "__hash__" not in own:
        made.__hash__ = None
    made.__record_specs__ = specs
    made.__dataclass_fields__ = _LazyFields(cls, made, kw_only)
    return made


def _specs_of(cls: type, kw_only: bool) -> dict[str, _FieldSpec]:
    """Return the fields of *cls* by name, those of its bases first."""
    specs: dict[str, _FieldSpec] = {}
    for base in cls.__mro__[-1:0:-1]:
        specs |= base.__dict__.get("__record_specs__", {})
    for name, annotation in cls.__annotations__.items():
        if not str(annotation).startswith("ClassVar"):
            specs[name] = _spec_of(cls.__dict__.get(name, dataclasses.MISSING), kw_only)
    return specs


def _spec_of(value: Any, kw_only: bool) -> _FieldSpec:
    """Return what the *value* of a field in the body of its class says."""
    if not isinstance(value, dataclasses.Field):
        return _FieldSpec(value, kw_only=kw_only)
    is_named = kw_only if value.kw_only is dataclasses.MISSING else value.kw_only
    return _FieldSpec(
        value.default, value.default_factory, value.init, value.compare, value.hash, is_named
    )


def _with_slots(cls: type, specs: Mapping[str, _FieldSpec]) -> Any:
    """Return *cls* with a slot for each field that its bases have none for: slots have to be there when a class is made."""
    inherited = {name for base in cls.__mro__[1:-1] for name in base.__dict__.get("__slots__", ())}
    body = {
        name: value
        for name, value in cls.__dict__.items()
        if name not in specs and name not in ("__dict__", "__weakref__")
    }
    body["__slots__"] = tuple(name for name in specs if name not in inherited)
    made = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


class _LazyFields:
    """The fields of a class as `dataclasses` knows them: few programs ask, so they are made for the first that does."""

    def __init__(self, given: type, made: type, kw_only: bool) -> None:
        """*given* is the class as it was written, *made* the one that it became."""
        self._given, self._made, self._kw_only = given, made, kw_only

    def __get__(self, instance: object, owner: type) -> Any:
        given: Any = self._given
        made: Any = self._made
        if given is made:
            # What `dataclasses` looks for in the class itself must not be this.
            del made.__dataclass_fields__
        dataclasses.dataclass(given, init=False, repr=False, eq=False, kw_only=self._kw_only)
        made.__dataclass_params__ = given.__dataclass_params__
        made.__dataclass_fields__ = given.__dataclass_fields__
        return given.__dataclass_fields__


def _initializer(cls: type, specs: Mapping[str, _FieldSpec], frozen: bool) -> Any:
    def initialize(self: Any, *arguments: Any, **named: Any) -> None:
        compiled = _compiled_initializer(cls, specs, frozen)
        if cls.__init__ is initialize:  # type: ignore[misc]
            cls.__init__ = compiled  # type: ignore[misc]
        compiled(self, *arguments, **named)

    return initialize


def _compiled_initializer(cls: type, specs: Mapping[str, _FieldSpec], frozen: bool) -> Any:
    """Return the `__init__` of the data class *cls*, compiled from source."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_none": dataclasses.MISSING}
    positional: list[str] = []
    named: list[str] = []
    body: list[str] = []
    for name, spec in specs.items():
        value, parameter = name, name
        if spec.factory is not dataclasses.MISSING:
            known[f"_make_{name}"] = spec.factory
            value = f"_make_{name}() if {name} is _none else {name}"
            parameter += "=_none"
        elif spec.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = spec.default
            parameter += f"=_default_{name}"
        if spec.init:
            (named if spec.kw_only else positional).append(parameter)
        elif spec.factory is not dataclasses.MISSING:
            value = f"_make_{name}()"
        else:
            continue
        body.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    parameters = ", ".join(["self", *positional, *(["*", *named] if named else [])])
    lines = "\n ".join(body or ["pass"])
    exec(COMPILE(f"def __init__({parameters}):\n {lines}"), known)
    return known["__init__"]


def _represented(self: Any) -> str:
    shown = (field.name for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"


def _values_of(specs: Mapping[str, _FieldSpec], *, of_hash: bool = False) -> Any:
    """Return the function that returns the values of an instance that are compared, or hashed."""
    names = [
        name
        for name, spec in specs.items()
        if (spec.compare if spec.hash is None or not of_hash else spec.hash)
    ]
    return attrgetter(*names) if names else (lambda _: ())


def _comparisons(specs: Mapping[str, _FieldSpec], order: bool) -> dict[str, Any]:
    values = _values_of(specs)

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


def _hasher(specs: Mapping[str, _FieldSpec]) -> Any:
    values = _values_of(specs, of_hash=True)

    def hashed(self: Any) -> int:
        return hash(values(self))

    return hashed


def _frozen(cls: Any, names: frozenset[str]) -> dict[str, Any]:
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
