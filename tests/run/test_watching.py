"""A watched project: after any series of edits its findings are those of a new run, and a save costs what depends on the file."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workflowkit.errors import WorkflowkitError
from workflowkit.report.formats import assembler
from workflowkit.report.pieces import ListedFindings
from workflowkit.report.style import PLAIN
from workflowkit.run import live_files
from workflowkit.run.lint_stream import StreamedResult, lint_streamed
from workflowkit.run.project_group import ProjectGroup
from workflowkit.run.watching import Watch


def workflow(name: str, *steps: dict[str, Any], **others: object) -> str:
    value = {
        "id": f"acme.{name}",
        "name": name.title(),
        "description": "Use this to do it.",
        "version": "1.0.0",
        **others,
        "steps": steps,
    }
    return json.dumps(value, indent=2) + "\n"


def step(name: str, **others: object) -> dict[str, Any]:
    return {"id": name, "title": name.title(), "prompt": f"Do {name} as I asked.", **others}


CALL = {
    "id": "called",
    "title": "Called",
    "templateCall": {"templateId": "wr.templates.routine.sweep"},
}
BLOCKS = {"goal": "Reach it.", "constraints": [[{"kind": "ref", "refId": "wr.refs.manners"}]]}
SLOT = {"slotId": "cleanup", "purpose": "Cleans up.", "default": "wr.routine-sweep"}
BOUND = step("bound", prompt="Run {{wr.bindings.cleanup}} as I asked, with all that it needs.")
FILES = {
    "wfk.toml": (
        'paths = ["."]\nspec = "pack"\n'
        '[lint]\nprofile = "style"\n'
        '[[lint.suppress]]\nrule = "unknown-mentioned-workflow"\npath = "workflows/names.json"\nreason = "known"\n'
    ),
    "pack/refs/manners.md": "Be kind.\n",
    "routines/sweep.json": workflow("x", step("sweep")).replace("acme.x", "wr.routine-sweep"),
    "workflows/plain.json": workflow("plain", step("work")),
    "workflows/calls.json": workflow("calls", step("before"), CALL),
    "workflows/refers.json": workflow(
        "refers", {"id": "refers", "title": "Refers", "promptBlocks": BLOCKS}
    ),
    "workflows/names.json": workflow(
        "names", step("names", prompt="Start `acme.plain` and read spec/notes.md as I asked.")
    ),
    "workflows/bound.json": workflow("bound", BOUND, extensionPoints=[SLOT]),
    "workflows/deep/inner.json": workflow("inner", step("inner")),
    "triggers.yml": (
        "triggers:\n  - id: nightly\n    provider: generic\n    workflowId: acme.plain\n"
        "    workspacePath: /srv/work\n    goal: Do it\n"
    ),
    ".workrail/bindings.json": json.dumps({"acme.bound": {"cleanup": "wr.routine-sweep"}}) + "\n",
}

SERVED = ("triggers.yml", ".workrail/bindings.json")
"""Files that ask what the engine serves, which takes longer than everything else."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        put(name, text)
    return tmp_path


def put(name: str, text: str) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def edited(name: str, change: Callable[[str], str]) -> None:
    path = Path(name)
    if path.is_file():
        put(name, change(path.read_text("utf-8")))


def removed(name: str) -> None:
    path = Path(name)
    if path.is_dir():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()


def moved(old: str, new: str) -> None:
    if Path(old).exists() and not Path(new).exists():
        Path(new).parent.mkdir(parents=True, exist_ok=True)
        Path(old).rename(new)


def baselined() -> None:
    with contextlib.suppress(WorkflowkitError):
        change = ProjectGroup.load().projects[0].baseline()
        put(change.path, change.text)


def restored(name: str) -> None:
    put(name, FILES[name])


EDITS: dict[str, Callable[[], None]] = {
    "misspell a key": lambda: edited(
        "workflows/plain.json", lambda text: text.replace('"title"', '"titel"')
    ),
    "repair it": lambda: restored("workflows/plain.json"),
    "break JSON": lambda: put("workflows/plain.json", '{"id": '),
    "empty a file": lambda: put("workflows/refers.json", ""),
    "restore the file": lambda: restored("workflows/refers.json"),
    "change an id": lambda: edited(
        "workflows/plain.json", lambda text: text.replace("acme.plain", "acme.plane")
    ),
    "remove a workflow": lambda: removed("workflows/plain.json"),
    "rename a file": lambda: moved("workflows/plain.json", "workflows/other.json"),
    "rename it back": lambda: moved("workflows/other.json", "workflows/plain.json"),
    "add a workflow": lambda: put("workflows/new.json", workflow("new", step("work"))),
    "add one with a taken id": lambda: put("workflows/two.json", workflow("plain", step("work"))),
    "remove that": lambda: removed("workflows/two.json"),
    "remove a folder": lambda: removed("workflows/deep"),
    "restore the folder": lambda: restored("workflows/deep/inner.json"),
    "change a routine": lambda: edited(
        "routines/sweep.json", lambda text: text.replace("Do sweep", "Sweep {{missing}} up")
    ),
    "reformat a routine": lambda: edited(
        "routines/sweep.json", lambda text: json.dumps(json.loads(text)) + "\n"
    ),
    "remove a routine": lambda: removed("routines/sweep.json"),
    "restore the routine": lambda: restored("routines/sweep.json"),
    "add a routine": lambda: put(
        "routines/mop.json", workflow("x", step("mop")).replace("acme.x", "wr.routine-mop")
    ),
    "call an unknown routine": lambda: edited(
        "workflows/calls.json", lambda text: text.replace("routine.sweep", "routine.mopp")
    ),
    "call the routine again": lambda: restored("workflows/calls.json"),
    "change a ref": lambda: put("pack/refs/manners.md", "Do {context.nothing} as I asked.\n"),
    "remove the ref": lambda: removed("pack/refs/manners.md"),
    "restore the ref": lambda: restored("pack/refs/manners.md"),
    "mark a package": lambda: put("package.json", '{"files": ["workflows"]}\n'),
    "write a mentioned file": lambda: put("spec/notes.md", "Notes.\n"),
    "remove the mentioned file": lambda: removed("spec"),
    "change the profile": lambda: edited(
        "wfk.toml", lambda text: text.replace('"style"', '"core"')
    ),
    "change it back": lambda: restored("wfk.toml"),
    "break the configuration": lambda: put("wfk.toml", "[lint\n"),
    "ignore a folder": lambda: put(".gitignore", "deep/\n"),
    "ignore nothing": lambda: removed(".gitignore"),
    "exclude a file": lambda: edited(
        "wfk.toml", lambda text: f'exclude = ["workflows/calls.json"]\n{text}'
    ),
    "nest a configuration": lambda: put("workflows/deep/wfk.toml", '[lint]\nprofile = "core"\n'),
    "remove the nested one": lambda: removed("workflows/deep/wfk.toml"),
    "accept all": baselined,
    "accept nothing": lambda: removed("wfk-baseline.json"),
    "break the baseline": lambda: put("wfk-baseline.json", "{}\n"),
    "trigger an unknown workflow": lambda: edited(
        "triggers.yml", lambda text: text.replace("acme.plain", "acme.nothing")
    ),
    "restore the triggers": lambda: restored("triggers.yml"),
    "bind an unknown routine": lambda: edited(
        ".workrail/bindings.json", lambda text: text.replace("sweep", "mopp")
    ),
    "restore the bindings": lambda: restored(".workrail/bindings.json"),
    "take a workflow for none": lambda: put("workflows/deep/inner.json", "[]\n"),
    "add what is no workflow": lambda: put("data/list.json", "[1, 2]\n"),
    "make it a link": lambda: linked("workflows/linked.json", "../data/real.json"),
    "change what it leads to": lambda: put("data/real.json", workflow("real", step("work", x=1))),
}


def linked(name: str, target: str) -> None:
    if not Path(name).is_symlink():
        Path(name).symlink_to(target)


def snapshot(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Every path with what tells that it changed."""
    found = {}
    for path in folder.rglob("*"):
        state = path.lstat()
        found[str(path)] = state.st_mtime_ns, state.st_size, state.st_ino
    return found


def differing(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


FORMATS = [("text", PLAIN)]


def text_of(result: StreamedResult) -> str:
    """What is printed, without the duration."""
    tally = result.tally
    tally.seconds = 0
    listed = ListedFindings(result.pieces, tally.counts, None)
    return "".join(assembler("text")(listed, tally, PLAIN))


def fresh() -> str:
    try:
        return text_of(lint_streamed(ProjectGroup.load().projects, FORMATS))
    except WorkflowkitError as error:
        return f"{error.message}\n{error.help}"


class Watched:
    """What a watch shows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = Watch(ProjectGroup.load, None, lambda: FORMATS)
        self.seen = snapshot(folder)
        self.shown = ""
        self.loads = 0
        self._load()

    def _load(self) -> None:
        self.loads += 1
        try:
            check = self.files.check()
        except WorkflowkitError as error:
            self.shown = f"{error.message}\n{error.help}"
        else:
            self.shown = text_of(check.result)

    @property
    def is_failed(self) -> bool:
        return " files, " not in self.shown and " of " not in self.shown

    def follow(self) -> None:
        """Do with all changes what the command does."""
        now = snapshot(self.folder)
        changes = self.files.changes(differing(self.seen, now))
        self.seen = now
        if not changes:
            return
        check = self.files.recheck(changes)
        if check is None:
            self._load()
        else:
            self.shown = text_of(check.result)


def repaired(watched: Watched) -> None:
    """Remove what keeps a run from starting."""
    if watched.is_failed:
        restored("wfk.toml")
        removed("wfk-baseline.json")


@pytest.mark.parametrize("seed", range(4))
def test_any_series_of_edits_shows_what_a_new_run_shows(project: Path, seed: int) -> None:
    chance = random.Random(seed)
    for name in SERVED:
        removed(name)
    possible = sorted(name for name in EDITS if "trigger" not in name and "bind" not in name)
    watched = Watched(project)
    assert watched.shown == fresh()
    done: list[str] = []
    for _ in range(20):
        repaired(watched)
        for name in chance.sample(possible, chance.choice((1, 1, 1, 2, 3))):
            done.append(name)
            EDITS[name]()
        watched.follow()
        assert watched.shown == fresh(), done[-8:]


def test_what_a_trigger_starts_may_have_an_error_that_is_accepted(project: Path) -> None:
    watched = Watched(project)
    for names in (
        ("misspell a key",),
        ("accept all",),
        ("accept nothing", "change an id"),
        ("repair it", "trigger an unknown workflow"),
    ):
        for name in names:
            EDITS[name]()
        watched.follow()
        assert watched.shown == fresh(), names


def test_each_edit_in_turn(project: Path) -> None:
    put("data/real.json", workflow("real", step("work")))
    for name in SERVED:
        removed(name)
    watched = Watched(project)
    for name, edit in EDITS.items():
        repaired(watched)
        edit()
        watched.follow()
        assert watched.shown == fresh(), name


@pytest.fixture
def analyzed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that are analyzed, as they are."""
    found: list[str] = []
    analyze: Any = getattr(live_files, "analyze")  # noqa: B009 - it is imported there

    def noted(subject: Any, *others: Any) -> Any:
        found.append(subject.document.path)
        return analyze(subject, *others)

    monkeypatch.setattr(live_files, "analyze", noted)
    monkeypatch.setattr(live_files, "workers_for", lambda *_: 1)
    return found


ALL = {name for name in FILES if name.startswith(("workflows", "routines")) and "bound" not in name}
COSTS: dict[str, tuple[set[str], int]] = {
    "misspell a key": ({"workflows/plain.json"}, 0),
    # It has no id any more, which another file names.
    "break JSON": ({"workflows/plain.json", "workflows/names.json"}, 1),
    "change a routine": ({"routines/sweep.json", "workflows/calls.json"}, 1),
    "add a workflow": ({"workflows/new.json"}, 1),
    "remove a folder": (set(), 1),
    "exclude a file": (ALL - {"workflows/calls.json"}, 1),
    "change a ref": (ALL, 1),
    "add what is no workflow": (set(), 0),
}
"""Edit to the files that are analyzed, and to the number of times that everything is loaded."""


@pytest.mark.parametrize("name", COSTS)
def test_an_edit_costs_what_depends_on_the_file(
    project: Path, analyzed: list[str], name: str
) -> None:
    removed("triggers.yml")
    removed(".workrail")
    removed("workflows/bound.json")
    put(
        "wfk.toml",
        'paths = ["workflows", "routines"]\nspec = "pack"\n[lint]\nprofile = "core"\n',
    )
    watched = Watched(project)
    assert watched.shown.startswith("6 files, no findings")
    analyzed.clear()
    EDITS[name]()
    watched.follow()
    files, n_loads = COSTS[name]
    assert set(analyzed) == files
    assert watched.loads == 1 + n_loads
