"""The spec pack on the disk: the bundled one, and the folder of a project over it. Outer layer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NoReturn

from workflowkit.config.settings import Config
from workflowkit.errors import UnreadableFile, UsageError
from workflowkit.run.engines import chosen_engine
from workflowkit.spec.load import DEFAULT_ENGINE, engine_versions, parse_pack
from workflowkit.spec.pack import SpecPack
from workflowkit.text import disk, files, versions

STAMPS_FILE = "stamps.json"
"""Name of the lock file in the folder of the spec pack."""


def bundled(folder: str) -> Path:
    """Return the folder of bundled data, `spec`, `workflows` or `routines`: inside the package, or next to it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "bundle" / folder
    return installed if disk.is_folder(installed) else package.parent / folder


def load_chosen_specs(
    folder: str | None, engine: str | None, config: Config
) -> tuple[Mapping[str, SpecPack], list[str]]:
    """Load the bundled spec pack with the files of *folder*, or of the configured one, over it, for *engine* or the configured one.

    Return the packs by version, several for a range, oldest first, and notes.
    Raises UsageError for a pack with an error and for an unknown engine.
    """
    folder = folder or config.spec
    overlay = _read_overlay(folder)
    chosen = chosen_engine(engine, config, engine_versions({**_bundled_spec(), **overlay}))
    return load_specs(folder, chosen.versions), [*chosen.notes, *_shadowed_texts(folder, overlay)]


def load_chosen_spec(folder: str | None, engine: str | None, config: Config) -> SpecPack:
    """Load the same pack for one engine, the oldest one of a range; raises as `load_chosen_specs`."""
    packs, _ = load_chosen_specs(folder, engine, config)
    return next(iter(packs.values()))


def known_versions(config: Config) -> tuple[str, ...]:
    """Return the versions of the engine that the bundled spec pack and that of *config* know. Raises UsageError and UnreadableFile."""
    return tuple(engine_versions({**_bundled_spec(), **_read_overlay(config.spec)}))


def versions_in_range(asked: str | None, config: Config) -> tuple[list[str], list[str]]:
    """Return the versions of the range *asked*, or of the configured one, or all that are known, oldest first, and notes.

    Raises UsageError as `load_chosen_specs`.
    """
    known = engine_versions({**_bundled_spec(), **_read_overlay(config.spec)})
    if asked is None and config.engines is None:
        return known, []
    chosen = chosen_engine(asked or config.engines, config, known)
    names = chosen.versions
    if len(names) == 1 and not versions.is_beyond(names[0], known):
        # A note tells which known version stands for another one.
        names = (versions.nearest(names[0], known),)
    return list(names), list(chosen.notes)


def load_specs(folder: str | None, names: Iterable[str]) -> Mapping[str, SpecPack]:
    """Load the bundled spec pack with the files of *folder* over it for each of the versions *names*."""
    overlay = _read_overlay(folder)
    return {version: _parse_spec(folder, overlay, version) for version in names}


def load_spec(folder: str | None, version: str | None) -> SpecPack:
    """Load the bundled spec pack for one engine *version*, the default one when None, with the files of *folder* over it."""
    return _parse_spec(folder, _read_overlay(folder), version or DEFAULT_ENGINE)


def _parse_spec(folder: str | None, overlay: Mapping[str, bytes], version: str) -> SpecPack:
    """Return the bundled spec pack for one engine *version*, with *overlay*, the files of *folder*, over it."""
    return parse_pack(_bundled_spec(), overlay, version, overlay_name=folder or "spec")


def _read_overlay(folder: str | None) -> Mapping[str, bytes]:
    """Read the files of the spec pack in *folder*; none without a folder. Raises UsageError for one that does not exist."""
    if folder is None:
        return {}
    if not disk.may_exist(folder) or disk.is_file(folder):
        raise UsageError(
            f"no such folder: {folder}",
            help="give a folder with the layout of the bundled spec",
        )
    return _read_tree(Path(folder))


@cache
def _bundled_spec() -> Mapping[str, bytes]:
    return _read_tree(bundled("spec"))


def forget_bundled() -> None:
    """Read the bundled spec pack again when it is next needed."""
    _bundled_spec.cache_clear()


_SPEC_FILES = (".json", ".md")


def _read_tree(folder: Path) -> dict[str, bytes]:
    """Read the files of a spec pack. Raises UnreadableFile, also for a folder that cannot be searched: its files would be missing silently."""
    paths = [
        Path(place, name)
        for place, _, names in disk.walk(folder, onerror=_refuse)
        for name in names
        if name.endswith(_SPEC_FILES) and name != STAMPS_FILE
    ]
    return {path.relative_to(folder).as_posix(): files.read(path) for path in sorted(paths)}


def _refuse(error: OSError) -> NoReturn:
    raise UnreadableFile(f"{error.filename}: {files.reason(error)}") from error


def _shadowed_texts(folder: str | None, overlay: Mapping[str, bytes]) -> Iterator[str]:
    """Yield a note for each bundled text, feature or contract that *overlay* replaces."""
    known = _bundled_spec()
    for path, content in sorted(overlay.items()):
        is_named = path.startswith(("refs/", "features/", "contracts/"))
        if is_named and known.get(path, content) != content:
            yield f"{path} of {folder} is used instead of the bundled one"
