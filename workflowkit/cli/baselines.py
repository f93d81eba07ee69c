"""The change of a baseline file by `wfk lint` and `wfk merge`."""

from __future__ import annotations

import os
from pathlib import Path

from workflowkit.cli.terminal import print_line
from workflowkit.run.lint_map import mapped
from workflowkit.run.lint_stream import Mapper, baseline_streamed
from workflowkit.run.project import Project
from workflowkit.text import files, json_text


def change(
    project: Project, path: str | None, *, prune: bool, outcomes_of: Mapper = mapped
) -> None:
    """Write or prune the baseline file at *path*, by default the effective one, and report the numbers of findings before and after.

    *outcomes_of* returns the outcomes of the project. Raises UsageError and UnreadableFile.
    """
    is_new = not os.path.lexists(project.baseline_path(path))
    change = baseline_streamed(project, path, prune=prune, outcomes_of=outcomes_of)
    files.write_if_changed(Path(change.path), json_text.escape_surrogates(change.text))
    findings = f"{change.n_after} finding{'' if change.n_after == 1 else 's'}"
    if is_new:
        print_line(f"{findings} written to {change.path}")
    elif change.n_before == change.n_after:
        print_line(f"{findings} in {change.path}, as before")
    else:
        print_line(f"{change.n_before} → {findings} in {change.path}")
