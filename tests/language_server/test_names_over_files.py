"""Names are found, explained, completed and renamed from every file that has them: scenarios, triggers, tags, bindings, features and refs."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lsprotocol import types as lsp

from tests.language_server.conftest import FLOW, write_project, written
from tests.language_server.editor import linted, plain
from tests.language_server.fuzz import prepared
from workflowkit.language_server import (
    command_features,
    diagnostic_features,
    edit_features,
    text_features,
)
from workflowkit.language_server.diagnostic_features import Reports
from workflowkit.language_server.server import WorkflowServer

FILES = {
    "wfk.toml": 'paths = ["workflows", "routines", "triggers.yml"]\nspec = "spec"\n',
    "triggers.yml": """triggers:
  - id: nightly
    provider: generic
    workflowId: acme.release
    workspacePath: /work
    contextMapping:
      risk: $.risk
    goal: Go 😀.
""",
    "scenarios/release/calm.yml": """title: "Calm 😀"
context:
  risk: low
answers:
  - step: plan
    context: {risk: high}
    artifacts:
      - kind: wr.assessment
        assessmentId: readiness
        dimensions:
          risk: low
  - step: check.read
expect:
  path: [plan, check.read]
  end: complete
""",
    "scenarios/release/wrong.yml": "answers:\n  - step: 'plam'\n",
    "spec/features/care.json": written(
        {
            "constraints": ["Take care."],
            "procedure": [[{"kind": "ref", "refId": "wr.refs.house_rules"}]],
            "verify": [],
        }
    ),
    "spec/refs/house_rules.md": "# Rules 😀\n\n😀 See wr.refs.memory_usage.\n",
    "spec/workflow-tags.json": written(
        {
            "tags": [
                {
                    "id": "delivery",
                    "displayName": "Delivery",
                    "when": ["shipping"],
                    "examples": ["acme.release"],
                }
            ],
            "workflows": {
                "acme.release": {"tags": ["delivery"]},
                "acme.audit": {"tags": ["nope"]},
            },
        }
    ),
}
FLOW_WITH_FEATURE = {**FLOW, "features": ["wr.features.care"]}


class Desk:
    """A server in this process, and the files that it has open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server: WorkflowServer = prepared(folder)

    def open(self, name: str, text: str | None = None) -> str:
        written_text = (self.folder / name).read_text("utf-8") if text is None else text
        self.server.files.set_text(str(self.folder / name), written_text)
        self.server.files.settle()
        return written_text

    def about(self, name: str, words: str, inside: int = 1) -> dict[str, Any]:
        """Return the document and the position *inside* characters behind the start of *words*."""
        text = self.server.files.text_of(str(self.folder / name)) or self.open(name)
        line, unit = self.server.places(str(self.folder / name)).position(
            text.index(words) + inside
        )
        uri = (self.folder / name).as_uri()
        return {
            "text_document": lsp.TextDocumentIdentifier(uri),
            "position": lsp.Position(line, unit),
        }

    def words(self, uri: str, here: lsp.Range) -> str:
        """Return what is written in the range of the file *uri*."""
        places = self.server.other_places(uri.removeprefix("file://"))
        start, end = (places.offset(each.line, each.character) for each in (here.start, here.end))
        return places.text[start:end]

    def listed(self, found: list[lsp.Location]) -> list[tuple[str, str]]:
        names = [(each.uri.rpartition(self.folder.name)[2].lstrip("/"), each) for each in found]
        return [(name, self.words(each.uri, each.range)) for name, each in names]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = write_project(tmp_path_factory.mktemp("names"))
    for name, text in {**FILES, "workflows/release.json": written(FLOW_WITH_FEATURE)}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    desk = Desk(folder)
    assert not desk.server.files.errors
    for name in (*FILES, "workflows/release.json"):
        desk.open(name)
    return desk


SCENARIO, TAGS, FLOW_FILE = (
    "scenarios/release/calm.yml",
    "spec/workflow-tags.json",
    "workflows/release.json",
)


@pytest.mark.parametrize(
    ("name", "words", "inside", "file", "defined"),
    [
        (SCENARIO, "plan", 1, FLOW_FILE, "plan"),
        (SCENARIO, "risk: low", 1, FLOW_FILE, "risk"),
        (SCENARIO, "readiness", 1, FLOW_FILE, "readiness"),
        (SCENARIO, "check.read", 1, FLOW_FILE, "check"),
        (SCENARIO, "check.read", 7, "routines/check-plan.json", "read"),
        ("triggers.yml", "acme.release", 1, FLOW_FILE, "acme.release"),
        ("triggers.yml", "risk:", 1, FLOW_FILE, "risk"),
        (TAGS, '"acme.audit"', 3, "workflows/audit.json", "acme.audit"),
        (TAGS, '["delivery"', 3, TAGS, "delivery"),
        ("spec/features/care.json", "wr.refs.house", 1, "spec/refs/house_rules.md", ""),
        (FLOW_FILE, "wr.features.care", 1, "spec/features/care.json", ""),
    ],
)
def test_a_definition_is_found_from_every_file(
    desk: Desk, name: str, words: str, inside: int, file: str, defined: str
) -> None:
    if words == '["delivery"':
        words = '"delivery"\n'
    params = lsp.DefinitionParams(**desk.about(name, words, inside))
    assert desk.listed(text_features.define(desk.server, params)) == [(file, defined)]


def _referring(desk: Desk, name: str, words: str) -> list[tuple[str, str]]:
    about = lsp.ReferenceContext(include_declaration=True)
    params = lsp.ReferenceParams(context=about, **desk.about(name, words))
    return desk.listed(text_features.refer(desk.server, params))


def test_references_of_a_step_are_those_of_its_scenarios_too(desk: Desk) -> None:
    expected = [(FLOW_FILE, "plan"), (SCENARIO, "plan"), (SCENARIO, "plan")]
    assert _referring(desk, SCENARIO, "plan") == expected
    assert _referring(desk, FLOW_FILE, 'plan",\n      "title') == expected


def test_references_of_a_workflow_are_in_triggers_and_tags(desk: Desk) -> None:
    found = _referring(desk, "triggers.yml", "acme.release")
    assert found == [
        (FLOW_FILE, "acme.release"),
        ("triggers.yml", "acme.release"),
        (TAGS, "acme.release"),
        (TAGS, "acme.release"),
    ]


def test_references_of_a_ref_are_in_features_and_markdown(desk: Desk) -> None:
    assert _referring(desk, "spec/refs/house_rules.md", "wr.refs.memory") == [
        ("spec/refs/house_rules.md", "wr.refs.memory_usage")
    ]


def test_a_key_that_only_a_routine_sets_is_defined_there(tmp_path: Path) -> None:
    folder = write_project(tmp_path)
    routine = folder / "routines/check-plan.json"
    text = routine.read_text("utf-8").replace("look for gaps.", "look. Capture: `gapList`.")
    routine.write_text(text, "utf-8")
    flow = (folder / FLOW_FILE).read_text("utf-8")
    (folder / FLOW_FILE).write_text(flow.replace("{{risk}}", "{{gapList}}"), "utf-8")
    desk = Desk(folder)
    desk.open(FLOW_FILE)
    params = lsp.DefinitionParams(**desk.about(FLOW_FILE, "gapList"))
    found = desk.listed(text_features.define(desk.server, params))
    assert found == [("routines/check-plan.json", "gapList")]
    expected = [(FLOW_FILE, "gapList"), ("routines/check-plan.json", "gapList")]
    assert _referring(desk, FLOW_FILE, "gapList") == expected
    assert sorted(_referring(desk, "routines/check-plan.json", "gapList")) == sorted(
        [*reversed(expected)]
    )


@pytest.mark.parametrize(
    ("name", "words", "new", "changed"),
    [
        (SCENARIO, "plan", "draft-plan", {SCENARIO, FLOW_FILE}),
        (SCENARIO, "risk: low", "dangerLevel", {SCENARIO, FLOW_FILE, "triggers.yml"}),
        ("triggers.yml", "risk:", "dangerLevel", {SCENARIO, FLOW_FILE, "triggers.yml"}),
        (SCENARIO, "readiness", "is-ready", {SCENARIO, FLOW_FILE}),
        ("triggers.yml", "acme.release", "acme.ship", {FLOW_FILE, "triggers.yml", TAGS}),
        (TAGS, '"acme.audit"', "acme.auditing", {TAGS, "workflows/audit.json", FLOW_FILE}),
    ],
)
def test_a_rename_starts_in_every_file(
    desk: Desk, name: str, words: str, new: str, changed: set[str]
) -> None:
    place = desk.about(name, words, 2)
    prepared_name = edit_features.prepare_rename(desk.server, lsp.PrepareRenameParams(**place))
    assert prepared_name is not None
    uri = place["text_document"].uri
    assert desk.words(uri, prepared_name.range) == prepared_name.placeholder
    edit = edit_features.rename_name(desk.server, lsp.RenameParams(**place, new_name=new))
    assert edit is not None
    files = {each.rpartition(desk.folder.name)[2].lstrip("/") for each in edit.changes or {}}
    assert files == changed


@pytest.mark.parametrize(
    ("name", "words", "inside", "shown"),
    [
        (SCENARIO, "plan", 1, "What the agent reads at `plan`"),
        (SCENARIO, "risk: low", 1, "set by `plan`"),
        (SCENARIO, "complete", 1, "How the run ends"),
        (SCENARIO, "wr.assessment", 1, "wr.contracts.assessment"),
        ("triggers.yml", "acme.release", 1, "Cut a release."),
        ("triggers.yml", "generic", 1, "The kind of event"),
        (TAGS, '"acme.audit"', 3, "Audits a plan."),
        (TAGS, '"nope"', 3, "known: delivery"),
        ("spec/refs/house_rules.md", "wr.refs.memory", 1, "Memory rules"),
        ("spec/features/care.json", "wr.refs.house", 1, "# Rules"),
        ("wfk.toml", "spec", 1, "Spec pack"),
    ],
)
def test_hover_explains_names_in_every_file(
    desk: Desk, name: str, words: str, inside: int, shown: str
) -> None:
    asyncio.run(_complete_check(desk))
    found = text_features.show_hover(
        desk.server, lsp.HoverParams(**desk.about(name, words, inside))
    )
    assert found is not None
    assert isinstance(found.contents, lsp.MarkupContent)
    assert shown in found.contents.value


async def _complete_check(desk: Desk) -> None:
    params = lsp.WorkspaceDiagnosticParams(previous_result_ids=[])
    await diagnostic_features.pull_all(desk.server, params, Reports())


@pytest.mark.parametrize(
    ("name", "old", "new", "inside", "expected", "absent"),
    [
        (SCENARIO, "step: plan", "step: ", 6, {"plan", "check.read", "fix"}, {"check"}),
        (SCENARIO, "[plan, ", "[, ", 1, {"plan", "check.judge"}, set()),
        (SCENARIO, "  risk: low\nans", "  \nans", 2, {"risk", "goal"}, {"context"}),
        (SCENARIO, "  risk: low\nans", "  risk: \nans", 8, {"low", "high"}, set()),
        (SCENARIO, "kind: wr.assessment", "kind: ", 6, {"wr.loop_control"}, set()),
        (SCENARIO, "assessmentId: readiness", "assessmentId: ", 14, {"readiness"}, set()),
        (SCENARIO, "  end: complete", "  ", 2, {"end", "last"}, {"path"}),
        (TAGS, '"acme.audit": {', '"": {', 1, {"acme.audit", "acme.broken"}, {"acme.release"}),
        (
            TAGS,
            '"examples": [\n        "acme.release"',
            '"examples": [""',
            14,
            {"acme.audit"},
            set(),
        ),
        ("wfk.toml", 'spec = "spec"', "", 0, {"engine", "paths"}, {"lint"}),
        (
            "spec/refs/house_rules.md",
            "wr.refs.memory_usage",
            "wr.refs.",
            8,
            {"wr.refs.house_rules"},
            set(),
        ),
        (FLOW_FILE, "about `risk`", "about `ri`", 9, {"risk"}, {"ri"}),
        (FLOW_FILE, "{{risk}}", "{{ris}}", 5, {"risk", "wr.bindings.auditor"}, {"ris"}),
        ("routines/check-plan.json", "Judge {subject}", "Judge {", 7, {"subject"}, set()),
    ],
)
def test_completion_offers_what_the_place_takes(
    desk: Desk, name: str, old: str, new: str, inside: int, expected: set[str], absent: set[str]
) -> None:
    text = (desk.folder / name).read_text("utf-8")
    changed = text.replace(old, new, 1)
    desk.open(name, changed)
    try:
        line, unit = desk.server.places(str(desk.folder / name)).position(text.index(old) + inside)
        params = lsp.CompletionParams(
            lsp.TextDocumentIdentifier((desk.folder / name).as_uri()), lsp.Position(line, unit)
        )
        labels = [each.label for each in text_features.complete(desk.server, params).items]
    finally:
        desk.open(name, text)
    assert expected <= set(labels)
    assert not absent & set(labels)
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("name", "broken", "symbols"),
    [
        ("triggers.yml", "    goal: [", ["triggers"]),
        (SCENARIO, "    context: {", ["title", "context", "answers", "expect"]),
        (TAGS, "{{", ["tags", "workflows"]),
        ("wfk.toml", "[lint", ["lint"]),
        ("spec/refs/house_rules.md", "**", ["Rules 😀"]),
    ],
)
def test_every_file_has_an_outline_also_while_it_is_broken(
    desk: Desk, name: str, broken: str, symbols: list[str]
) -> None:
    text = (desk.folder / name).read_text("utf-8")
    identifier = lsp.TextDocumentIdentifier((desk.folder / name).as_uri())
    end = "[lint]\nselect = []\n" if name == "wfk.toml" else ""
    for content in (f"{text}{end}", f"{text}{end}{broken}"):
        desk.open(name, content)
        try:
            found = text_features.list_symbols(desk.server, lsp.DocumentSymbolParams(identifier))
            folded = text_features.fold(desk.server, lsp.FoldingRangeParams(identifier))
            here = lsp.SelectionRangeParams(identifier, [lsp.Position(1, 3)])
            selected = text_features.select(desk.server, here)
        finally:
            desk.open(name, text)
        assert [each.name for each in found][: len(symbols)] == symbols
        assert folded
        assert selected[0].parent is not None


def test_files_that_are_not_open_have_their_errors(desk: Desk) -> None:
    server = prepared(desk.folder)

    async def found() -> dict[str, list[str]]:
        params = lsp.WorkspaceDiagnosticParams(previous_result_ids=[])
        report = await diagnostic_features.pull_all(server, params, Reports())
        full = [
            each
            for each in report.items
            if isinstance(each, lsp.WorkspaceFullDocumentDiagnosticReport)
        ]
        return {
            each.uri.rpartition(desk.folder.name)[2].lstrip("/"): [
                f"{one.range.start.line + 1}: {one.message}" for one in each.items
            ]
            for each in full
        }

    errors = asyncio.run(found())
    message = "2: workflow 'acme.release' has no step 'plam'; did you mean 'plan'?"
    assert errors["scenarios/release/wrong.yml"] == [message]
    assert SCENARIO not in errors
    line = FILES[TAGS].splitlines().index('        "nope"') + 1
    assert errors[TAGS] == [f"{line}: tag 'nope' is not declared"]


def test_errors_of_a_scenario_follow_its_workflow(desk: Desk) -> None:
    uri = str(desk.folder / "scenarios/release/wrong.yml")
    server = desk.server

    def errors() -> list[str]:
        while server.check_next():
            pass
        server.scenarios.note_changed(server.files.workspace.take_changed())
        while server.scenarios.check_next():
            pass
        return [each.message for each in server.findings(uri)]

    server.files.close(uri)
    assert len(errors()) == 1
    text = desk.open(FLOW_FILE)
    desk.open(FLOW_FILE, text.replace('"id": "plan"', '"id": "plam"'))
    assert errors() == []
    desk.open(FLOW_FILE, text)
    assert len(errors()) == 1


def test_an_invalid_spec_pack_is_reported_in_its_file(tmp_path: Path) -> None:
    folder = write_project(tmp_path)
    (folder / "wfk.toml").write_text(FILES["wfk.toml"], "utf-8")
    (folder / "spec/features").mkdir(parents=True)
    (folder / "spec/features/care.json").write_text('{"constraints": 1}\n', "utf-8")
    server = prepared(folder)
    place = str(folder / "spec/features/care.json")
    assert server.outside() == [place]
    (error,) = server.findings(place)
    assert error.range.start == lsp.Position(0, 16)


def test_a_trigger_of_an_invalid_workflow_is_reported_once(tmp_path: Path) -> None:
    folder = write_project(tmp_path)
    text = (folder / "triggers.yml").read_text("utf-8").replace("acme.relaese", "acme.broken")
    (folder / "triggers.yml").write_text(text, "utf-8")
    server = prepared(folder)
    while server.check_next():
        pass
    own = plain(server.findings(str(folder / "triggers.yml")))
    assert "W003" not in [code for code, *_ in own]
    assert own == linted(folder, "triggers.yml")


def test_lenses_of_scenarios_refs_and_features(desk: Desk) -> None:
    titles: Callable[[str], list[str]] = lambda name: [  # noqa: E731 - short
        each.command.title
        for each in text_features.show_lenses(
            desk.server,
            lsp.CodeLensParams(lsp.TextDocumentIdentifier((desk.folder / name).as_uri())),
        )
        if each.command
    ]
    assert titles(SCENARIO) == ["run scenario"]
    assert titles("spec/refs/house_rules.md") == ["used by 1 file"]
    assert titles("spec/features/care.json") == ["used by 1 file"]


def test_nodes_of_the_drawing_lead_to_their_steps(desk: Desk) -> None:
    pytest.importorskip("fast_sugiyama")
    uri = (desk.folder / FLOW_FILE).as_uri()
    drawn = command_features.graph(desk.server, uri, "svg", "command:open?")
    targets = [
        json.loads(unquote(each)) for each in re.findall(r'href="command:open\?([^"]*)"', drawn)
    ]
    assert {step for _, step in targets} == {"plan", "check", "fix"}
    assert {name for name, _ in targets} == {uri}
    assert "href" not in command_features.graph(desk.server, uri, "svg")


def test_blocks_take_the_indentation_of_the_file(desk: Desk) -> None:
    name = "workflows/audit.json"
    text = desk.open(name)
    desk.open(name, text.replace("  ", "\t"))
    try:
        place = desk.about(name, '"prompt"', 2)
        here = lsp.Range(place["position"], place["position"])
        params = lsp.CodeActionParams(place["text_document"], here, lsp.CodeActionContext([]))
        actions = {each.title: each for each in edit_features.act(desk.server, params)}
    finally:
        desk.open(name, text)
    ((edit,),) = (actions["convert the prompt to prompt blocks"].edit.changes or {}).values()
    assert edit.new_text == (
        '"promptBlocks": {\n\t\t\t\t"goal": "Audit the plan that you are given."\n\t\t\t}'
    )
    assert not [title for title in actions if "all" in title]


def test_a_file_is_open_before_its_folder_is_made(desk: Desk) -> None:
    desk.open("later/on/flow.json", "{}")
    params = lsp.HoverParams(**desk.about("later/on/flow.json", "{}", 0))
    assert text_features.show_hover(desk.server, params) is None
    desk.server.files.close(str(desk.folder / "later/on/flow.json"))
    outside = desk.folder.parent / "elsewhere/new.json"
    desk.server.files.set_text(str(outside), '{"id": 1}')
    desk.server.files.settle()
    assert desk.server.findings(str(outside)) is not None
    desk.server.files.close(str(outside))


@pytest.mark.parametrize("name", ["package.json", "data/list.json", "README.md"])
def test_files_of_others_get_nothing(desk: Desk, name: str) -> None:
    text = '{"name": "x", "version": "1.0.0", "scripts": {"id": "acme.release"}}'
    desk.open(name, "# Title\n" if name.endswith(".md") else text)
    try:
        place = desk.about(name, "t", 1)
        hover = text_features.show_hover(desk.server, lsp.HoverParams(**place))
        symbols = lsp.DocumentSymbolParams(place["text_document"])
        assert hover is None
        assert text_features.complete(desk.server, lsp.CompletionParams(**place)).items == []
        assert text_features.list_symbols(desk.server, symbols) == []
    finally:
        desk.server.files.close(str(desk.folder / name))


def test_a_finding_of_the_tag_file_can_be_accepted(desk: Desk) -> None:
    asyncio.run(_complete_check(desk))
    place = desk.about(TAGS, '"nope"', 2)
    here = lsp.Range(place["position"], place["position"])
    params = lsp.CodeActionParams(place["text_document"], here, lsp.CodeActionContext([]))
    (action,) = edit_features.act(desk.server, params)
    assert action.title == "accept unknown-tag here, with a reason"
    assert action.edit is not None
    ((uri, (edit,)),) = (action.edit.changes or {}).items()
    assert uri.endswith("wfk.toml")
    assert f'path = "{TAGS}"' in edit.new_text
