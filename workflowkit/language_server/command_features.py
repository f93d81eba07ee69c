"""The commands of the server: each returns text."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from urllib.parse import quote

from workflowkit.errors import WorkflowkitError
from workflowkit.graph.build import build_graph
from workflowkit.graph.layout import arrange
from workflowkit.graph.mermaid import mermaid
from workflowkit.graph.model import GraphNode
from workflowkit.graph.svg import svg_file
from workflowkit.language_server import convert
from workflowkit.language_server.knowledge import Knowledge
from workflowkit.language_server.named_places import users_of
from workflowkit.language_server.server import WorkflowServer
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.rendering.prompt import Moment, render
from workflowkit.report.exploration import exploration_report, exploration_text
from workflowkit.report.preview import Preview, preview_markdown, previewed
from workflowkit.report.scenario_report import report_text, scenario_report
from workflowkit.report.style import Style
from workflowkit.run.loading import Options
from workflowkit.run.scenario_tests import TestSuite
from workflowkit.run.vocabulary import tokenizer
from workflowkit.runtime.executable import ExecutableStep
from workflowkit.runtime.interpreter import Instance
from workflowkit.simulation.explore import explore
from workflowkit.simulation.path_graph import ExplorationLimits
from workflowkit.text import disk

_SECONDS = 5.0
"""Seconds of computing after which the paths that were found so far are listed."""


def preview(server: WorkflowServer, uri: str, step: str = "") -> str:
    """Return what the agent reads at *step*, or at all steps, as Markdown."""
    pinned = _knowledge(server, uri).pinned
    if pinned is None:
        return _REFUSED
    counter = tokenizer()
    steps = tuple(
        previewed(render(pinned, moment), counter)
        for moment in _moments(pinned)
        if not step
        or moment.instance.step_id == step
        or moment.instance.step_id.startswith(f"{step}.")
    )
    return preview_markdown(
        Preview(
            workflow_id=pinned.id,
            engine=pinned.engine.version,
            tokenizer=counter.name,
            steps=steps,
        )
    )


_REFUSED = "The engine refuses the file; its findings say why.\n"


def _knowledge(server: WorkflowServer, uri: str) -> Knowledge:
    path = convert.path_of(uri)
    knowledge = server.files.knowledge(path) if path else None
    if knowledge is None:
        raise ValueError(f"{uri} is no workflow file that is open or belongs to the project")
    return knowledge


def _moments(pinned: PinnedWorkflow) -> Iterator[Moment]:
    for name, node in pinned.executable.by_id.items():
        if isinstance(node, ExecutableStep):
            loop = pinned.loop_around.get(name)
            instance = Instance(name) if loop is None else Instance(name, loop.id, 0)
            yield Moment(instance, has_notes=name != pinned.first or loop is not None)


def graph(
    server: WorkflowServer, uri: str, format_name: str = "mermaid", link_start: str = ""
) -> str:
    """Return the graph of the workflow as Mermaid, or as SVG, in which nodes lead to *link_start* with the URI and the step, as JSON, behind it."""
    analysis = _knowledge(server, uri).reading.analysis
    if analysis is None:
        return _REFUSED
    drawn = build_graph(analysis)
    if format_name != "svg":
        return mermaid(drawn)

    def link(node: GraphNode) -> str:
        return f"{link_start}{quote(json.dumps([uri, node.step]))}" if node.step else ""

    return svg_file(drawn, arrange(drawn), link if link_start else None)


def simulate(server: WorkflowServer, uri: str) -> str:
    """Return the paths that a run can take."""
    pinned = _knowledge(server, uri).pinned
    if pinned is None:
        return _REFUSED
    end = time.process_time() + _SECONDS
    limits = ExplorationLimits(is_late=lambda: time.process_time() > end)
    return exploration_text(exploration_report(explore(pinned, limits=limits), tokenizer()))


def run_scenarios(server: WorkflowServer, uri: str) -> str:
    """Return the results of the scenarios of a workflow, or of one scenario file."""
    path = convert.path_of(uri)
    if path is None:
        return "no scenarios\n"
    with server.files.at(path) as (_, _, own):
        paths = [own] if not path.endswith(".json") else server.files.scenarios_of(path)
        if not paths:
            return "no scenarios\n"
        try:
            outcomes = TestSuite(paths, Options()).run(jobs=1)
        except WorkflowkitError as error:
            return f"{error.message}\n"
        report = scenario_report([outcome.result for outcome in outcomes])
    return report_text(report, Style(), is_verbose=True)


def list_users(server: WorkflowServer, uri: str) -> list[str]:
    """Return the URIs of the files that use a workflow, routine, ref or feature."""
    path = convert.path_of(uri)
    if path is None:
        return []
    names = users_of(server.files, path)
    with server.files.at(path):
        return [server.uri(disk.real_path(name)) for name in names]
