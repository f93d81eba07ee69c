from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.wording import quoted
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.yaml_differences import DifferenceKind


@rule("W053", severity=Severity.WARNING, since="0.1.0")
def invalid_url_trigger_id(file: TriggerFile) -> Iterator[Finding]:
    """A trigger id contains characters that are invalid in a URL.

    ## Why

    The engine accepts any text, but the id is the last segment of the webhook URL.
    Spaces, slashes and similar characters must be percent-encoded there, and many senders do not encode them.

    ## Bad

    ```yaml
    triggers:
      - id: review/shop
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
    ```

    ## Good

    ```yaml
    triggers:
      - id: review-shop
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
    ```
    """
    for trigger in file.triggers:
        entry = trigger.entries.get(("id",))
        is_commented = entry is not None and DifferenceKind.COMMENT in file.kinds_at(entry)
        if trigger.id and not _PLAIN.fullmatch(trigger.id) and not is_commented:
            yield Finding(
                place=trigger.route("id"),
                message=f"trigger id {quoted(trigger.id)} must be percent-encoded in its webhook URL",
                help="use only letters, digits, '.', '_' and '-'",
            )


_PLAIN = re.compile(r"[A-Za-z0-9._~-]+")
