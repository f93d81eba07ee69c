"""Found files: those that a search has found, of which a run over many keeps little more than their paths. Outer layer."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from workflowkit.config.settings import Config
from workflowkit.records import dataclass
from workflowkit.text.columns import ComputedColumn, Derived, RowColumn, TextColumn, sorted_numbers


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may be used."""

    name: str
    """Its path, with forward slashes."""
    config: Config
    """The nearest configuration at or above it."""
    is_named: bool
    """True when it was named, False when it was found in a folder."""

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(self.name)

    @property
    def key(self) -> str:
        """The identity of the file."""
        key = os.path.normpath(self.name)
        return self.name if key == self.name else key


class FoundFiles(ComputedColumn[FoundFile]):
    """Files in the order in which they were found."""

    def __init__(self, files: Iterable[FoundFile] = ()) -> None:
        """Take *files*, which are different ones."""
        self._names = TextColumn()
        self._configs: list[Config] = []
        self._others = RowColumn("I?")
        """Of each file the number of its configuration, and whether it was named."""
        self._renamed: dict[int, FoundFile] = {}
        self._numbers: dict[str, int] | None = None
        for file in files:
            self.append(file)

    def append(self, file: FoundFile) -> None:
        """Add *file*, which is not one of the files."""
        if not self._configs or self._configs[-1] is not file.config:
            self._configs.append(file.config)
        self._names.append(file.name)
        self._others.append(len(self._configs) - 1, file.is_named)
        if self._numbers is not None:
            self._numbers[file.key] = len(self) - 1

    def take(self, file: FoundFile) -> None:
        """Add *file*, unless it is there; one that is named counts instead."""
        if self._numbers is None:
            self._numbers = {each.key: number for number, each in enumerate(self)}
        number = self._numbers.get(file.key)
        if number is None:
            self.append(file)
        elif file.is_named:
            self._renamed[number] = file

    def take_all(self, files: FoundFiles) -> None:
        """Add those of *files* that are not there."""
        add = self.take if len(self) else self.append
        for file in files:
            add(file)

    def configs(self) -> dict[str, Config]:
        """Return the configurations of the files by their paths."""
        renamed = (file.config for file in self._renamed.values())
        return {config.path: config for config in chain(self._configs, renamed)}

    def of_config(self, path: str) -> FoundFiles:
        """Return the files with the configuration at *path*."""
        if self.configs().keys() <= {path}:
            return self
        return FoundFiles(file for file in self if file.config.path == path)

    def in_order(self) -> FoundFiles:
        """Return the files in the order of their paths, which compare part by part."""
        order = sorted_numbers(Derived(self._names, lambda name: name.replace("/", "\0")))
        return FoundFiles(self[number] for number in order)

    def __len__(self) -> int:
        return len(self._others)

    def _at(self, number: int) -> FoundFile:
        return self._between(number, number + 1)[0]

    def _between(self, first: int, end: int) -> list[FoundFile]:
        rows = zip(self._names[first:end], self._others[first:end], strict=True)
        found = [
            FoundFile(name, self._configs[config], bool(is_named))
            for name, (config, is_named) in rows
        ]
        for number in self._renamed.keys() & set(range(first, end)) if self._renamed else ():
            found[number - first] = self._renamed[number]
        return found
