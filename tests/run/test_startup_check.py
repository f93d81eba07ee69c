"""What a host serves: every file is accounted for, with its reason and with both places where two are concerned."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflowkit.catalog import serving as catalog
from workflowkit.catalog.ids import SourceKind
from workflowkit.catalog.serving import Source, Startup, Unserved
from workflowkit.catalog.variants import Flags
from workflowkit.compiler.pipeline import compile_workflow
from workflowkit.config.settings import Config
from workflowkit.run import startup_check
from workflowkit.run.loading import Options, load_context
from workflowkit.text import document
from workflowkit.text.json_text import MAX_READ

ENVIRONMENT = load_context(Options(), Config()).compile
ALIASES = {"old-release": "acme.release", "gone": "wr.elsewhere"}


def flow(workflow_id: Any = "acme.release", **more: Any) -> dict[str, Any]:
    step = {"id": "build", "title": "Build", "prompt": "Build it."}
    return {
        "id": workflow_id, "name": "Release", "description": "Cuts a release.",
        "version": "1.0.0", "steps": [step], **more,
    }  # fmt: skip


def source(kind: str, files: dict[str, Any], folder: str = "") -> Source:
    folder = folder or kind
    documents = [
        document.parse(
            content if isinstance(content, bytes) else json.dumps(content).encode(),
            f"{folder}/{name}",
        )
        for name, content in files.items()
    ]
    return Source(SourceKind(kind), folder, tuple(sorted(documents, key=lambda item: item.path)))


def start(*sources: Source, flags: Flags | None = None) -> Startup:
    return catalog.start(
        sources, lambda _, value: compile_workflow(value, ENVIRONMENT), ALIASES, flags
    )


def unserved(*sources: Source, flags: Flags | None = None) -> Unserved:
    """The one file that is left out."""
    (item,) = start(*sources, flags=flags).unserved
    return item


def test_a_good_file_is_served_with_its_document() -> None:
    result = start(source("project", {"release.json": flow()}))
    (served,) = result.served
    assert (served.id, served.source, served.path) == (
        "acme.release",
        SourceKind.PROJECT,
        "project/release.json",
    )
    assert result.documents[served.id].value == flow()
    assert (served.warnings, served.hides, result.unserved, result.is_clean) == ((), (), (), True)


CALL = {"id": "call", "title": "Call", "templateCall": {"templateId": "wr.templates.routine.ideation", "args": {"deliverableName": "a.md", "quantity": 3}}}  # fmt: skip
LARGE = json.dumps(flow(about="x" * 1_000_000)).encode()
UNWRITABLE = json.dumps(
    flow(steps=[{**flow()["steps"][0], "runCondition": {"var": "depth", "equals": 7}}])
).replace("7", "1e400")
REASONS: dict[str, tuple[Any, str, str]] = {
    "too large": (
        LARGE,
        f"the file has {len(LARGE)} bytes; more than 1000000 are not loaded",
        "split the workflow, or move long texts into routines",
    ),
    "not JSON": (b'{"id": "acme.release"', "not JSON: the text ends too early", ""),
    "not UTF-8 text": (b"\xff\xfe{}", "not JSON: found '\ufffd' where a value was expected", ""),
    "empty": (b"", "not JSON: the file is empty", ""),
    "no object": ([flow()], "the file is not a JSON object", "move it out of the folder if it is not a workflow"),
    "no id": ({"steps": []}, "the file has no id", "give it an id such as 'acme.release'"),
    "empty id": (flow(""), "the file has no id", "give it an id such as 'acme.release'"),
    "unknown key": (flow(owner="me"), "unknown key 'owner'", "run wfk lint project/x.json"),
    "duplicate step": (
        flow(steps=[flow()["steps"][0]] * 2),
        "step id 'build' is already taken",
        "run wfk lint project/x.json",
    ),
    "unknown feature": (
        flow(features=["wr.features.nothing"]),
        "no feature is called 'wr.features.nothing'",
        "run wfk lint project/x.json",
    ),
    "first step calls a template": (
        flow(steps=[CALL]),
        "its first step calls a template, so no run can start",
        "run wfk lint project/x.json",
    ),
    "number that cannot be written": (
        UNWRITABLE.encode(),
        "a number is too large to be written, so no run can start",
        "run wfk lint project/x.json",
    ),
    "reserved namespace": (
        flow("wr.release"),
        "the namespace 'wr' is reserved for bundled workflows",
        "give it a namespace of your own, as in 'acme.release'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REASONS)
def test_each_reason_against_a_file_is_told(name: str) -> None:
    content, reason, help = REASONS[name]
    item = unserved(source("project", {"x.json": content}))
    assert (item.path, item.source) == ("project/x.json", SourceKind.PROJECT)
    assert any(reason in told for told in item.reasons), item.reasons
    assert help in item.help


def test_everything_that_speaks_against_a_file_is_told_at_once() -> None:
    item = unserved(source("project", {"x.json": flow("wr.release", owner="me", color="red")}))
    assert item.reasons == (
        "unknown key 'owner'",
        "unknown key 'color'",
        "the namespace 'wr' is reserved for bundled workflows",
    )


@pytest.mark.parametrize(
    ("given", "proposed"),
    [
        ("Acme.Release", "acme.release"),
        ("acme.release.json", "acme.release"),
        ("Release Notes", "release-notes"),
        ("acme.release.final", "acme.release-final"),
    ],
)
def test_an_id_that_is_none_is_spelled_anew(given: str, proposed: str) -> None:
    item = unserved(source("project", {"x.json": flow(given)}))
    assert item.help == f"call it '{proposed}'"


def test_an_id_of_another_type_is_told_by_the_shape() -> None:
    item = unserved(source("project", {"x.json": flow(17)}))
    assert item.id == ""
    assert any("'id'" in reason for reason in item.reasons)


def test_a_bundled_file_that_fails_is_the_products_own_defect() -> None:
    result = start(source("bundled", {"x.json": b"{"}), source("user", {"y.json": b"{"}))
    assert [(item.path, item.is_own_defect) for item in result.unserved] == [
        ("bundled/x.json", True),
        ("user/y.json", False),
    ]


def test_a_legacy_id_is_served_with_a_warning() -> None:
    (served,) = start(source("project", {"x.json": flow("release")})).served
    assert served.warnings == ("its id has no namespace; it can be loaded but not saved",)


def test_the_id_of_a_bundled_file_is_no_concern_of_the_reader() -> None:
    (served,) = start(source("bundled", {"x.json": flow("release")})).served
    assert served.warnings == ()


def test_a_retired_id_is_served_with_a_warning() -> None:
    (served,) = start(source("project", {"x.json": flow("old-release")})).served
    assert (
        served.warnings[-1] == "its id is retired; the workflow that replaces it is 'acme.release'"
    )


KINDS = [kind.value for kind in SourceKind if kind not in ("git", "plugin", "remote")]


@pytest.mark.parametrize(
    ("low", "high"), [(low, high) for low in KINDS for high in KINDS if KINDS.index(low) < KINDS.index(high)]
)  # fmt: skip
def test_the_source_of_higher_priority_wins_and_names_the_other_file(low: str, high: str) -> None:
    (served,) = start(source(low, {"a.json": flow()}), source(high, {"b.json": flow()})).served
    if (low, high) == ("bundled", "project"):
        low, high = high, low
    (hidden,) = served.hides
    assert (served.source, hidden.source) == (SourceKind(high), SourceKind(low))
    assert hidden.path.startswith(f"{low}/")


def test_a_project_cannot_replace_a_bundled_workflow_but_the_engine_runs_its_file() -> None:
    (served,) = start(
        source("bundled", {"a.json": flow("release")}), source("project", {"b.json": flow("release")})
    ).served  # fmt: skip
    assert served.path == "bundled/a.json"
    assert served.warnings[-1] == "the engine lists this file, but runs 'project/b.json'"
    assert served.hides[0].reason == ("a project cannot replace a bundled workflow")


def test_of_two_sources_of_one_kind_the_last_wins() -> None:
    (served,) = start(
        source("custom", {"a.json": flow()}, "first"), source("custom", {"a.json": flow()}, "second")
    ).served  # fmt: skip
    assert served.path == "second/a.json"
    assert [(item.path, item.reason) for item in served.hides] == [
        ("first/a.json", "the last of several custom sources has precedence")
    ]


def test_a_file_reached_through_two_sources_hides_nothing() -> None:
    (served,) = start(
        source("user", {"a.json": flow()}, "flows"), source("project", {"a.json": flow()}, "flows")
    ).served  # fmt: skip
    assert (served.source, served.hides) == (SourceKind.PROJECT, ())


def test_two_files_of_one_source_with_one_id_are_no_variants() -> None:
    result = start(source("project", {"a.json": flow(), "b.json": flow()}))
    assert [item.path for item in result.served] == ["project/a.json"]
    assert [(item.path, item.reasons) for item in result.unserved] == [
        ("project/b.json", ("'project/a.json' has the same id and comes first",))
    ]


def test_a_variant_hides_the_standard_file() -> None:
    (served,) = start(source("project", {"a.json": flow(), "a.v2.json": flow()})).served
    assert served.path == "project/a.v2.json"
    assert [(item.path, item.reason) for item in served.hides] == [
        ("project/a.json", "of its variants, 'project/a.v2.json' is chosen")
    ]


@pytest.mark.parametrize(
    ("name", "flags", "variable"),
    [
        ("a.lean.json", Flags(), "WORKRAIL_ENABLE_LEAN_WORKFLOWS"),
        ("a.v2.json", Flags(v2=False), "WORKRAIL_ENABLE_V2_TOOLS"),
        ("routines/a.json", Flags(agentic=False), "WORKRAIL_ENABLE_AGENTIC_ROUTINES"),
        ("routine-a.json", Flags(agentic=False), "WORKRAIL_ENABLE_AGENTIC_ROUTINES"),
    ],
)
def test_a_file_that_is_switched_off_is_left_out_or_hidden(
    name: str, flags: Flags, variable: str
) -> None:
    alone = unserved(source("project", {name: flow()}), flags=flags)
    assert variable in alone.reasons[0]
    (served,) = start(source("project", {name: flow(), "b.json": flow()}), flags=flags).served
    assert served.path == "project/b.json"
    assert variable in served.hides[0].reason


def test_a_switched_on_lean_variant_is_served() -> None:
    (served,) = start(
        source("project", {"a.lean.json": flow(), "a.json": flow()}), flags=Flags(lean=True)
    ).served
    assert served.path == "project/a.lean.json"


def test_the_engine_would_lose_an_id_that_a_broken_file_claims() -> None:
    (served,) = start(
        source("user", {"a.json": flow()}), source("project", {"b.json": flow(owner="me")})
    ).served
    assert served.warnings == (
        "the engine would choose 'project/b.json', reject it, and serve nothing as 'acme.release'",
    )


def test_the_engine_would_lose_a_bundled_id_that_a_user_claims() -> None:
    (served,) = start(
        source("bundled", {"a.json": flow("wr.release")}), source("user", {"b.json": flow("wr.release")})
    ).served  # fmt: skip
    assert served.source is SourceKind.BUNDLED
    assert served.warnings[0].startswith("engines before 3.72.1 would choose 'user/b.json'")


def test_a_bundled_id_that_a_project_claims_is_safe() -> None:
    (served,) = start(
        source("bundled", {"a.json": flow("wr.release")}), source("project", {"b.json": flow("wr.release")})
    ).served  # fmt: skip
    assert served.warnings == ()


@pytest.mark.parametrize("kind", ["plugin", "remote"])
def test_some_sources_take_no_id_with_a_dot(kind: str) -> None:
    result = start(source(kind, {"a.json": flow(), "b.json": flow("release")}))
    assert [item.id for item in result.served] == ["release"]
    assert result.unserved[0].reasons == (
        f"the engine accepts no id with a dot from a {kind} source",
    )
    assert result.unserved[0].help.startswith("move it to a source of another kind")


def test_a_good_git_source_is_served() -> None:
    result = start(source("git", {"release.json": flow("release"), "ship.json": flow("ship")}))
    assert ([item.id for item in result.served], result.unserved) == (["release", "ship"], ())


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"x.json": b"{"}, "not JSON"),
        ({"x.json": flow("ship")}, "in a git source its file has to be called 'ship.json'"),
        (
            {"acme.ship.json": flow("acme.ship")},
            "the engine accepts no id with a dot from a git source",
        ),
    ],
    ids=["broken", "other name", "dot"],
)
def test_one_bad_file_costs_the_whole_git_source(bad: dict[str, Any], reason: str) -> None:
    result = start(source("git", {"release.json": flow("release"), **bad}))
    assert result.served == ()
    (path,) = (f"git/{name}" for name in bad)
    told = {item.path: item.reasons for item in result.unserved}
    assert told["git/release.json"] == (
        f"the engine rejects the whole git source because of '{path}'",
    )
    assert any(reason in one for one in told[path])


def test_what_a_name_means_is_found_and_what_resembles_it_is_proposed() -> None:
    result = start(
        source("project", {"cut-a-release.v2.json": flow(), "x.json": flow("acme.routine-build")}),
        source("bundled", {"y.json": flow("wr.elsewhere")}),
    )
    meant = {
        "acme.release": "acme.release",
        "old-release": "acme.release",
        "workflows/old-release.json": "acme.release",
        "cut-a-release": "acme.release",
        "cut-a-release.v2.json": "acme.release",
        "release": "acme.release",
        "build": "acme.routine-build",
        "gone": "wr.elsewhere",
    }
    assert {name: (found := result.find(name)) and found.id for name in meant} == meant
    proposed = {
        "acme.relaese": "acme.release",
        "acme_release": "acme.release",
        "elsewher": "wr.elsewhere",
        "realease": "acme.release",
        "cut-a-realease": "acme.release",
        "old-relaese": "acme.release",
        "wr.templates.routine.acme.routine-build": "acme.routine-build",
        "wr.templates.routine.unknown-of-all": None,
        "something": None,
        "": None,
    }
    assert {name: result.find(name) for name in proposed} == dict.fromkeys(proposed)
    assert {name: result.propose(name) for name in proposed} == proposed


def test_a_name_that_means_two_workflows_means_none() -> None:
    result = start(source("project", {"x.json": flow("a1.release"), "y.json": flow("b1.release")}))
    assert result.find("release") is None


# Reading folders.


def write(folder: Path, files: dict[str, Any]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*sources: tuple[str, str]) -> Startup:
    return startup_check.check(sources, include_bundled=False)


def test_the_bundled_catalogue_is_served_whole() -> None:
    result = startup_check.check()
    assert result.unserved == ()
    assert {item.source for item in result.served} == {SourceKind.BUNDLED}
    assert {"wr.mr-review", "wr.routine-ideation"} <= result.ids
    assert all("examples" in path.split("/") for path in result.examples)


def test_sources_are_read_in_the_order_of_their_kinds(here: Path) -> None:
    write(here, {"p/a.json": flow(), "u/a.json": flow(), "c/a.json": flow()})
    (served,) = check(("project", "p"), ("user", "u"), ("custom", "c")).served
    assert (served.path, [item.path for item in served.hides]) == (
        "p/a.json",
        ["u/a.json", "c/a.json"],
    )


def test_a_kind_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="shared"):
        check(("shared", "."))


def test_folders_are_searched_but_examples_are_not_served(here: Path) -> None:
    write(here, {"w/deep/a.json": flow(), "w/examples/b.json": flow("acme.b"), "w/readme.md": b""})
    result = check(("project", "w"))
    assert [item.path for item in result.served] == ["w/deep/a.json"]
    assert (result.examples, result.unserved) == (("w/examples/b.json",), ())


def test_links_missing_folders_and_odd_names_are_told(here: Path) -> None:
    write(here, {"w/a.json": flow(), "w/B.JSON": flow("acme.b"), "far/c.json": flow("acme.c")})
    (here / "w/link.json").symlink_to("a.json")
    (here / "w/far").symlink_to("../far")
    (here / "w/nowhere.json").symlink_to("nowhere")
    os.mkfifo(here / "w/pipe.json")
    told = {
        item.path: item.reasons[0] for item in check(("project", "w"), ("user", "none")).unserved
    }
    assert told == {
        "none": "no such folder",
        "w/B.JSON": "only names that end in '.json' are read",
        "w/far": "symbolic links are not followed",
        "w/link.json": "symbolic links are not followed",
        "w/nowhere.json": "symbolic links are not followed",
        "w/pipe.json": "not a regular file",
    }


def test_files_and_folders_that_cannot_be_read_are_told(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Permissions do not stop every user, so the refusal is the system's own error, raised where it would be."""
    write(here, {"w/a.json": flow(), "w/b.json": flow("acme.b"), "w/shut/c.json": flow("acme.c")})
    open_file, scandir = os.open, os.scandir

    def refuse(path: Any, *arguments: Any) -> int:
        if str(path).endswith("b.json"):
            raise PermissionError(13, "Permission denied", str(path))
        return open_file(path, *arguments)

    def refuse_folder(path: Any) -> Any:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(os, "scandir", refuse_folder)
    result = check(("project", "w"))
    assert [item.path for item in result.served] == ["w/a.json"]
    assert {item.path: item.reasons for item in result.unserved} == {
        "w/b.json": ("permission denied",),
        "w/shut": ("permission denied",),
    }


def test_a_file_too_large_to_read_is_not_read(here: Path) -> None:
    write(here, {"w/a.json": b""})
    os.truncate(here / "w/a.json", MAX_READ + 1)
    (item,) = check(("project", "w")).unserved
    assert item.reasons == ("the file has 32 MB",)


def test_a_git_source_is_the_folder_workflows_of_a_clone(here: Path) -> None:
    write(here, {"clone/package.json": {}, "clone/workflows/release.json": flow("release"),
                 "clone/workflows/deep/x.json": flow("deep"), "bare/x.json": flow("x")})  # fmt: skip
    result = check(("git", "clone"), ("git", "bare"))
    assert [item.path for item in result.served] == ["clone/workflows/release.json"]
    assert {item.path: item.reasons[0] for item in result.unserved} == {
        "bare/workflows": "no such folder",
        "clone/workflows/deep/x.json": "folders inside a git source are not searched",
    }


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"{", "not JSON: the text ends too early"), (b"[]", "the file is not a JSON object")],
)
def test_a_bindings_file_that_counts_for_nothing_is_told(
    here: Path, content: bytes, reason: str
) -> None:
    write(here, {".workrail/bindings.json": content})
    (item,) = check().unserved
    assert (item.path, item.reasons) == (".workrail/bindings.json", (reason,))


def test_overrides_of_the_project_count(here: Path) -> None:
    prompt = "Ask {{wr.bindings.helper}} for help."
    bound = flow(steps=[{"id": "build", "title": "Build", "prompt": prompt}])
    write(here, {"w/a.json": bound, ".workrail/bindings.json": {"acme.release": {"helper": "x"}}})
    assert "helper" in check(("project", "w")).unserved[0].reasons[0]
    slots = [{"slotId": "helper", "purpose": "Who helps.", "default": "wr.routine-ideation"}]
    write(here, {"w/a.json": {**bound, "extensionPoints": slots}})
    assert check(("project", "w")).is_clean


def test_routines_of_a_project_do_not_break_bundled_workflows(here: Path) -> None:
    write(here, {"mine/build.json": flow("acme.routine-build")})
    call = {"templateId": "wr.templates.routine.acme.routine-build"}
    steps = [*flow()["steps"], {"id": "call", "title": "Call", "templateCall": call}]
    write(here, {"w/a.json": flow(steps=steps)})
    result = startup_check.check([("project", "w")], options=Options(routines=("mine",)))
    assert result.is_clean
    assert {"acme.release", "wr.coding-task"} <= result.ids


CONTENTS = st.one_of(
    st.binary(max_size=20),
    st.sampled_from(["acme.release", "acme.ship", "release", "wr.x", "A", "", 5, None]).map(flow),
    st.sampled_from(["acme.release", "acme.ship"]).map(lambda name: flow(name, owner="me")),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "steps", "x"]), inner, max_size=3),
        max_leaves=5,
    ),
)  # fmt: skip
NAMES = st.sampled_from(
    ["a.json", "b.json", "a.v2.json", "a.lean.json", "release.json", "routines/a.json",
     "examples/a.json", "deep/a.json", "C.JSON"]
)  # fmt: skip
FOLDERS = st.dictionaries(NAMES, CONTENTS, max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    folders=st.lists(st.tuples(st.sampled_from(list(SourceKind)), FOLDERS), max_size=3),
    flags=st.builds(Flags, st.booleans(), st.booleans(), st.booleans()),
)
def test_no_file_is_ever_skipped_in_silence(
    tmp_path_factory: pytest.TempPathFactory,
    folders: list[tuple[SourceKind, dict[str, Any]]],
    flags: Flags,
) -> None:
    root = tmp_path_factory.mktemp("sources")
    sources: list[tuple[SourceKind, str]] = []
    for index, (kind, files) in enumerate(folders):
        top = root / str(index) / ("workflows" if kind is SourceKind.GIT else "")
        top.mkdir(parents=True)
        write(top, files)
        sources.append((kind, str(root / str(index))))
    result = startup_check.check(sources, include_bundled=False, flags=flags)
    told = Counter(
        [
            *(item.path for item in result.served),
            *(hidden.path for item in result.served for hidden in item.hides),
            *(item.path for item in result.unserved),
            *result.examples,
        ]
    )
    there = [path for path in root.rglob("*") if path.is_file()]
    assert told == Counter(path.as_posix() for path in there)
    assert all(item.reasons and all(item.reasons) for item in result.unserved)
    assert len(result.ids) == len(result.served)
