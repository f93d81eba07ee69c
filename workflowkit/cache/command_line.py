"""The command line as far as the cache needs it, before it is parsed."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RECORDED = ("lint",)
"""Commands whose runs are recorded."""

_WITHOUT = frozenset(
    {
        "-",
        "--changed-since",
        "--diff",
        "--executor",
        "--fix",
        "--help",
        "-h",
        "--no-cache",
        "--output",
        "--profile-time",
        "--prune-baseline",
        "--save",
        "--shard",
        "--staged",
        "--stdin-filename",
        "--unsafe-fixes",
        "--witness",
        "--write-baseline",
    }
)
"""Options of runs that write, ask git or a cluster, read standard input or measure; what begins like one of them is taken for it."""


class CacheChoice:
    """How one run uses the cache."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self.is_used = (
            bool(arguments)
            # Windows lacks what recording needs.
            and hasattr(os, "pread")
            and arguments[0] in RECORDED
            and not any(argument.partition("=")[0] in _WITHOUT for argument in arguments)
            and environment.get("WFK_CACHE") != "off"
            # With the format `github` a run appends to this file.
            and not environment.get("GITHUB_STEP_SUMMARY")
        )
        mode = _value(arguments, "--cache") or environment.get("WFK_CACHE")
        self.trusts_times = mode == "stat"
        """True when a file with the same size and times is not read again."""
        self.folder = _value(arguments, "--cache-dir") or environment.get("WFK_CACHE_DIR")
        """The chosen folder; None for that beside the configuration."""
        self.paths = [path for path in arguments[1:] if path[:1] != "-" and os.path.exists(path)]


def _value(arguments: Sequence[str], option: str) -> str | None:
    """Return the last value of *option*; None when it is not given."""
    found = None
    for index, argument in enumerate(arguments):
        if argument.startswith(f"{option}="):
            found = argument.partition("=")[2]
        elif argument == option:
            found = arguments[index + 1] if index + 1 < len(arguments) else None
    return found
