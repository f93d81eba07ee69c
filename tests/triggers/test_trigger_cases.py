"""What the rules say of single lines: added to a trigger that nothing is said of."""

from __future__ import annotations

from typing import Any

import pytest

from tests.triggers.running_rules import DAEMON, TRIGGER_RULES, fix, found
from workflowkit.triggers.trigger import DaemonContext

CLEAN = """\
triggers:
  - id: review
    provider: generic
    workflowId: demo.flow
    workspacePath: /srv/shop
    hmacSecret: $HOOK_SECRET
    goalTemplate: "Review {{$.pull.title}}"
    goal: Review the newest change
    agentConfig:
      maxSessionMinutes: 60
      maxTurns: 150
"""
POLL = """\
triggers:
  - id: issues
    provider: github_issues_poll
    workflowId: demo.flow
    workspacePath: /srv/shop
    hmacSecret: $HOOK_SECRET
    goalTemplate: "Look at {{$.title}}"
    goal: Look at the new issue
    agentConfig:
      maxSessionMinutes: 60
      maxTurns: 150
    source:
      repo: acme/shop
      token: $HOOK_SECRET
      events: issues.opened
      excludeAuthors: acme-bot
"""
WORKTREE = "    branchStrategy: worktree\n    baseBranch: main\n    branchPrefix: bots/\n"


def said(text: str, daemon: DaemonContext = DAEMON) -> Any:
    """Code and marked text of every finding."""
    return [
        (item.code, text[item.span.start.offset : item.span.end.offset])
        for item in found(text, daemon)
    ]


@pytest.mark.parametrize(
    "text", [CLEAN, POLL, CLEAN.replace("\n", "\r\n"), "\ufeff" + CLEAN, CLEAN[:-1], "triggers:\n"]
)
def test_nothing_is_said_of_a_file_in_order(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("    concurrencyMode: parallel\n", []),
        ("    referenceUrls: https://a.example http://b.example\n", []),
        ("    branchStrategy: none\n", []),
        (WORKTREE + "    autoCommit: TRUE\n    secretScan: True\n", []),
        ("    # a comment: with a colon\n", []),
        ("    contextMapping:\n      the title: $.pull.title\n      list: items.0\n", []),
        ("    dispatchCondition:\n      payloadPath: n\n      equals: '42'\n", []),
        ("    soulFile: ~/soul.md\n", []),
        ("    autoCommit: no\n", []),
        ("    soulFile: soul.md\n", [("W001", "soul.md")]),
        ("    callbackUrl: hook\n", [("W001", "hook")]),
        ("    concurrencyMode: ' '\n", [("W001", "' '")]),
        ("    baseBranch: -x\n", [("W001", "-x")]),
        ("    dispatchCondition:\n      payloadPath:\n      equals: a\n", [("W001", "payloadPath")]),
        ("    autoOpenPR: true\n", [("W005", "true")]),
        ("    autoCommit: true\n    branchStrategy: none\n", [("W004", "none"), ("W016", "none")]),
        ("    branchStrategy: worktree\n", [("W006", "worktree"), ("W006", "worktree")]),
        ("    concurrencyMode: parallel\n    autoOpenPR: true\n", [("W007", "parallel"), ("W005", "true")]),
        ("    soulFile: /Users/kim/soul.md\n", [("W013", "/Users/kim/soul.md")]),
        ("    soulFile: C:\\Users\\kim\\soul.md\n", [("W013", "C:\\Users\\kim\\soul.md")]),
        ("    soulFile: /srv/soul.md # mine\n", [("W019", "# mine")]),
        ("    soulFile: /srv/a#b\n", []),
        ("    concurrencyMode: # serial\n", [("W001", "# serial"), ("W019", "# serial")]),
        ("    soulFile: null\n", [("W001", "null"), ("W026", "null")]),
        ("    settings:\n      goal: other\n", [("W031", "settings"), ("W028", "goal")]),
        ("    goal: Another one\n", [("W030", "goal")]),
        ("    autocommit: true\n", [("W031", "autocommit")]),
        ("    maxTurns: 3\n", [("W031", "maxTurns")]),
        ("    concurrencyMode:\n", [("W032", "concurrencyMode")]),
        ("    onComplete:\n", [("W032", "onComplete"), ("W037", "onComplete")]),
        ("    autoOpenPR: on\n", [("W033", "on")]),
        ("    secretScan: enabled\n", [("W034", "enabled")]),
        ("    secretScan: off\n", []),
        (WORKTREE + "    autoCommit: true\n    secretScan: no\n", [("W035", "no")]),
        ("    queueType: label\n", [("W036", "queueType")]),
        ("    workspaceName: team\n", [("W039", "/srv/shop")]),
        ("    contextMapping:\n      who: users[0].login\n", [("W048", "users[0].login")]),
        ("    dispatchCondition:\n      payloadPath: $.\n      equals: a\n", [("W048", "$.")]),
        ("    dispatchCondition:\n      payloadPath: n\n      equals: 42\n", [("W051", "42")]),
        ("    dispatchCondition:\n      payloadPath: n\n      equals: yes\n", []),
    ],
)  # fmt: skip
def test_a_line_is_judged(lines: str, expected: Any) -> None:
    assert said(CLEAN + lines) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: review", "id: review me", [("W053", "review me")]),
        ("id: review", "id: $NAME", [("W043", "$NAME"), ("W053", "$NAME")]),
        ("id: review", "id:", [("W001", "id")]),
        ("demo.flow", "demo.flwo", [("W003", "demo.flwo")]),
        ("demo.flow", "old.flow", [("W052", "old.flow")]),
        ("generic", "Generic", [("W001", "Generic")]),
        ("/srv/shop", "${SHOP}/x", [("W043", "${SHOP}/x")]),
        ("/srv/shop", "~/shop", [("W043", "~/shop")]),
        ("/srv/shop", "shop", [("W044", "shop")]),
        ("$HOOK_SECRET", "abc", [("W010", "abc")]),
        ("$HOOK_SECRET", "$OTHER", [("W041", "$OTHER")]),
        ("$HOOK_SECRET", "${HOOK_SECRET}", [("W041", "${HOOK_SECRET}"), ("W042", "${HOOK_SECRET}")]),
        ("Review the newest", "Review {{x}} the newest", [("W049", "{{x}}")]),
        ("    goal: Review the newest change\n", "", [("W050", '"Review {{$.pull.title}}"')]),
        ("{{$.pull.title}}", "{{$.pull[0]}} {{ }}", [("W048", "{{$.pull[0]}}"), ("W048", "{{ }}")]),
        ("{{$.pull.title}}", "{{$.pull.title", [("W046", '"Review {{$.pull.title"'), ("W048", "{{")]),
        ("60", "1.5", [("W001", "1.5")]),
        ("60", "0x1E", []),
        ("triggers:", "triggers: # all", []),
    ],
)  # fmt: skip
def test_a_value_is_judged(old: str, new: str, expected: Any) -> None:
    assert said(CLEAN.replace(old, new)) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("issues.opened", "issues.opened issue.updated", [("W038", "issue.updated")]),
        ("acme/shop", "https://github.com/acme/shop", [("W054", "https://github.com/acme/shop")]),
        ("Look at {{$.title}}", "Look at it", [("W045", '"Look at it"')]),
        ("    source:", "    autoCommit: true\n" + WORKTREE + "    source:", [
            ("W036", "autoCommit"), ("W036", "branchStrategy"), ("W036", "baseBranch"), ("W036", "branchPrefix"),
        ]),
        ("    hmacSecret: $HOOK_SECRET\n", "", [("W055", "issues")]),
        ("      excludeAuthors: acme-bot\n", "", [("W012", "source")]),
        ("      excludeAuthors", "      baseUrl: https://a.example\n      excludeAuthors", [("W031", "baseUrl")]),
        ("github_issues_poll", "gitlab_poll", [
            ("W001", "source"), ("W001", "source"), ("W031", "repo"), ("W038", "issues.opened"), ("W031", "excludeAuthors"),
        ]),
    ],
)  # fmt: skip
def test_a_poller_is_judged(old: str, new: str, expected: list[tuple[Any, ...]]) -> None:
    assert said(POLL.replace(old, new)) == expected


def test_a_block_that_is_named_behind_the_dash_is_ignored() -> None:
    text = CLEAN.replace("  - id: review\n", "  - dispatchCondition: x\n    id: review\n")
    assert text != CLEAN
    assert said(text) == [("W021", "x")]


def test_what_is_not_known_is_not_judged() -> None:
    text = CLEAN.replace("demo.flow", "demo.ghost").replace("$HOOK_SECRET", "$GHOST")
    text = text.replace("workspacePath: /srv/shop", "workspaceName: ghost")
    assert said(text, DaemonContext()) == []


@pytest.mark.parametrize(
    ("help", "lines"),
    [
        ("move 'maxTurns' to 'agentConfig'", "    maxTurns: 3\n"),
        ("did you mean 'autoCommit'?", "    auto_commit: true\n"),
        ("move 'goal' to the trigger itself", "    source:\n      goal: x\n"),
    ],
)
def test_the_help_says_where_a_key_belongs(help: str, lines: str) -> None:
    diagnostics = found(CLEAN + lines)
    assert help in [item.help for item in diagnostics if item.code == "W031"]


def test_a_secret_is_never_part_of_a_message() -> None:
    text = CLEAN.replace("$HOOK_SECRET", "hunter2")
    diagnostics = found(text)
    assert not any(
        "hunter2" in f"{item.message}{item.help}{item.finding.note}" for item in diagnostics
    )


def test_two_triggers_with_one_id_are_shown_together() -> None:
    text = CLEAN + CLEAN.removeprefix("triggers:\n")
    twice = [item for item in found(text) if item.code == "W002"]
    assert [(item.span.start.line, item.related[0].span.start.line) for item in twice] == [(12, 2)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    goal2: x # c\n", "    # c\n    goal2: x\n"),
        ("    soulFile: # c\n", "    # c\n"),
        ("    soulFile: '/srv/a''b'\n", "    soulFile: /srv/a'b\n"),
        ("    referenceUrls:\n      - https://a.example\n      - https://b.example\n",
         "    referenceUrls: https://a.example https://b.example\n"),
        ("    referenceUrls: [https://a.example, https://b.example]\n",
         "    referenceUrls: https://a.example https://b.example\n"),
        ("    contextMapping: {a: b.c}\n", "    contextMapping:\n      a: b.c\n"),
        ("    concurrencyMode: PARALLEL\n", "    concurrencyMode: parallel\n"),
        ("    secretScan: yes\n", "    secretScan: true\n"),
        ("    auto-commit: no\n", "    autoCommit: no\n"),
        ("    soulFile: /srv/a: b\n", '    soulFile: "/srv/a: b"\n'),
        ('    soulFile: "/srv/a\n      b"\n', "    soulFile: /srv/a b\n"),
        ("    soulFile: >-\n      /srv/a\n      b\n", "    soulFile: /srv/a b\n"),
        ("    soulFile: &x /srv/a\n", "    soulFile: /srv/a\n"),
        ("    contextMapping:\n      a: b[0].c\n", "    contextMapping:\n      a: b.0.c\n"),
        ("    concurrencyMode: serial\n    concurrencyMode: parallel\n", "    concurrencyMode: parallel\n"),
        ('    "concurrencyMode": parallel\n', "    concurrencyMode: parallel\n"),
        ("    workspaceName: team\n", "    workspaceName: team\n"),
    ],
)  # fmt: skip
def test_a_safe_fix_changes_its_line_alone(before: str, after: str) -> None:
    fixed = fix(CLEAN + before, DAEMON).text
    assert fixed.replace("    workspacePath: /srv/shop\n", "") == CLEAN.replace(
        "    workspacePath: /srv/shop\n", ""
    ) + after.replace("    soulFile:\n", "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("triggers:\n- id: a\n  goal: b # c\n", "triggers:\n  - id: a\n    # c\n    goal: b\n"),
        ("---\ntriggers:\n  - id: a\n", "triggers:\n  - id: a\n"),
        ("triggers:\n  -\n    id: a\n", "triggers:\n  - id: a\n"),
        ("trigger:\n  - id: a\n", "triggers:\n  - id: a\n"),
        ("triggers:\n  - source:\n      repo: a/b\n    id: a\n", "triggers:\n  - id: a\n    source:\n      repo: a/b\n"),
        ("triggers:\n  - goalTemplate: {{$.a}}\n", 'triggers:\n  - goalTemplate: "{{$.a}}"\n'),
        ("triggers:\n  - goal: [WIP] it\n", 'triggers:\n  - goal: "[WIP] it"\n'),
        ("triggers:\n  - id: &i a\n    goal: *i\n", "triggers:\n  - id: a\n    goal: a\n"),
    ],
)  # fmt: skip
def test_a_safe_fix_mends_what_the_reader_cannot_take(before: str, after: str) -> None:
    # Without the rules that add what is missing.
    rules = [rule for rule in TRIGGER_RULES if "W017" <= rule.code <= "W031"]
    assert fix(before, DAEMON, rules=rules).text == after
    assert fix(before.replace("\n", "\r\n"), DAEMON, rules=rules).text == after.replace(
        "\n", "\r\n"
    )
