"""Errors of the shape of an authored value, as data, and their way through pydantic.

Every validator of the model raises one custom error of pydantic that contains its errors and their routes.
None of pydantic's own messages is used: `validation` makes a compile error of each.
Pydantic is slow to import, so it is imported where something is validated, and never to declare a record.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from workflowkit.format.compile_error import ErrorName
from workflowkit.records import dataclass
from workflowkit.text.routes import Json, Route

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import CoreSchema, PydanticCustomError


class ObjectKind(ABC):
    """One kind of object that an author may write."""

    __slots__ = ()

    noun: ClassVar[str] = "object"
    """Name in messages."""

    @classmethod
    @abstractmethod
    def legal_keys(cls) -> tuple[str, ...]:
        """Return the keys that may be written, in the order of the documentation."""

    @classmethod
    def later_keys(cls) -> dict[str, str]:
        """Return the keys that not every version of the engine knows, to the names of their constructs."""
        return {}

    @classmethod
    def kind_name(cls) -> str:
        """Return the name of the kind in schemas: an `AuthoredWorkflow` is a `workflow`."""
        name = cls.__name__.removeprefix("Authored")
        return name[0].lower() + name[1:]

    @classmethod
    def expected(cls) -> str:
        """Return what messages expect where one belongs, with its article."""
        article = "an" if cls.noun[0] in "aeiou" else "a"
        return (
            f"{article} {cls.noun}"
            if cls.noun.endswith("object")
            else f"{article} {cls.noun} object"
        )

    @classmethod
    @abstractmethod
    def shape_errors(cls, value: Json) -> list[LocatedError]:
        """Return every error of the shape of *value*; empty when it is valid."""


@dataclass(frozen=True, slots=True)
class WrongValue:
    """The value is of another kind, or out of its limits."""

    expected: str
    """With its article: `a number from 1 to 1000`."""
    known: tuple[str, ...] = ()
    """The allowed values, when they are a closed set."""
    shortest: int = 0
    longest: int | None = None
    """Limits of a text, in characters."""
    help: str = ""
    rule: ErrorName = "invalid-schema"


@dataclass(frozen=True, slots=True)
class WrongCount:
    """A list has too few or too many items."""

    shortest: int
    longest: int | None
    rule: ErrorName = "invalid-schema"
    limit: str = ""
    """Name of the limit, when versions of the engine differ in it."""


@dataclass(frozen=True, slots=True)
class RepeatedItem:
    """A list item equals an earlier one."""

    first: int
    """Index of the earlier one."""


@dataclass(frozen=True, slots=True)
class MissingKey:
    """An object lacks a required key."""

    owner: type[ObjectKind]
    key: str


@dataclass(frozen=True, slots=True)
class MissingKeys:
    """An object lacks required keys, which are reported together."""

    owner: type[ObjectKind]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownKey:
    """An object has a key that the format does not know."""

    owner: type[ObjectKind]


@dataclass(frozen=True, slots=True)
class CustomError:
    """An error with a message of its own."""

    message: str
    help: str = ""
    rule: ErrorName = "invalid-schema"
    keys: tuple[str, ...] = ()
    """Keys of which one, once added, would resolve it."""


@dataclass(frozen=True, slots=True)
class Use:
    """A construct that not every version of the engine knows: an error for those that do not."""

    construct: str
    """Such as `standardStep.audit`."""
    what: str = ""
    """What a version without it finds, such as `unknown kind of step 'parallel'`; empty for a key."""
    key: str = ""
    """The key inside the value that shows the construct; empty when its route shows it."""
    instead: str = ""
    """What to do for a version without it; empty to delete the key."""
    refusal: WrongValue | None = None
    """The error for a version that does not know it, when that is not told by the construct."""


@dataclass(frozen=True, slots=True)
class TooMany:
    """A list with a number of items that not every version of the engine takes."""

    limit: str
    """Such as `maxConsequences`."""
    count: int
    rule: ErrorName = "invalid-schema"


ShapeError = (
    WrongValue
    | WrongCount
    | RepeatedItem
    | MissingKey
    | MissingKeys
    | UnknownKey
    | CustomError
    | Use
    | TooMany
)
LocatedError = tuple[Route, ShapeError]


def pydantic_error(errors: list[LocatedError]) -> PydanticCustomError:
    """Return the exception that contains *errors*; one for all, because pydantic copies every single error at every level."""
    from pydantic_core import PydanticCustomError

    return PydanticCustomError("shape_errors", "shape_errors", {"shape_errors": errors})


def with_error(inner: CoreSchema, error: ShapeError) -> CoreSchema:
    """Return *inner* so that it fails with *error* instead of pydantic's own error."""
    from pydantic_core import core_schema

    context: dict[str, Any] = {"shape_errors": [((), error)]}
    return core_schema.custom_error_schema(
        inner,
        custom_error_type="shape_errors",
        custom_error_message="shape_errors",
        custom_error_context=context,
    )


def errors_inside(validation: ValidationError) -> Iterator[LocatedError]:
    """Yield the errors inside *validation*, without those of pydantic's own."""
    for entry in validation.errors(include_url=False, include_input=False):
        for route, error in entry.get("ctx", {}).get("shape_errors", ()):
            yield entry["loc"] + route, error


def errors_of_keys(owner: type[ObjectKind], validation: ValidationError) -> Iterator[LocatedError]:
    """Yield the errors that pydantic itself makes of an object: about keys, never about values."""
    for entry in validation.errors(include_url=False, include_input=False, include_context=False):
        if entry["type"] == "missing":
            yield (), MissingKey(owner, str(entry["loc"][-1]))
        elif entry["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
            yield entry["loc"], UnknownKey(owner)


def run(handler: Callable[[Json], Any], value: Json) -> tuple[Any, list[LocatedError]]:
    """Validate *value*; return the result and the errors inside it."""
    from pydantic import ValidationError

    try:
        return handler(value), []
    except ValidationError as error:
        # A value that pydantic rejects for a reason of its own stays rejected.
        return None, list(errors_inside(error)) or [((), WrongValue("another value"))]
