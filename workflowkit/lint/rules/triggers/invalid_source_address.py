from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Fix, Severity, rule
from workflowkit.text.wording import quoted
from workflowkit.triggers import editing
from workflowkit.triggers.line_reader import LineEntry
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.validation import is_variable
from workflowkit.triggers.web_url import is_web_url


@rule("W054", severity=Severity.WARNING, since="0.1.0", fix="safe")
def invalid_source_address(trigger: Trigger) -> Iterator[Finding]:
    """The repository or base URL of a poller is malformed.

    ## Why

    The engine checks neither `repo` nor `baseUrl` when it loads the file.
    Every poll then fails, and only the log reports it.

    ## Bad

    ```yaml
    triggers:
      - id: issues
        provider: github_issues_poll
        workflowId: demo.flow
        workspacePath: /srv/shop
        goalTemplate: "Look at {{$.title}}"
        source:
          repo: https://github.com/acme/shop
          token: $HOOK_SECRET
          events: issues.opened
    ```

    ## Good

    ```yaml
    triggers:
      - id: issues
        provider: github_issues_poll
        workflowId: demo.flow
        workspacePath: /srv/shop
        goalTemplate: "Look at {{$.title}}"
        source:
          repo: acme/shop
          token: $HOOK_SECRET
          events: issues.opened
    ```

    ## Fix

    The URL of a repository is replaced with its owner and name.
    """
    repo, base = trigger.text("source", "repo"), trigger.text("source", "baseUrl")
    if repo and not _REPO.fullmatch(repo) and not is_variable(repo):
        yield Finding(
            place=trigger.route("source", "repo"),
            message=f"'repo' is {quoted(repo)}; expected 'owner/name'",
            help="write 'owner/name'",
            fix=_fix(trigger.entries[("source", "repo")], repo),
        )
    if base and not is_web_url(base) and not is_variable(base):
        yield Finding(
            place=trigger.route("source", "baseUrl"),
            message=f"'baseUrl' is {quoted(base)}, which is not an http or https URL",
            help="write the complete URL of the server",
        )


_REPO = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")
_REPO_URL = re.compile(
    r"(?:https?://[^/]+/|git@[^:]+:)([A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+?)(?:\.git)?/?"
)


def _fix(entry: LineEntry, repo: str) -> Fix | None:
    match = _REPO_URL.fullmatch(repo)
    edits = editing.set_value(entry, match.group(1)) if match else ()
    return editing.offer("write 'owner/name'", edits, safe=True)
