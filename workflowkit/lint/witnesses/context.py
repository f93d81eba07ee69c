"""Witnesses of group C: what conditions and prompts do with keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workflowkit.analysis.data_flow.fields import fields_of
from workflowkit.analysis.data_flow.value_domains import OTHER
from workflowkit.lint.witnesses.case import WitnessCase, conditions, exits, unset
from workflowkit.lint.witnesses.loops import fails_without_input
from workflowkit.runtime.conditions import evaluate
from workflowkit.runtime.executable import ExecutableLoop
from workflowkit.simulation.claims import Claim
from workflowkit.simulation.goals import RUN
from workflowkit.simulation.runs import RunEnd
from workflowkit.simulation.scenario import Seen
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Json, value_at


def condition_is_tested(case: WitnessCase) -> Claim | None:
    """The condition is evaluated, and has the one outcome that it always has."""
    return case.tested()


def tested_without_key(case: WitnessCase) -> Claim | None:
    """The condition is evaluated while its keys are unset; a loop over such a key fails."""
    if case.rest in (("loop", "items"), ("loop", "count")):
        return fails_without_input(case)
    claim = case.tested()
    return claim and replace(claim, values=unset(*case.keys))


def tested_past_the_captures(case: WitnessCase) -> Claim | None:
    """The condition is evaluated on a path without any step that captures its key."""
    claim = case.tested()
    if claim is None or not case.named:
        return None
    key = case.named[0]
    return replace(claim, values=unset(key), avoid=case.setters(key) - {case.step})


def holds_past_the_captures(case: WitnessCase) -> Claim | None:
    """The condition holds on a path without any step that captures its key."""
    claim = tested_past_the_captures(case)
    outcome = case.tested("true")
    return claim and outcome and replace(claim, reach=outcome.reach)


def ignored_operator_decides(case: WitnessCase) -> Claim | None:
    """The condition has the outcome of the one operator that counts, with a value for which the others differ."""
    condition = case.condition
    if not isinstance(condition, dict) or "var" not in condition:
        return None
    key = as_text(condition["var"])
    operands = {name: operand for name, operand in condition.items() if name != "var"}
    for value in _near(list(operands.values())):
        context = {key: value}
        parts = [evaluate({"var": key, name: each}, context) for name, each in operands.items()]
        holds = evaluate(condition, context)
        if holds is not all(parts):
            claim = case.tested("true" if holds else "false")
            return claim and replace(claim, values={key: value})
    return None


def _near(operands: Sequence[Json]) -> Iterator[Json]:
    """Yield the operands, and the numbers beside them."""
    for operand in operands:
        yield operand
        if isinstance(operand, int | float) and not isinstance(operand, bool):
            yield operand - 1
            yield operand + 1


def runs_late(case: WitnessCase) -> Claim | None:
    """The step runs after a step that is behind it in the file."""
    steps = [name for name in case.named if name in case.pinned.executable.by_id]
    if len(steps) < 2:
        return None
    return Claim(sequence=(steps[-1], case.step))


def no_variant_runs(case: WitnessCase) -> Claim | None:
    """No step of the family runs for the value."""
    if len(case.named) < 3:
        return None
    prefix = case.named[0].partition("…")[0]
    family = [step for step in case.pinned.executable.by_id if step.startswith(prefix)]
    return _skipped_for(case, case.named[1], case.named[2], family)


def no_branch_runs(case: WitnessCase) -> Claim | None:
    """No step that tests the key runs for the value."""
    if len(case.named) < 2:
        return None
    key, value = case.named[:2]
    tested = [
        step
        for step, reads in case.model.reads.items()
        if any(read.key == key and read.use == "run" for read in reads)
    ]
    return _skipped_for(case, key, value, tested)


def _skipped_for(case: WitnessCase, key: str, text: str, steps: list[str]) -> Claim:
    listed = case.model.domains.get(key, ())
    value = next((each for each in listed if str(each).lower() == text.lower()), text)
    skipped = tuple(
        conditions(step, RUN, ("false",))
        for step in steps
        if case.pinned.executable.by_id[step].run_condition is not None
    )
    return Claim(values={key: value}, avoid=frozenset(steps), reach=skipped)


def prints_unset(case: WitnessCase) -> Claim | None:
    """The prompt says that the key is unset, on a path without any step that captures it."""
    if not case.named:
        return None
    key = case.named[0]
    pattern = f"[unset: {key}"
    return Claim(
        sequence=(case.step,),
        avoid=case.setters(key) - {case.step},
        prompts={_first_name(case, _around(case)): Seen(seen=(pattern,))},
    )


def prints_unset_before_capture(case: WitnessCase) -> Claim | None:
    """The prompt says that the key is unset; steps behind it may capture the key."""
    if not case.named:
        return None
    name = _first_name(case, _around(case))
    return Claim(sequence=(case.step,), prompts={name: Seen(seen=(f"[unset: {case.named[0]}",))})


def first_step_is_empty(case: WitnessCase) -> Claim | None:
    """The first step is shown as if its key were unset, though the run is started with it."""
    if not case.named:
        return None
    key = case.named[0]
    if case.rest[:1] == ("promptFragments",):
        claim = case.tested()
        return claim and replace(claim, start={key: f"some {key}"})
    return Claim(
        sequence=(case.step,),
        start={key: f"some {key}"},
        prompts={case.step: Seen(seen=(f"[unset: {key}",))},
    )


def prints_unset_field(case: WitnessCase) -> Claim | None:
    """The prompt says that the field is unset, though the key has the value that its capture describes."""
    text = value_at(case.pinned.compilation.workflow, case.finding.route)
    if case.finding.window is None or not isinstance(text, str):
        return None
    path = text[slice(*case.finding.window)]
    root = path.partition(".")[0]
    loop = _around(case)
    item = as_text(loop.config.get("itemVar")) or "currentItem" if loop else ""
    key = as_text(loop.config.get("items")) if loop and root == item else root
    value = _described(case, key)
    return Claim(
        reach=(exits(loop.id, "one", "many", "bound"),) if loop else (),
        sequence=(case.step,),
        values={} if value is None else {key: value},
        prompts={_first_name(case, loop): Seen(seen=(f"[unset: {path}",))},
    )


def _described(case: WitnessCase, key: str) -> Json:
    """Return a value of *key* with the fields that its capture lists."""
    for listed in case.model.captures.values():
        for capture in listed:
            if capture.key == key:
                fields: dict[str, Json] = {
                    name: f"some {name}" for name in fields_of(capture.description)
                }
                return [fields] if capture.type == "list" else fields or f"some {key}"
    return None


def _around(case: WitnessCase) -> ExecutableLoop | None:
    return case.loop if case.step in case.body else None


def _first_name(case: WitnessCase, loop: ExecutableLoop | None) -> str:
    return f"{loop.id}@1/{case.step}" if loop else case.step


def fragment_is_never_shown(case: WitnessCase) -> Claim | None:
    """The step is presented without the fragment."""
    return case.tested()


def no_fragment_is_shown(case: WitnessCase) -> Claim | None:
    """The step is presented without any of the fragments."""
    if len(case.named) < 2:
        return None
    key, text = case.named[:2]
    listed = case.model.domains.get(key, ())
    value = next((each for each in listed if str(each).lower() == text.lower()), text)
    return Claim(
        sequence=(case.step,),
        values={key: value},
        fragments=tuple(case.fragments_at(case.step)),
    )


def other_word_is_chosen(case: WitnessCase) -> Claim | None:
    """The agent chooses a word of its own, which the condition does not know."""
    if not case.named:
        return None
    key = case.named[0]
    claim = case.tested("true" if evaluate(case.condition, {key: OTHER}) else "false")
    return claim and replace(claim, values={key: "a word of its own"})


def reserved_key_is_hidden(case: WitnessCase) -> Claim | None:
    """What the step sends is refused, or hidden from the next pass of the loop."""
    if not case.named:
        return None
    key = case.named[0]
    sent: dict[str, Json] = {key: f"some {key}"}
    if key in ("constructor", "prototype", "__proto__"):
        return Claim(sequence=(case.step,), values=sent, end=RunEnd.FAILED, fails_by_values=True)
    token = f"{{{{{key}"
    if case.loop is None or token not in as_text(_prompt(case)):
        return None
    name = f"{case.loop.id}@2/{case.step}"
    return Claim(
        reach=(exits(case.loop.id, "many", "bound"),),
        sequence=(case.step,) * 2,
        values=sent,
        prompts={name: Seen(unseen=(f"some {key}",))},
    )


def variable_hides_key(case: WitnessCase) -> Claim | None:
    """Inside the loop the prompt prints the variable instead of the key."""
    loop = case.loop
    key = case.named[0] if case.named else ""
    if loop is None or as_text(loop.config.get("itemVar")) != key:
        return None
    step = next(
        (
            each.id
            for each in loop.body
            if f"{{{{{key}}}}}" in as_text(each.definition.get("prompt"))
        ),
        None,
    )
    listed = case.model.domains.get(as_text(loop.config.get("items")), ())
    first = next((value[0] for value in listed if isinstance(value, list) and value), None)
    if step is None or not isinstance(first, str):
        return None
    return Claim(
        reach=(exits(loop.id, "one", "many", "bound"),),
        sequence=(step,),
        prompts={f"{loop.id}@1/{step}": Seen(seen=(first,))},
    )


def _prompt(case: WitnessCase) -> Json:
    return as_fields(case.pinned.executable.by_id[case.step].definition).get("prompt")
