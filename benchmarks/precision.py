"""Hits per rule on real files.

python benchmarks/precision.py FOLDER...     folders or files; every rule runs
python benchmarks/precision.py --list CODE FOLDER...     every hit of the rules that CODE selects, with its place

--routines FOLDER in front of the folders takes routines from there before the bundled ones.

The reviewed table of the hits is in docs/precision.md.
"""

from __future__ import annotations

import sys
from collections import Counter

from workflowkit.config.settings import Config, LintConfig, RuleChoice
from workflowkit.diagnostics import Diagnostic
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import matches
from workflowkit.run.project import Options, Project


def hits(paths: list[str], routines: tuple[str, ...] = ()) -> tuple[list[Diagnostic], int]:
    """Return every finding of every rule in the files at *paths*, and the number of files."""
    project = Project.load(paths, Options(routines=tuple(routines)))
    bare = Project(project.documents, project.context, Config(lint=LintConfig()))
    shown = bare.with_rules(RuleChoice(profile="style")).lint().shown
    return list(shown), len(project.documents)


def main(arguments: list[str]) -> int:
    """Print the table, or with `--list` the hits of some rules."""
    selector = ""
    if arguments[:1] == ["--list"]:
        selector, arguments = arguments[1], arguments[2:]
    routines: tuple[str, ...] = ()
    if arguments[:1] == ["--routines"]:
        routines, arguments = (arguments[1],), arguments[2:]
    if not arguments:
        print(__doc__)
        return 2
    found, n_files = hits(arguments, routines)
    by_name = {rule.name: rule for rule in ALL}
    if selector:
        for diagnostic in found:
            if diagnostic.name in by_name and matches(by_name[diagnostic.name], selector):
                line = diagnostic.span.start.line if diagnostic.span else 0
                print(
                    f"{diagnostic.path}:{line}: {diagnostic.code} {diagnostic.name}: {diagnostic.message}"
                )
        return 0
    counts = Counter(diagnostic.name for diagnostic in found)
    files = Counter(
        name for name, _ in {(diagnostic.name, diagnostic.path) for diagnostic in found}
    )
    print(f"{len(ALL)} rules on {n_files} files: {len(found)} hits of {len(counts)} rules")
    for rule in ALL:
        if counts[rule.name]:
            print(
                f"{rule.code}  {rule.name:<36} {rule.severity:<8} {counts[rule.name]:4} hits in {files[rule.name]:3} files"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
