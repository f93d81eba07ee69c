"""Columns: values that are made when they are asked for, many texts in little memory, and their order."""

from __future__ import annotations

import re
from abc import abstractmethod
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from heapq import merge
from typing import Any, Final, TypeVar, overload

T = TypeVar("T")

_RUN: Final = 8192
"""How many numbers are sorted at a time, because sorting holds the key of each."""
_DIGEST: Final = re.compile(r"sha256:([0-9a-f]{64})")
_DIGEST_SIZE: Final = 32


def sorted_numbers(length: int, key: Callable[[int], Any]) -> array[int]:
    """Return the numbers below *length* in the order of their *key*; equal ones in that of the numbers."""
    runs = [
        array("I", sorted(range(start, min(start + _RUN, length)), key=key))
        for start in range(0, length, _RUN)
    ]
    return runs[0] if len(runs) == 1 else array("I", merge(*runs, key=key))


class ComputedColumn(Sequence[T]):
    """Values of which each is made when it is asked for; a class says how many there are, and makes them."""

    @abstractmethod
    def _at(self, number: int) -> T:
        """Return the value with this *number*, from 0 to one less than the length."""

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            return list(map(self._at, range(len(self))[index]))
        length = len(self)
        number = index if index >= 0 else index + length
        if not 0 <= number < length:
            raise IndexError(f"there is no value {index} among {length}")
        return self._at(number)

    def __iter__(self) -> Iterator[T]:
        return map(self._at, range(len(self)))


class Selected(ComputedColumn[T]):
    """Some of many values, by their numbers."""

    def __init__(self, values: Sequence[T], numbers: Sequence[int]) -> None:
        self._values, self._numbers = values, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def _at(self, number: int) -> T:
        return self._values[self._numbers[number]]


class TextColumn(ComputedColumn[str]):
    """Many texts in little memory."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._content = bytearray()
        self._ends = array("Q")
        for text in texts:
            self.append(text)

    def copy(self) -> TextColumn:
        """Return a column of the same texts, to which others can be added."""
        found = TextColumn()
        found._content[:], found._ends[:] = self._content, self._ends
        return found

    def append(self, text: str) -> None:
        """Add *text* at the end."""
        self._content += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._content))

    def __len__(self) -> int:
        return len(self._ends)

    def _at(self, number: int) -> str:
        start = self._ends[number - 1] if number else 0
        return self._content[start : self._ends[number]].decode("utf-8", "surrogatepass")


class BytesColumn(ComputedColumn[bytes]):
    """Many values of the same number of bytes, in little memory."""

    def __init__(self, width: int, values: Iterable[bytes] = ()) -> None:
        self._width = width
        self._content = bytearray()
        for value in values:
            self.append(value)

    def append(self, value: bytes) -> None:
        """Add *value* at the end."""
        self._content += value

    def __len__(self) -> int:
        return len(self._content) // self._width

    def _at(self, number: int) -> bytes:
        return bytes(self._content[number * self._width : (number + 1) * self._width])


class DigestColumn:
    """Many digests, of which some may be missing, in little memory."""

    def __init__(self) -> None:
        self._content = bytearray()
        self._is_there = bytearray()

    def append(self, digest: str | None) -> None:
        """Add *digest*, such as `sha256:` and 64 hexadecimal digits; every other text is taken for a missing one."""
        found = _DIGEST.fullmatch(digest or "")
        self._content += bytes.fromhex(found[1]) if found else bytes(_DIGEST_SIZE)
        self._is_there.append(found is not None)

    def __len__(self) -> int:
        return len(self._is_there)

    def __getitem__(self, number: int) -> str | None:
        start = number * _DIGEST_SIZE
        digest = self._content[start : start + _DIGEST_SIZE].hex()
        return f"sha256:{digest}" if self._is_there[number] else None


class SortedTexts(Collection[str]):
    """The texts of a column, by which each is found quickly."""

    def __init__(self, column: Sequence[str]) -> None:
        self._column = column
        self.order = sorted_numbers(len(column), column.__getitem__)
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
