"""The same context for other versions of the engine. Outer layer."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace

from workflowkit.compiler.context import compile_context
from workflowkit.compiler.routines import Routines, collect_routines
from workflowkit.run.context import RunContext
from workflowkit.run.spec_folder import bundled
from workflowkit.spec.pack import Engine, SpecPack
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

    An engine whose bundled workflows are in no namespace has the bundled routines under their ids without it.
    *has_catalog* is True when the bundled files are themselves what is looked at, as they are.
    """
    keeps_ids = engine.has_bundled_namespace or has_catalog
    return collect_routines(_definitions(files, keeps_ids=keeps_ids), engine.routine_prefixes)


def _definitions(files: Mapping[str, Document], *, keeps_ids: bool) -> Iterator[tuple[str, Json]]:
    bundle = os.path.realpath(bundled("routines")) + os.sep
    for path, file in files.items():
        if file.broken:
            continue
        if keeps_ids or not os.path.realpath(path).startswith(bundle):
            yield path, file.value
            continue
        name = as_text(as_fields(file.value).get("id")).removeprefix(NAMESPACE)
        yield path, {**as_fields(file.value), "id": name}
