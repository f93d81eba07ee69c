"""The order that the flow finds is the order in which the engine's model presents the steps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.small_workflows import analysis, step
from tests.engines import behavior
from workflowkit.runtime import interpreter
from workflowkit.runtime.executable import ONBOARDING, Executable, build
from workflowkit.runtime.interpreter import State, StepSelection
from workflowkit.text.routes import Json

KEYS = st.sampled_from(["alphaKey", "betaKey", "gammaKey"])
LITERALS = st.sampled_from(["x", "y", "xy", 1, True])
TESTS = st.one_of(
    st.builds(lambda key, value: {"var": key, "equals": value}, KEYS, LITERALS),
    st.builds(lambda key, value: {"var": key, "not_equals": value}, KEYS, LITERALS),
    st.builds(lambda key: {"var": key}, KEYS),
    st.builds(lambda key: {"var": key, "gte": 1}, KEYS),
    st.builds(
        lambda key, part: {"var": key, "contains": part}, KEYS, st.sampled_from(["x", "y", "xy"])
    ),
)
CONDITIONS = st.one_of(
    st.none(),
    TESTS,
    st.builds(lambda one, two: {"and": [one, two]}, TESTS, TESTS),
    st.builds(lambda one, two: {"or": [one, {"not": two}]}, TESTS, TESTS),
)
STEPS = st.lists(st.tuples(CONDITIONS, st.sets(KEYS, max_size=2)), min_size=1, max_size=6)


def _presented(
    executable: Executable, sets: dict[str, set[str]], values: dict[str, Json]
) -> list[str]:
    """The ids in the order in which the engine's model presents them, keys being set as their steps complete."""
    captured = set().union(*sets.values())
    context = {key: value for key, value in values.items() if key not in captured}
    state = interpreter.start(executable)
    order: list[str] = []
    while isinstance(state, State) and state.pending is not None:
        identity = state.pending.step_id
        # The engine's own step is no step of the workflow.
        if identity != ONBOARDING:
            order.append(identity)
            context |= {key: values[key] for key in sets[identity] if key in values}
        done = interpreter.complete(state, state.pending)
        assert isinstance(done, State)
        selection = interpreter.select(executable, done, context, [])
        assert isinstance(selection, StepSelection)
        state = selection.state
    return order


ENGINES = st.sampled_from(["3.68.0", "3.118.0", "3.121.0"])


@given(STEPS, st.dictionaries(KEYS, LITERALS), ENGINES)
def test_steps_run_in_the_order_of_the_engine(
    drawn: list[tuple[Json, set[str]]], values: dict[str, Json], engine: str
) -> None:
    sets = {f"s{index}": keys for index, (_, keys) in enumerate(drawn)}
    steps: list[Json] = [
        step(f"s{index}", "Go. " + " ".join(f"Set `{key} = 1`." for key in sorted(keys)), when)
        for index, (when, keys) in enumerate(drawn)
    ]
    executable = build(steps, (), behavior(engine))
    assert isinstance(executable, Executable)
    flow = analysis(steps, engine).flow
    expected = _presented(executable, sets, values)
    assert [item.id for item in flow.run(values)] == expected
    assert flow.is_exhaustive
    if all(value in flow.domains[key] for key, value in values.items() if key in flow.domains):
        orders = {tuple(item.id for item in path.steps) for path in flow.paths}
        assert tuple(expected) in orders


@given(STEPS, ENGINES)
def test_every_path_is_what_its_values_lead_to(
    drawn: list[tuple[Json, set[str]]], engine: str
) -> None:
    steps: list[Json] = [
        step(f"s{index}", "Go. " + " ".join(f"Set `{key} = 1`." for key in sorted(keys)), when)
        for index, (when, keys) in enumerate(drawn)
    ]
    flow = analysis(steps, engine).flow
    for path in flow.runs:
        assert tuple(flow.run(path.values)) == path.steps
        others = {key: domain[-1] for key, domain in flow.domains.items()}
        changed = {**others, **{key: path.values[key] for key in path.decided_by}}
        assert tuple(flow.run(changed)) == path.steps
