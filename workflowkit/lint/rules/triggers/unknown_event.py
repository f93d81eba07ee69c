from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Fix, Severity, rule
from workflowkit.text.suggest import closest, did_you_mean, listed
from workflowkit.text.wording import quoted
from workflowkit.triggers import editing, fields
from workflowkit.triggers.trigger import Trigger


@rule("W038", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def unknown_event(trigger: Trigger) -> Iterator[Finding]:
    """A poller waits for an event that polling cannot observe.

    ## Why

    The engine accepts unknown events and keeps polling, but no item ever matches them.
    Merged and closed merge requests never match either, because only open ones are listed.

    ## Bad

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
          events: issue.opened
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

    A misspelled event is replaced with the similar one.
    """
    known = fields.EVENTS.get(trigger.provider, ())
    unobservable = fields.UNOBSERVABLE_EVENTS.get(trigger.provider, ())
    entry = trigger.entries.get(("source", "events"))
    for match in _WORD.finditer(entry.value) if entry and known else ():
        event = match.group()
        if event in known:
            continue
        is_unobservable = event in unobservable
        guess = None if is_unobservable else closest(event, known)
        yield Finding(
            place=trigger.route("source", "events"),
            window=match.span(),
            message=f"event {quoted(event)} cannot be observed by polling"
            if is_unobservable
            else f"event {quoted(event)} does not exist for {trigger.provider}",
            help=listed(known) if is_unobservable else did_you_mean(event, known),
            fix=_fix(trigger, match.span(), guess) if guess else None,
        )


_WORD = re.compile(r"\S+")


def _fix(trigger: Trigger, place: tuple[int, int], event: str) -> Fix | None:
    start = trigger.entries[("source", "events")].value_place[0]
    edit = editing.replacement(start + place[0], start + place[1], event)
    return editing.offer(f"write '{event}'", (edit,), changes="the poller reacts to another event")
