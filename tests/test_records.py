"""Records behave as data classes do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from workflowkit import records


def _classes(dataclass: Any) -> list[type]:
    """Return classes of several kinds, made with *dataclass*."""

    @dataclass
    class Plain:
        """A class."""

        a: int
        b: list[int] = dataclasses.field(default_factory=list)
        c: str = "c"

    @dataclass(frozen=True, slots=True, order=True)
    class Frozen:
        """A class."""

        a: int
        b: str = "b"
        c: int = dataclasses.field(default=3, compare=False, repr=False)

    @dataclass(frozen=True, kw_only=True)
    class Named(Plain if False else object):  # type: ignore[misc]
        """A class."""

        b: int = 2
        a: int  # type: ignore[misc]

    @dataclass(frozen=True)
    class Own:
        """A class."""

        a: int
        total: int = dataclasses.field(init=False, default=0)

        def __post_init__(self) -> None:
            object.__setattr__(self, "total", self.a + 1)

        def __eq__(self, other: object) -> bool:
            return isinstance(other, int)

        def __hash__(self) -> int:
            return 7

    @dataclass(slots=True)
    class Empty:
        """A class."""

    @dataclass(frozen=True)
    class Single:
        """A class."""

        a: Any

    return [Plain, Frozen, Named, Own, Empty, Single]


PAIRS = list(zip(_classes(records.dataclass), _classes(dataclasses.dataclass), strict=True))
CALLS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((), {}), ((1,), {}), ((1, "x"), {}), ((1, [2], "z"), {}), ((), {"a": 4}), ((5,), {"b": "y"}),
    ((), {"a": 1, "b": 2}), ((1, 2, 3, 4), {}), ((), {"none": 1}), ((2,), {"c": 9}),
]  # fmt: skip


def _result(action: Any) -> Any:
    try:
        return action()
    except (TypeError, AttributeError) as error:
        return type(error)


@pytest.mark.parametrize(("ours", "theirs"), PAIRS, ids=lambda cls: cls.__name__)
def test_instances_are_made_compared_and_shown_alike(ours: type, theirs: type) -> None:
    def made(cls: type) -> list[Any]:
        return [_result(lambda call=call: cls(*call[0], **call[1])) for call in CALLS]

    own, other = made(ours), made(theirs)
    for mine, reference in zip(own, other, strict=True):
        if isinstance(reference, type):
            assert mine is reference
            continue
        assert repr(mine) == repr(reference)
        assert dataclasses.asdict(mine) == dataclasses.asdict(reference)
        assert repr(copy.copy(mine)) == repr(mine)
        assert _result(lambda mine=mine: hash(mine) is None) == _result(
            lambda reference=reference: hash(reference) is None
        )
        # With slots, data classes raise something else for names that are no fields.
        for name in ("a",) if hasattr(ours, "__slots__") else ("a", "none"):
            assert _result(lambda m=mine, n=name: setattr(m, n, 1)) == _result(
                lambda r=reference, n=name: setattr(r, n, 1)
            )
            assert _result(lambda m=mine, n=name: delattr(m, n)) == _result(
                lambda r=reference, n=name: delattr(r, n)
            )
    own, other = made(ours), made(theirs)
    for first in range(len(CALLS)):
        for second in range(len(CALLS)):
            for operator in ("__eq__", "__lt__", "__le__", "__gt__", "__ge__", "__ne__"):
                results = [
                    _result(lambda a=a, b=b, o=operator: getattr(a, o)(b))
                    for a, b in (
                        (own[first], own[second]),
                        (other[first], other[second]),
                    )
                ]
                assert results[0] == results[1]


def test_records_can_be_replaced_matched_and_pickled() -> None:
    record = records_example(1, "x")
    assert dataclasses.replace(record, b="y") == records_example(1, "y")
    assert pickle.loads(pickle.dumps(record)) == record
    match record:
        case records_example(a, b):
            assert (a, b) == (1, "x")
    assert [field.name for field in dataclasses.fields(record)] == ["a", "b"]
    assert len({record, records_example(1, "x"), records_example(2)}) == 2


@records.dataclass(frozen=True, slots=True)
class records_example:  # noqa: N801
    """An example."""

    a: int
    b: str = "b"


def test_the_method_is_compiled_once() -> None:
    @records.dataclass
    class Counted:
        """A class."""

        a: int

    Counted(1)
    compiled = Counted.__init__
    assert Counted(2).a == 2
    assert Counted.__init__ is compiled
    assert compiled.__code__.co_varnames[:2] == ("self", "a")
