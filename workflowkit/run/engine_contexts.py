"""The same context for other versions of the engine. Outer layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workflowkit.compiler.context import compile_context
from workflowkit.compiler.routines import Routines, collect_routines
from workflowkit.run.context import RunContext
from workflowkit.run.spec_folder import bundled
from workflowkit.spec.pack import Engine, SpecPack
from workflowkit.text import disk
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Json

NAMESPACE = "wr."
"""The namespace of bundled workflows."""


def with_engines(context: RunContext, specs: Mapping[str, SpecPack]) -> RunContext:
    """Return *context* with itself for each engine of a range; *specs* are the packs by version."""
    if len(specs) == 1:
        return context
    engines = ((version, in_engine(context, spec)) for version, spec in specs.items())
    return replace(context, engines=tuple(engines))


def in_engine(context: RunContext, spec: SpecPack) -> RunContext:
    """Return *context* for the engine of *spec*."""
    routines = registered(
        context.routine_files, spec.engine, has_catalog=bool(context.bundled_paths)
    )
    compiling = compile_context(spec, routines, context.compile.bindings)
    return replace(context, spec=spec, compile=compiling, engines=())


def registered(files: Mapping[str, Document], engine: Engine, *, has_catalog: bool) -> Routines:
    """Return the routines in *files* as *engine* registers them.

    An engine whose bundled workflows are in no namespace has its bundled routines under ids without it.
    *has_catalog* is True for a run on the bundled files themselves, which are registered literally.
    """
    readable = [(path, file.value) for path, file in files.items() if not file.broken]
    if has_catalog:
        return collect_routines(readable, engine.routine_prefixes)
    bundle = disk.real_path(bundled("routines"))
    folders = {path.rpartition("/")[0] for path in files}
    own = {folder for folder in folders if folder and disk.real_path(folder) == bundle}
    stand_ins = frozenset(path for path in files if path.rpartition("/")[0] in own)
    if not engine.has_bundled_namespace:
        known = {_id(value) for path, value in readable if path in stand_ins}
        # What replaces a bundled routine has its id, and so its former id.
        readable = [
            (path, {**as_fields(value), "id": _id(value).removeprefix(NAMESPACE)})
            if _id(value) in known
            else (path, value)
            for path, value in readable
        ]
    return collect_routines(readable, engine.routine_prefixes, stand_ins)


def _id(value: Json) -> str:
    return as_text(as_fields(value).get("id"))
