"""Engine profiles: what a version knows and how it behaves, from a base and what each later version changed (docs/engine/adding-a-version.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from workflowkit.errors import InternalError
from workflowkit.format.shape_errors import LocatedError, UnknownKey
from workflowkit.spec.pack import Engine, EngineChange, TriggerKey, TriggerKeyChanges
from workflowkit.text import versions
from workflowkit.text.json_records import WrongRecordError, from_json
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Json, Route

Files = Mapping[str, Callable[[], Json]]
"""Version to the function that reads its file."""


def is_change(value: Json) -> bool:
    """Return true when the content of a file is what a version changed, and false when it is a whole profile."""
    return "contracts" not in as_fields(value)


def read_engine(files: Files, asked: str) -> Engine:
    """Return the profile of the version that *asked* means. Raises UsageError for an unknown version."""
    version = versions.nearest(asked, files)
    return from_json(Engine, profile(files, version))


def profile(files: Files, version: str) -> dict[str, Json]:
    """Return the profile of *version* as JSON: the last whole one up to it, with all changes since."""
    changes: list[Json] = []
    for earlier in reversed(versions.up_to(version, files)):
        content = files[earlier]()
        if not is_change(content):
            return _changed(as_fields(content), reversed(changes))
        changes.append(content)
    raise InternalError(f"no engine profile up to {version} is a whole one")


def profiles(files: Files) -> dict[str, Engine]:
    """Return the profile of every version, oldest first."""
    return {
        version: from_json(Engine, profile(files, version)) for version in versions.in_order(files)
    }


def summaries(files: Files) -> dict[str, tuple[str, ...]]:
    """Return what each version changed, in words, oldest first; the versions with a whole profile have none."""
    found: dict[str, tuple[str, ...]] = {}
    for version in versions.in_order(files):
        content = files[version]()
        found[version] = from_json(EngineChange, content).summary if is_change(content) else ()
    return found


def introduced(files: Files, key: str) -> dict[str, str]:
    """Return the members that versions add to *key* of a profile, each with the first version that has it."""
    found: dict[str, str] = {}
    for version in versions.in_order(files):
        content = files[version]()
        if is_change(content):
            for member in from_json(EngineChange, content).add.get(key, ()):
                found.setdefault(member, version)
    return found


def later_trigger_keys(files: Files, engine: Engine) -> dict[str, TriggerKeyChanges]:
    """Return the keys of trigger files that versions after *engine* add or change, each with those versions."""
    found: dict[str, TriggerKeyChanges] = {}
    for version in versions.in_order(files):
        content = files[version]()
        if not versions.is_before(engine.version, version) or not is_change(content):
            continue
        for path, key in as_fields(from_json(EngineChange, content).add.get("triggerKeys")).items():
            found[path] = (*found.get(path, ()), (version, from_json(TriggerKey, key)))
    return found


def engine_errors(value: Json) -> list[LocatedError]:
    """Return every error of *value* as the file of an engine version."""
    if not isinstance(value, dict) or not is_change(value):
        return [*Engine.shape_errors(value), *_key_errors(as_fields(value), ())]
    found = EngineChange.shape_errors(value)
    for part in ("set", "add"):
        found += _key_errors(as_fields(value.get(part)), (part,))
    known = Engine.legal_keys()
    for part in ("set", "add", "remove"):
        members = as_fields(value.get(part))
        found += [((part, key), UnknownKey(Engine)) for key in members if key not in known]
        if part != "remove":
            # A list that gains items is checked as the list of these items.
            errors = Engine.shape_errors({key: members[key] for key in members if key in known})
            found += [((part, *route), error) for route, error in errors if route]
    return found


def _key_errors(profile: dict[str, Json], place: Route) -> list[LocatedError]:
    """Return the errors of the keys that *profile*, at *place*, declares."""
    # Imported here because it brings pydantic, which most runs do not need.
    from workflowkit.format.declared import declaration_error

    found = (
        (name, declaration_error(name, schema))
        for name, schema in as_fields(profile.get("keys")).items()
    )
    return [((*place, "keys", name), error) for name, error in found if error is not None]


def _changed(whole: dict[str, Json], changes: Iterator[Json]) -> dict[str, Json]:
    for content in changes:
        change = from_json(EngineChange, content)
        whole = {**whole, "version": change.version, **change.set}
        for key, added in change.add.items():
            whole[key] = _with(whole.get(key), added)
        for key, names in change.remove.items():
            whole[key] = _without(whole.get(key), names)
    return whole


def _with(value: Json, added: Json) -> Json:
    if isinstance(added, list):
        kept = value if isinstance(value, list) else []
        return [*kept, *(member for member in added if member not in kept)]
    if isinstance(added, dict):
        return {**as_fields(value), **added}
    raise WrongRecordError(f"{added!r} is no list and no object")


def _without(value: Json, names: tuple[str, ...]) -> Json:
    if isinstance(value, dict):
        return {key: member for key, member in value.items() if key not in names}
    kept = value if isinstance(value, list) else []
    return [member for member in kept if member not in names]
