"""A trigger as the engine reads it, before any check: its settings by key, and their places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from functools import cached_property

from workflowkit.records import dataclass
from workflowkit.text.ecmascript import WHITESPACE, trim
from workflowkit.text.routes import Route
from workflowkit.triggers import fields
from workflowkit.triggers.engine_keys import COMMON, EngineKeys
from workflowkit.triggers.line_reader import BLOCKS, Item, LineEntry
from workflowkit.triggers.payload import tokens


@dataclass(frozen=True, slots=True)
class Workspace:
    """One entry of the workspace map."""

    path: str
    soul_file: str = ""


@dataclass(frozen=True, slots=True)
class DaemonContext:
    """What a trigger file refers to. None means unknown and disables the check."""

    workflows: frozenset[str] | None = None
    """Ids of the workflows that the engine can start."""
    unserved: Mapping[str, str] = field(default_factory=dict)
    """Files by workflow id that exist and that the engine does not serve, as they are invalid."""
    paths: Mapping[str, str] = field(default_factory=dict)
    """Files by workflow id, as far as they are known; authors confuse file names and ids."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Retired workflow ids and their replacements."""
    profiles: Mapping[str, str] = field(default_factory=dict)
    """Metrics profiles by workflow id."""
    environment: Mapping[str, str] | None = None
    """Environment variables of the daemon."""
    workspaces: Mapping[str, Workspace] | None = None
    """Named workspaces."""
    home: str = "~"
    """The folder of a leading `~/` of a soul file."""
    engine: EngineKeys = COMMON
    """What the engine that reads the file knows."""
    is_windows: bool | None = None
    """True when the daemon runs on Windows, where a path may begin with a drive; None when that is unknown."""


_SPACE = re.compile(f"[{WHITESPACE}]+")


@dataclass(frozen=True)
class Trigger:
    """One item of the list. Values are texts without outer quotes and space, as the engine reads them."""

    index: int
    item: Item
    blocks: tuple[str, ...] = BLOCKS
    """Keys that open a block in this engine."""

    @cached_property
    def written(self) -> tuple[tuple[tuple[str, ...], LineEntry], ...]:
        """Every line with its key path, in source order, duplicate and empty keys included."""
        found: list[tuple[tuple[str, ...], LineEntry]] = []
        for entry in self.item.entries:
            found.append(((entry.key,), entry))
            found.extend(((entry.key, inner.key), inner) for inner in entry.block)
        return tuple(found)

    @cached_property
    def entries(self) -> Mapping[tuple[str, ...], LineEntry]:
        """The effective line of each key path: the last that is not empty, or the last block."""
        winners: dict[tuple[str, ...], LineEntry] = {}
        last_blocks = {entry.key: entry for entry in self.item.entries if entry.is_block}
        for entry in self.item.entries:
            if entry.is_block:
                if entry is not last_blocks[entry.key]:
                    continue
                winners[(entry.key,)] = entry
                # An empty path in a context mapping is kept; empty keys of other blocks are not.
                is_mapping = entry.key == "contextMapping"
                for inner in entry.block:
                    if is_mapping or not inner.is_empty:
                        winners[(entry.key, inner.key)] = inner
            # The engine ignores the text of a block key on the line of the dash.
            elif not entry.is_empty and entry.key not in self.blocks:
                winners[(entry.key,)] = entry
        return winners

    def has(self, *path: str) -> bool:
        """Return true when the key at *path* has a value, even a quoted blank, or is a block."""
        return path in self.entries

    def text(self, *path: str) -> str:
        """Return the value at *path*; empty when it is absent."""
        entry = self.entries.get(path)
        return trim(entry.value) if entry else ""

    def words(self, *path: str) -> tuple[str, ...]:
        """Return the space-separated values at *path*."""
        return tuple(word for word in _SPACE.split(self.text(*path)) if word)

    def is_on(self, *path: str) -> bool:
        """Return true when the boolean at *path* is enabled."""
        return self.text(*path).lower() == "true"

    def route(self, *path: str) -> Route:
        """Return the route of the key at *path*."""
        return ("triggers", self.index, *path)

    @property
    def id(self) -> str:
        """The id; empty when there is none."""
        return self.text("id")

    @property
    def name(self) -> str:
        """The id in quotes, or the number of the trigger, for messages."""
        return f"'{self.id}'" if self.id else f"number {self.index + 1}"

    @property
    def provider(self) -> str:
        """The provider as written."""
        return self.text("provider")

    @property
    def is_polling(self) -> bool:
        """True when the provider starts one run for each new item."""
        return self.provider in fields.POLLING

    @property
    def is_poller(self) -> bool:
        """True when the provider polls, for items or for a queue."""
        return self.is_polling or self.is_queue

    @property
    def is_queue(self) -> bool:
        """True when the provider processes a queue of issues."""
        return self.provider == fields.QUEUE

    @property
    def has_worktree(self) -> bool:
        """True when every run has its own checkout."""
        return self.text("branchStrategy") == "worktree"

    @property
    def context_mapping(self) -> Mapping[str, str]:
        """Payload paths by the name of the value in the context."""
        return {
            path[1]: entry.value
            for path, entry in self.entries.items()
            if len(path) == 2 and path[0] == "contextMapping"
        }

    @property
    def goal(self) -> str:
        """The static goal, the default when none is written."""
        return self.text("goal") or fields.DEFAULT_GOAL

    @property
    def goal_template(self) -> str:
        """The effective template; empty when the goal is static."""
        if self.text("goalTemplate") or self.text("goal"):
            return self.text("goalTemplate")
        return fields.DEFAULT_TEMPLATE

    @property
    def has_static_goal(self) -> bool:
        """True when the goal is the same for every payload."""
        return not any(tokens(self.goal_template))
