"""Which changes of a sentence keep what it demands, and which lose it."""

from __future__ import annotations

import pytest

from workflowkit.changes.constraints import lost_constraints

KEPT = [
    ("Each plan must name the owner, the date and the risk.", "Each plan names one owner, its date, and the risk it takes."),
    ("Do not ask for facts that tools can find.", "Never ask for facts that tools find."),
    ("When a pitch exists, do NOT reopen scope decisions the pitch already settled.", "Do NOT reopen decisions it already settled."),
    ("Empty lists are valid only with a reason.", "An empty list is valid with a reason; without a reason it fails."),
    ("You must list every open risk before the release.", "List every open risk before the release."),
    ("Don’t push tags to the main branch.", "Don't push tags to the main branch!"),
]  # fmt: skip
"""The same demand in other words, or a stricter one."""

LOST = [
    ("Never change files outside the folder.", "Change files outside the folder."),
    ("You must run the test suite before the release.", "You should run the test suite before the release."),
    ("Never push to the main branch.", "Never push to the main branch unless it is urgent."),
    ("Delete only the files that the plan names.", "Delete the files that the plan names."),
    ("Always ask before a payment is made.", "Try to ask before a payment is made."),
    ("Verify at least three sources for each claim.", "Verify sources for each claim."),
    ("The reviewer must sign each report.", ""),
]  # fmt: skip
"""The words remain, and the demand does not."""

UNCONSTRAINED = [
    "If you can only name known risks, look harder.",
    "Note not only the risk but its owner.",
    "Open the folder in the read-only mode first.",
    "Say what must stay the same in the new version.",
    "'You must never do this at all' is a bad constraint.",
    "Read the request and list what it asks for.",
]
"""Sentences that demand nothing by the words that look so."""


@pytest.mark.parametrize(("before", "after"), KEPT)
def test_a_demand_in_other_words_is_kept(before: str, after: str) -> None:
    assert lost_constraints(before, after, "") == []
    assert lost_constraints(before, "", after) == []


@pytest.mark.parametrize(("before", "after"), LOST)
def test_a_weaker_sentence_does_not_stand_for_the_former(before: str, after: str) -> None:
    assert lost_constraints(before, after, "") == [before]


@pytest.mark.parametrize("sentence", UNCONSTRAINED)
def test_a_sentence_without_a_demand_may_go(sentence: str) -> None:
    assert lost_constraints(sentence, "", "") == []
