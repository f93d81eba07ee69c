"""Columns: many values of one kind in little memory, each of which is made when it is asked for, and the order of texts."""

from __future__ import annotations

import re
from abc import abstractmethod
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from heapq import merge
from itertools import pairwise
from struct import Struct, unpack
from typing import Any, Final, TypeVar, overload

from workflowkit.text.disk import DIGEST_BYTES
from workflowkit.text.stored_bytes import StoredBytes

T = TypeVar("T")

_RUN: Final = 8192
"""How many values are sorted at a time, because sorting holds the key of each."""
_BLOCK: Final = 512
"""How many values are made at once."""
_DIGEST: Final = re.compile(r"sha256:([0-9a-f]{64})")


class ComputedColumn(Sequence[T]):
    """Values of which each is made when it is asked for; a class says how many there are, and makes them."""

    @abstractmethod
    def _at(self, number: int) -> T:
        """Return the value with this *number*, from 0 to one less than the length."""

    def _between(self, first: int, end: int) -> list[T]:
        """Return the values with the numbers from *first* up to *end*, at least one; a class may make many faster than one by one."""
        return list(map(self._at, range(first, end)))

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            numbers = range(len(self))[index]
            if numbers and numbers.step == 1:
                return self._between(numbers.start, numbers.stop)
            return list(map(self._at, numbers))
        length = len(self)
        number = index if index >= 0 else index + length
        if not 0 <= number < length:
            raise IndexError(f"there is no value {index} among {length}")
        return self._at(number)

    def __iter__(self) -> Iterator[T]:
        length = len(self)
        for first in range(0, length, _BLOCK):
            yield from self._between(first, min(first + _BLOCK, length))


class Derived(ComputedColumn[T]):
    """What a function makes of each of many values."""

    def __init__(self, values: Sequence[Any], function: Callable[[Any], T]) -> None:
        self._values, self._function = values, function

    def __len__(self) -> int:
        return len(self._values)

    def _at(self, number: int) -> T:
        return self._function(self._values[number])

    def _between(self, first: int, end: int) -> list[T]:
        found: list[T] = []
        # What is made is often smaller than the value.
        for start in range(first, end, _BLOCK):
            found += map(self._function, self._values[start : min(start + _BLOCK, end)])
        return found


class Selected(ComputedColumn[T]):
    """Some of many values, by their numbers."""

    def __init__(self, values: Sequence[T], numbers: Sequence[int]) -> None:
        self._values, self._numbers = values, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def _at(self, number: int) -> T:
        return self._values[self._numbers[number]]


class RowColumn(ComputedColumn[tuple[int, ...]]):
    """Many rows of numbers."""

    def __init__(self, form: str, n_zeros: int = 0) -> None:
        """Begin with *n_zeros* rows of zeros; *form* is that of a row, as in `struct`."""
        self._row = Struct(f"<{form}")
        self._content = StoredBytes()
        for start in range(0, n_zeros, _RUN):
            self._content.append(bytes(self._row.size * min(_RUN, n_zeros - start)))

    def append(self, *numbers: int) -> None:
        """Add a row at the end."""
        self._content.append(self._row.pack(*numbers))

    def replace(self, number: int, *numbers: int) -> None:
        """Replace the row with this *number*."""
        self._content.write(number * self._row.size, self._row.pack(*numbers))

    def __len__(self) -> int:
        return len(self._content) // self._row.size

    def _at(self, number: int) -> tuple[int, ...]:
        size = self._row.size
        return self._row.unpack(self._content.read(number * size, size))

    def _between(self, first: int, end: int) -> list[tuple[int, ...]]:
        size = self._row.size
        return list(self._row.iter_unpack(self._content.read(first * size, (end - first) * size)))


class TextColumn(ComputedColumn[str]):
    """Many texts."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._content = StoredBytes()
        self._ends = StoredBytes()
        self._ends.append(bytes(_END_BYTES))
        for text in texts:
            self.append(text)

    def append(self, text: str) -> None:
        """Add *text* at the end."""
        self._content.append(text.encode("utf-8", "surrogatepass"))
        self._ends.append(len(self._content).to_bytes(_END_BYTES, "little"))

    def __len__(self) -> int:
        return len(self._ends) // _END_BYTES - 1

    def _at(self, number: int) -> str:
        start, end = _ENDS.unpack(self._ends.read(number * _END_BYTES, 2 * _END_BYTES))
        return self._content.read(start, end - start).decode("utf-8", "surrogatepass")

    def _between(self, first: int, end: int) -> list[str]:
        count = end - first + 1
        ends = unpack(f"<{count}Q", self._ends.read(first * _END_BYTES, count * _END_BYTES))
        start = ends[0]
        content = self._content.read(start, ends[-1] - start)
        # One decoding is faster than many, and a text of one byte for each letter can be cut anywhere.
        if content.isascii():
            text = content.decode("ascii")
            return [text[first - start : end - start] for first, end in pairwise(ends)]
        return [
            content[first - start : end - start].decode("utf-8", "surrogatepass")
            for first, end in pairwise(ends)
        ]


_END_BYTES: Final = 8
_ENDS: Final = Struct("<QQ")
"""Where a text ends, and the next one."""


class BytesColumn(ComputedColumn[bytes]):
    """Many values of the same number of bytes."""

    def __init__(self, width: int, values: Iterable[bytes] = ()) -> None:
        self._width = width
        self._content = StoredBytes()
        for value in values:
            self.append(value)

    def append(self, value: bytes) -> None:
        """Add *value*, or several of them one behind the other, at the end."""
        self._content.append(value)

    def __len__(self) -> int:
        return len(self._content) // self._width

    def _at(self, number: int) -> bytes:
        return self._content.read(number * self._width, self._width)

    def _between(self, first: int, end: int) -> list[bytes]:
        width = self._width
        content = self._content.read(first * width, (end - first) * width)
        return [content[start : start + width] for start in range(0, len(content), width)]


class DigestColumn(ComputedColumn[str | None]):
    """Many digests, of which some may be missing."""

    def __init__(self) -> None:
        self._digests = BytesColumn(DIGEST_BYTES)
        self._is_there = bytearray()

    def append(self, digest: str | None) -> None:
        """Add *digest*, such as `sha256:` and 64 hexadecimal digits; every other text is taken for a missing one."""
        found = _DIGEST.fullmatch(digest or "")
        self._digests.append(bytes.fromhex(found[1]) if found else bytes(DIGEST_BYTES))
        self._is_there.append(found is not None)

    def __len__(self) -> int:
        return len(self._is_there)

    def _at(self, number: int) -> str | None:
        return f"sha256:{self._digests[number].hex()}" if self._is_there[number] else None


def sorted_numbers(keys: Sequence[Any]) -> array[int]:
    """Return the numbers of *keys* in the order of these; those of equal ones in their own order."""
    runs: list[array[int]] = []
    for start in range(0, len(keys), _RUN):
        part = keys[start : start + _RUN]
        order = sorted(range(len(part)), key=part.__getitem__)
        runs.append(array("I", [start + number for number in order] if start else order))
    return runs[0] if len(runs) == 1 else array("I", merge(*runs, key=keys.__getitem__))


class SortedTexts(Collection[str]):
    """The texts of a column, by which each is found quickly."""

    def __init__(self, column: Sequence[str]) -> None:
        self._column = column
        self.order = sorted_numbers(column)
        """The numbers of the texts in their order; equal ones in that of their numbers."""

    def find(self, text: str) -> int | None:
        """Return the number of *text*; None when it is not there."""
        place = bisect_left(self.order, text, key=self._column.__getitem__)
        if place < len(self.order) and self._column[self.order[place]] == text:
            return self.order[place]
        return None

    def find_last(self, text: str) -> int | None:
        """Return the highest number of *text*; None when it is not there."""
        place = bisect_right(self.order, text, key=self._column.__getitem__) - 1
        if place >= 0 and self._column[self.order[place]] == text:
            return self.order[place]
        return None

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self.find(text) is not None

    def __len__(self) -> int:
        return len(self.order)

    def __iter__(self) -> Iterator[str]:
        return (self._column[number] for number in self.order)
