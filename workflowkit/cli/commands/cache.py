"""`wfk cache`: where earlier results are kept, how large they are, and their removal."""

from __future__ import annotations

import os

import click

from workflowkit.cache import entries
from workflowkit.cache import folder as folders
from workflowkit.cli.terminal import print_line
from workflowkit.errors import UsageError
from workflowkit.run import discovery
from workflowkit.text.disk import CACHE_FOLDER
from workflowkit.text.wording import counted


@click.group(
    epilog="""\b
Examples:
  wfk cache info      where it is, and how large
  wfk cache clear     remove all earlier results

\b
Exit codes: 0 fine, 2 usage or configuration."""
)
def cache() -> None:
    """Show or clear the cache: results of earlier runs, which are printed again as long as nothing has changed."""


_FOLDER = click.option(
    "--cache-dir",
    envvar="WFK_CACHE_DIR",
    metavar="DIR",
    help=f"Folder of earlier results.  [default: {CACHE_FOLDER} beside the configuration]",
)


@cache.command(
    epilog="""\b
Examples:
  wfk cache info
  wfk cache info --cache-dir /tmp/wfk

\b
Exit codes: 0 fine, 2 usage or configuration."""
)
@_FOLDER
def info(cache_dir: str | None) -> None:
    """Print the folder of the cache, and the number and size of its results."""
    folder = _folder(cache_dir)
    found = folders.files_of(folder)
    n_runs = sum(not path.endswith((".out", ".tmp")) for _, _, path in found)
    size = sum(n_bytes for _, n_bytes, _ in found) / 1e6
    print_line(f"{folder}: {counted(n_runs, 'result')}, {size:.1f} MB")
    n_entries, n_bytes = entries.number_and_size(folder)
    noun = "entry" if n_entries == 1 else "entries"
    print_line(f"{folder}: {n_entries} {noun} for files, {n_bytes / 1e6:.1f} MB")


@cache.command(
    epilog="""\b
Examples:
  wfk cache clear
  wfk cache clear --cache-dir /tmp/wfk

\b
Exit codes: 0 fine, 2 usage or configuration."""
)
@_FOLDER
def clear(cache_dir: str | None) -> None:
    """Remove all results of earlier runs."""
    folder = _folder(cache_dir)
    if os.path.isdir(folder) and not folders.is_cache(folder):
        raise UsageError(f"{folder} is not a cache of wfk", help="name another with --cache-dir")
    n_files = folders.clear(folder)
    print_line(f"{counted(n_files, 'file')} removed from {folder}")


def _folder(given: str | None) -> str:
    """Return the folder of the cache: the *given* one, or that beside the configuration."""
    return given or os.path.join(discovery.find_config().folder, CACHE_FOLDER)
