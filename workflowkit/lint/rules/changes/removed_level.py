from __future__ import annotations

from collections.abc import Iterator

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
    for name in sorted(before.keys() - after.keys()):
        parents = [parent for parent in (name[:1], name[:2]) if parent != name]
        if any(parent in before and parent not in after for parent in parents):
            continue  # The assessment or the dimension is reported.
        noun = ("assessment", "dimension", "level")[len(name) - 1]
        yield Finding(
            ("assessments",),
            f"{noun} '{'/'.join(name)}' was removed",
            help="keep it, or read the new name wherever the old one is read",
            related=(Related(before[name], "it was here", change.before.path),),
        )
