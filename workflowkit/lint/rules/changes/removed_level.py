from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from workflowkit.changes.change import WorkflowChange
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("Z205", severity=Severity.ERROR, since="0.1.0")
def removed_level(change: WorkflowChange) -> Iterator[Finding]:
    """An assessment, a dimension or a level of the old version is gone.

    ## Why

    Hosts and later steps read the levels that were given, and sessions under way may have given them.
    A consequence that names a level that does not exist is refused by the engine.

    ## Bad

    ```json
    {
      "before": {
        "assessments": [{"id": "risk", "purpose": "How risky.", "dimensions": [{"id": "reach", "purpose": "Who is affected.", "levels": ["low", "high"]}]}],
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."}
        ]
      },
      "after": {
        "assessments": [{"id": "risk", "purpose": "How risky.", "dimensions": [{"id": "reach", "purpose": "Who is affected.", "levels": ["low", "medium"]}]}],
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."}
        ]
      }
    }
    ```

    ## Good

    ```json
    {
      "before": {
        "assessments": [{"id": "risk", "purpose": "How risky.", "dimensions": [{"id": "reach", "purpose": "Who is affected.", "levels": ["low", "high"]}]}],
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."}
        ]
      },
      "after": {
        "assessments": [{"id": "risk", "purpose": "How risky.", "dimensions": [{"id": "reach", "purpose": "Who is affected.", "levels": ["low", "medium", "high"]}]}],
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."}
        ]
      }
    }
    ```
    """
    before, after = change.before.levels, change.after.levels
    lost = [name for name in before if name not in after]
    # Of an assessment or dimension that is gone, the parts are not reported as well; levels of one dimension are one finding.
    heads = [name for name in lost if len(name) == 1 or name[:-1] not in lost]
    for parent, names in groupby(heads, key=lambda name: (name[:-1], len(name))):
        lost_here = list(names)
        noun = ("assessment", "dimension", "level")[parent[1] - 1]
        listed = ", ".join(f"'{'/'.join(name)}'" for name in lost_here)
        is_one = len(lost_here) == 1
        yield Finding(
            ("assessments",),
            f"{noun}{'' if is_one else 's'} {listed} {'was' if is_one else 'were'} removed",
            help="keep it, or read the new name wherever the old one is read",
            related=(Related(before[lost_here[0]], "it was here", change.before.path),),
        )
