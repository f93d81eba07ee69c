"""Saves: the paths that change on the disk, as the package watchfiles reports them."""

from __future__ import annotations

import os
from collections.abc import Collection, Generator, Iterator, Mapping
from typing import Final

from workflowkit.cli.terminal import print_line
from workflowkit.errors import UsageError

_STEP: Final = 10
"""Milliseconds without a change after which a save counts as finished."""
_LONGEST: Final = 200
"""Milliseconds after which changes are reported even if others follow."""
_TIMEOUT: Final = 250
"""Milliseconds after which the caller gets its turn without a change."""


def require_watchfiles() -> None:
    """Raise UsageError when the package is not installed."""
    try:
        import watchfiles  # noqa: F401 - whether it is there
    except ImportError:
        raise UsageError(
            "wfk watch needs the package watchfiles",
            help="install it with pip install 'workflowkit[watch]'",
        ) from None


def saves(folders: Collection[str]) -> Generator[frozenset[str]]:
    """Yield the absolute paths that changed directly in *folders*, and at times nothing; ends when a folder is gone.

    Raises KeyboardInterrupt.
    """
    names: dict[str, list[str]] = {}
    for folder in folders:
        names.setdefault(os.path.realpath(folder), []).append(folder)
    try:
        yield from _changes(names, polls=None)
    except FileNotFoundError:
        return
    except OSError as error:
        print_line(
            f"note: files are compared at intervals, since they cannot be watched: {error}",
            err=True,
        )
        yield from _changes(names, polls=True)


def _changes(names: Mapping[str, list[str]], *, polls: bool | None) -> Generator[frozenset[str]]:
    """Yield the paths that changed in the folders, whose real paths lead to their other *names*."""
    from watchfiles import watch

    for changes in watch(
        *names,
        watch_filter=None,
        debounce=_LONGEST,
        step=_STEP,
        rust_timeout=_TIMEOUT,
        yield_on_timeout=True,
        force_polling=polls,
        recursive=False,
        ignore_permission_denied=True,
    ):
        yield frozenset(path for _, changed in changes for path in _spelled(changed, names))


def _spelled(path: str, names: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield *path* as it is below each of the folders that lead to it."""
    folder, name = os.path.split(path)
    yield path
    yield from (os.path.join(each, name) for each in names.get(folder, ()))
    # A change of the folder itself.
    yield from names.get(path, ())
