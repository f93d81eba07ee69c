from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.version_bump import VersionBump
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("Z001", severity=Severity.ERROR, since="0.1.0")
def insufficient_version_bump(bump: VersionBump) -> Iterator[Finding]:
    """The version of a workflow was raised less than its changes demand.

    ## Why

    People and hosts see from the version what an update means for them.
    What breaks running sessions or contracts is a major version, a weaker gate is a minor version, and another text is a patch.
    Below 1.0.0 each counts one less: a minor version, a patch and a patch.

    ## Bad

    ```text
    A step was removed; the version is 1.4.0 as before.
    ```

    ## Good

    ```text
    A step was removed; the version was 1.4.0 and is 2.0.0.
    ```
    """
    if bump.is_enough:
        return
    change = bump.change
    yield Finding(
        ("version",),
        f"the changes demand version {bump.demanded} or later; it is {change.after.number}, and was {change.before.number}",
        help=f"set 'version' to '{bump.demanded}'",
        related=(Related(("version",), "it was here", change.before.path),),
    )
