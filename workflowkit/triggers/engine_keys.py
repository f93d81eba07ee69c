"""The keys of trigger files in one engine version, where versions differ (docs/engine/versions.md#trigger-files).

They are data of each version: nothing here compares version numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Final

from workflowkit.records import dataclass
from workflowkit.text.routes import Json
from workflowkit.triggers import fields
from workflowkit.triggers.line_reader import BLOCKS

Path = tuple[str, ...]
"""The path of a key: its name, or the name of its block and its name."""


@dataclass(frozen=True, slots=True)
class KeyValues:
    """What may be written for one key."""

    schema: Mapping[str, Json]
    """JSON Schema of its values, for editors."""
    is_checked: bool = False
    """True when the engine drops a trigger with another value."""
    described: str = ""
    """What a value must be, in words."""

    @property
    def is_block(self) -> bool:
        """True when the key opens a block, in which any key may be written."""
        return self.schema.get("type") == "object"

    @property
    def choices(self) -> tuple[str, ...]:
        """The accepted texts; empty when there are others."""
        listed = self.schema.get("enum")
        return tuple(listed) if isinstance(listed, list) else ()

    def accepts(self, text: str) -> bool:
        """Return whether the engine takes *text*."""
        pattern = self.schema.get("pattern")
        if not self.is_checked:
            return True
        if self.choices:
            return text in self.choices
        try:
            return not isinstance(pattern, str) or re.search(pattern, text) is not None
        except (re.error, OverflowError, RecursionError):
            return True


@dataclass(frozen=True, slots=True)
class EngineKeys:
    """The keys of one engine version that are not those of every version."""

    version: str = "3.68.0"
    known: Mapping[Path, KeyValues] = field(default_factory=dict)
    """Keys that it reads, or for which it takes other values."""
    later: Mapping[Path, Sequence[tuple[str, KeyValues]]] = field(default_factory=dict)
    """What later versions made of a key: each version with its values, oldest first."""
    is_open: bool = False
    """True for a version newer than all that are known: what is unknown here may be known there."""

    def keys_of(self, block: str = "") -> tuple[str, ...]:
        """Return the keys that are read in *block*, or of a trigger itself when it is empty."""
        common = fields.BLOCK_KEYS[block] if block else fields.TRIGGER_KEYS
        parent = (block,) if block else ()
        added = (path[-1] for path in self.known if path[:-1] == parent)
        return tuple(dict.fromkeys((*common, *added)))

    @property
    def blocks(self) -> tuple[str, ...]:
        """The keys that open a block."""
        added = (path[0] for path, values in self.known.items() if values.is_block)
        return (*BLOCKS, *added)

    def choices(self, path: Path, common: tuple[str, ...]) -> tuple[str, ...]:
        """Return the accepted values of the key at *path*, for which every version knows those in *common*."""
        values = self.known.get(path)
        return values.choices if values and values.choices else common

    def is_common(self, path: Path) -> bool:
        """Return true when every version reads the key at *path*."""
        block = fields.BLOCK_KEYS.get(path[0], ())
        return path[0] in fields.TRIGGER_KEYS if len(path) == 1 else path[-1] in block

    def since(self, path: Path) -> str:
        """Return the first version that reads the key at *path*; empty when this one does, or none."""
        later = self.later.get(path)
        is_read = path in self.known or self.is_common(path)
        return later[0][0] if later and not is_read else ""

    def since_value(self, path: Path, text: str) -> str:
        """Return the first later version whose choices for the key at *path* contain *text*; empty when there is none."""
        for version, values in self.later.get(path, ()):
            if text in values.choices:
                return version
        return ""

    def is_later_block(self, key: str) -> bool:
        """Return true when *key* opens a block in a later version."""
        return any(values.is_block for _, values in self.later.get((key,), ()))


COMMON: Final = EngineKeys()
"""The keys of 3.68.0, when nothing is known of other versions."""
