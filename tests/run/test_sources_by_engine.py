"""What a host serves, by the version of the engine: cross-source protection and internal folders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.run.test_startup_check import flow, source
from workflowkit.catalog import serving
from workflowkit.catalog.ids import SourceKind
from workflowkit.catalog.resolution import resolve
from workflowkit.catalog.serving import Startup
from workflowkit.compiler.pipeline import compile_workflow
from workflowkit.config.settings import Config
from workflowkit.run import startup_check
from workflowkit.run.loading import Options, load_context

BUNDLED, USER, PROJECT = SourceKind.BUNDLED, SourceKind.USER, SourceKind.PROJECT


@pytest.mark.parametrize(
    ("workflow_id", "kinds", "before", "since"),
    [
        ("wr.x", (BUNDLED, USER), (1, "source_priority"), (0, "bundled_protected")),
        ("wr.x", (BUNDLED, PROJECT), (0, "bundled_protected"), (0, "bundled_protected")),
        ("wr.x", (USER, PROJECT), (1, "source_priority"), (1, "source_priority")),
        ("acme.x", (BUNDLED, PROJECT), (0, "bundled_protected"), (1, "source_priority")),
        ("acme.x", (BUNDLED, USER), (1, "source_priority"), (1, "source_priority")),
        ("x", (BUNDLED, USER, PROJECT), (0, "bundled_protected"), (2, "source_priority")),
        ("wr.x", (BUNDLED,), (0, "unique"), (0, "unique")),
    ],
)
def test_who_wins_before_and_since_3_72_1(
    workflow_id: str,
    kinds: tuple[SourceKind, ...],
    before: tuple[int, str],
    since: tuple[int, str],
) -> None:
    sources = [(kind, [workflow_id]) for kind in kinds]
    for wins, expected in ((False, before), (True, since)):
        (resolved,) = resolve(sources, bundled_namespace_wins=wins)
        assert (resolved.winner, resolved.reason) == expected
        assert sorted((resolved.winner, *resolved.shadowed)) == list(range(len(kinds)))


def served(engine: str, workflow_id: str, loser: str, winner: str) -> Startup:
    context = load_context(Options(engine=engine), Config())
    sources = [source(kind, {f"{kind}.json": flow(workflow_id)}) for kind in (loser, winner)]
    return serving.start(
        sources,
        lambda _, value: compile_workflow(value, context.compile),
        {},
        bundled_namespace_wins=context.spec.engine.bundled_namespace_wins,
    )


def test_a_project_may_replace_a_bundled_workflow_outside_the_namespace() -> None:
    (old,) = served("3.72.0", "acme.release", "bundled", "project").served
    (new,) = served("3.72.1", "acme.release", "bundled", "project").served
    assert (old.source, new.source) == (BUNDLED, PROJECT)


def test_a_bundled_id_of_a_user_is_no_trap_any_more() -> None:
    (old,) = served("3.72.0", "wr.release", "bundled", "user").served
    (new,) = served("3.72.1", "wr.release", "bundled", "user").served
    assert (len(old.warnings), new.warnings) == (1, ())


def started(folder: Path, engine: str) -> Startup:
    return startup_check.check(
        [("project", folder.as_posix())], include_bundled=False, options=Options(engine=engine)
    )


def test_internal_folders_are_not_listed_since_3_88(tmp_path: Path) -> None:
    def write(name: str, value: Any) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value), "utf-8")

    write("a.json", flow("acme.open"))
    write("internal/b.json", flow("acme.closed"))
    write("deep/internal/c.json", flow("acme.hidden"))
    old, new = started(tmp_path, "3.86.0"), started(tmp_path, "3.88.0")
    assert old.ids == {"acme.open", "acme.closed", "acme.hidden"}
    assert old.internal == ()
    assert new.ids == {"acme.open"}
    assert [Path(path).name for path in new.internal] == ["c.json", "b.json"]
    assert new.is_clean
