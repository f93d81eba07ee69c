from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.decidable import exclude_each_other
from workflowkit.analysis.prompts.run_files import ENDINGS, FILE, RunFiles, base_name, run_files
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.runtime.conditions import variables
from workflowkit.text.suggest import closest


@rule("P054", severity=Severity.WARNING, since="0.1.0")
def missing_file_writer(analysis: Analysis) -> Iterator[Finding]:
    """A prompt reads a file that no earlier step writes.

    ## Why

    The agent finds nothing under the name and invents the content, or reads a file that an earlier run left behind.
    The rule knows a file of the run by the step that writes it, too late or under a similar name.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "plan", "title": "Plan", "prompt": "Read `findings.md` and plan the work."},
        {"id": "survey", "title": "Survey", "prompt": "Write the findings to `findings.md`."},
        {"id": "report", "title": "Report", "prompt": "Report what `findings.md` contains."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "survey", "title": "Survey", "prompt": "Write the findings to `findings.md`."},
        {"id": "plan", "title": "Plan", "prompt": "Read `findings.md` and plan the work."},
        {"id": "report", "title": "Report", "prompt": "Report what `findings.md` contains."}
      ]
    }
    ```

    ## When not

    A file that is read only when it exists, and a file that no step of the workflow writes, such as a README.
    """
    files = run_files(analysis.workflow.all_steps, analysis.compiled_prompts)
    reported: set[str] = set()
    for passage, match in analysis.passages.find_in_text(_READ, *ENDINGS):
        name = base_name(match["file"])
        start, end = passage.sentence_at(match.start())
        if name in reported or _IF_PRESENT.search(passage.prose, start, end):
            continue
        step = passage.step
        found = (
            _late(files, step, name)
            or _renamed(files, step, name)
            or _elsewhere(analysis, files, step, name)
        )
        if found and not passage.is_forbidden(match.start()):
            reported.add(name)
            message, help_, writer = found
            yield Finding(
                passage.route,
                message,
                help=help_,
                window=match.span("file"),
                related=(Related(writer.route, "the step that writes it"),),
            )


_READ = re.compile(
    r"\b(?:re-?read|read|open|load|consult|attack|rate|compare|check|verify|review|assess|use|follow|apply"
    r"|(?:start|begin|work|continue) (?:from|with)|go through|according to)\b"
    rf"(?: (?!and\b|then\b|write\b|to write\b)[\w'’-]+){{0,6}} [`'\"*]*(?P<file>{FILE})\b",
    re.IGNORECASE,
)
_IF_PRESENT = re.compile(
    r"\b(?:if|when|where|unless|any|existing|exists?|present|available|optional(?:ly)?|earlier runs?)\b",
    re.IGNORECASE,
)
_SHORTEST = 6
"""Characters of a file name without its ending; shorter names are alike by chance."""

Found = tuple[str, str, Step] | None
"""Message, help, and the step that writes the file."""


def _late(files: RunFiles, step: Step, name: str) -> Found:
    """Return what to report when the first step that writes *name* comes after *step*."""
    writer = files.writers.get(name)
    if writer is None or not files.is_first_mention(step, name) or not files.is_after(writer, step):
        return None
    return (
        f"'{name}' is read here, but {writer.name} writes it later",
        "read it after that step, or write it in an earlier one",
        writer,
    )


def _renamed(files: RunFiles, step: Step, name: str) -> Found:
    """Return what to report when nothing writes *name*, but an earlier step writes a file that it seems to mean."""
    stem = name.partition(".")[0]
    if name in files.writers or not files.is_first_mention(step, name) or stem.isupper():
        return None
    earlier = {other for other, writer in files.writers.items() if files.is_later(step, writer)}
    guess = closest(name, earlier) if len(stem) >= _SHORTEST else None
    unread = [other for other in earlier if files.is_unread(other)]
    if guess is None and len(unread) == 1 and unread[0].partition(".")[2] == name.partition(".")[2]:
        guess = unread[0]
    if guess is None:
        # Of a folder that the run writes to, the one file that nobody reads is meant.
        beside = [other for other in earlier if files.is_beside(name, other)]
        alone = [other for other in beside if len(files.mentions[other]) == 1]
        guess = alone[0] if len(beside) == 1 and alone else None
    if guess is None:
        return None
    writer = files.writers[guess]
    return (
        f"no step writes '{name}'; {writer.name} writes '{guess}'",
        f"did you mean '{guess}'?",
        writer,
    )


def _elsewhere(analysis: Analysis, files: RunFiles, step: Step, name: str) -> Found:
    """Return what to report when every step that writes *name* runs only where *step* does not."""
    writers = files.all_writers.get(name, ())
    if not writers or not all(_is_excluded(analysis, writer, step) for writer in writers):
        return None
    return (
        f"'{name}' is read here, but {writers[0].name}, which writes it, is skipped on every path to this step",
        "correct one of the two run conditions, or write the file on this path as well",
        writers[0],
    )


def _is_excluded(analysis: Analysis, writer: Step, step: Step) -> bool:
    """Return whether *writer* and *step* have conditions that never hold together, on keys that no step between them sets."""
    context = analysis.context
    first, last = context.position(writer), context.position(step)
    if first == 0 or first >= last or not (writer.is_conditional and step.is_conditional):
        return False
    run, other = writer.value["runCondition"], step.value["runCondition"]
    keys = {read.variable for read in (*variables(run), *variables(other))}
    is_settled = not any(
        first <= context.position(capture.step) <= last
        for key in keys
        for capture in context.captures_of_key(key)
    )
    return is_settled and exclude_each_other(step, run, other)
