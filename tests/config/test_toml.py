from __future__ import annotations

import datetime
import tomllib
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflowkit.config.settings import Config, LintConfig, RuleChoice, Suppression
from workflowkit.config.toml import ConfigurationError, parse_config
from workflowkit.schemas.json_schema import json_schema

FULL = """
[project]
name = "elsewhere"

[tool.wfk]
spec = "spec"
routines = ["routines", "/shared/routines"]
bindings = "../bindings.json"
engine = "3.68.0"
out = "dist"
paths = ["workflows", "./extra/"]

[tool.wfk.lint]
profile = "catalog"
select = ["P"]
ignore = ["C001", "long-prompt"]
baseline = "baseline.json"
severity = { P001 = "off", long-prompt = "info" }

[tool.wfk.lint.per-file."examples/**"]
profile = "style"
ignore = ["S013"]

[tool.wfk.lint.per-file."examples/old.json"]
profile = "import"
severity.P001 = "error"

[[tool.wfk.lint.suppress]]
rule = "C011"
path = "workflows/a.json"
step = "build"
reason = "the step is meant to run again"
expires = 2030-12-31

[[tool.wfk.lint.suppress]]
rule = "C012"
reason = "known"
expires = "2031-01-02"
"""


def read(text: str, path: str = "wfk.toml") -> Config:
    config = parse_config(text, path)
    assert config is not None
    return config


def refusal(text: str, path: str = "wfk.toml") -> str:
    with pytest.raises(ConfigurationError) as caught:
        parse_config(text, path)
    return caught.value.message


def test_every_key_is_read_and_paths_are_joined_with_the_folder() -> None:
    assert read(FULL, "../project/pyproject.toml") == Config(
        path="../project/pyproject.toml",
        spec="../project/spec",
        routines=("../project/routines", "/shared/routines"),
        bindings="../bindings.json",
        engine="3.68.0",
        out="../project/dist",
        paths=("../project/workflows", "../project/extra"),
        lint=LintConfig(
            profile="catalog",
            select=("P",),
            ignore=("C001", "long-prompt"),
            severity={"P001": "off", "long-prompt": "info"},
            per_file={
                "examples/**": RuleChoice(profile="style", ignore=("S013",)),
                "examples/old.json": RuleChoice(profile="import", severity={"P001": "error"}),
            },
            baseline="../project/baseline.json",
            suppress=(
                Suppression(
                    rule="C011",
                    path="workflows/a.json",
                    step="build",
                    reason="the step is meant to run again",
                    expires=datetime.date(2030, 12, 31),
                ),
                Suppression(rule="C012", reason="known", expires=datetime.date(2031, 1, 2)),
            ),
        ),
    )


def test_own_file_has_the_same_keys_at_its_top() -> None:
    own = (
        FULL.replace("[tool.wfk]\n", "")
        .replace("tool.wfk.", "")
        .replace("[project]\nname = ", "engine = ")
    )
    assert read(own.replace('engine = "elsewhere"\n', "")).lint == read(FULL, "pyproject.toml").lint


@pytest.mark.parametrize(
    "text",
    ["", "[tool.other]\n", "tool = 1\n# wfk", "[tool.other]\nwfk = 1", '[project]\nname = "wfk"'],
)
def test_shared_file_without_settings_is_no_configuration(text: str) -> None:
    assert parse_config(text, "pyproject.toml") is None


def test_empty_settings_are_a_configuration() -> None:
    assert read("[tool.wfk]", "a/pyproject.toml") == Config(path="a/pyproject.toml")
    assert read("") == Config(path="wfk.toml")


def test_folder_is_that_of_the_file() -> None:
    assert [Config(path=path).folder for path in ("wfk.toml", "../a/wfk.toml", "")] == [
        "",
        "../a",
        "",
    ]


def test_globs_refine_the_choice_in_their_order() -> None:
    lint = read(FULL, "pyproject.toml").lint
    assert lint.rules_for("workflows/a.json") == lint.rules
    assert lint.rules_for("examples/old.json") == RuleChoice(
        profile="import",
        select=("P",),
        ignore=("C001", "long-prompt", "S013"),
        severity={"P001": "error", "long-prompt": "info"},
    )


def test_later_choice_wins_where_choices_contradict_each_other() -> None:
    first = RuleChoice(profile="style", select=("P", "C001"), ignore=("S001", "I"))
    second = RuleChoice(select=("I",), ignore=("C001",))
    assert first.refined(second) == RuleChoice(
        profile="style", select=("P", "I"), ignore=("S001", "C001")
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[tool.wfk.lint]\n\n  profil = "catalog"',
            "3:3: unknown key 'profil' in [tool.wfk.lint]; did you mean 'profile'?",
        ),
        (
            "[tool.wfk]\nzzz = 1",
            "2:1: unknown key 'zzz' in [tool.wfk]; "
            "known: bindings, budget, engine, engines, exclude, lint, out, paths, routines, spec, test",
        ),
        (
            '[tool.wfk]\nlint.profile = "catalo"',
            "2:16: 'profile' in [tool.wfk.lint] has the invalid value 'catalo'; did you mean 'catalog'?",
        ),
        (
            '[tool.wfk]\nlint = { severity = { "P001" = "eror" } }',
            "2:32: 'P001' in [tool.wfk.lint.severity] has the invalid value 'eror'; did you mean 'error'?",
        ),
        (
            '[tool.wfk]\nroutines = "routines"',
            "2:12: 'routines' in [tool.wfk] is a string where an array is expected",
        ),
        (
            '[tool.wfk]\nroutines = [\n  "a", # here\n  true]',
            "4:3: entry 2 of 'routines' in [tool.wfk] is a boolean where a string is expected",
        ),
        (
            "[tool.wfk]\nspec = 1.5",
            "2:8: 'spec' in [tool.wfk] is a number where a string is expected",
        ),
        ('[tool.wfk]\nspec = " "', "2:8: 'spec' in [tool.wfk] is blank"),
        (
            '[tool.wfk]\nspec = "a\\u0000"',
            "2:8: 'spec' in [tool.wfk] has a character that is invalid in paths",
        ),
        (
            "[tool.wfk]\nengine = 2020-01-01",
            "2:10: 'engine' in [tool.wfk] is a date or time where a string is expected",
        ),
        ("[tool]\nwfk = []", "2:7: 'wfk' in [tool] is an array where a table is expected"),
        (
            "[[tool.wfk]]\nspec = 1",
            "1:8: 'wfk' in [tool] is an array where a table is expected",
        ),
        (
            '[tool.wfk.lint.per-file]\n"a" = "core"',
            "2:7: 'a' in [tool.wfk.lint.per-file] is a string where a table is expected",
        ),
        (
            '[[tool.wfk.lint.suppress]]\nrule = "C001"\nreason = "x"\n'
            '[[tool.wfk.lint.suppress]]\nrule = "C002"',
            "4:1: entry 2 of 'suppress' in [tool.wfk.lint] has no 'reason'",
        ),
        (
            '[[tool.wfk.lint.suppress]]\nrule = "C001"\nreason = ""',
            "3:10: 'reason' in [tool.wfk.lint.suppress] is blank",
        ),
        (
            '[[tool.wfk.lint.suppress]]\nrule = "C001"\nreason = "x"\nexpires = "soon"',
            "4:11: 'expires' in [tool.wfk.lint.suppress] is not a date; write it as in 2030-12-31",
        ),
        (
            '[[tool.wfk.lint.suppress]]\nrule = "C001"\nreason = "x"\nexpires = 2020-01-01T00:00:00',
            "4:11: 'expires' in [tool.wfk.lint.suppress] is not a date; write it as in 2030-12-31",
        ),
        (
            '[[tool.wfk.lint.suppress]]\nrule = "C1"\nreason = "x"\nstep = "a"\nroute = "b"',
            "5:1: 'step' and 'route' exclude each other",
        ),
        ("[tool.wfk]\nspec = ", "2:8: not TOML: invalid value"),
        ("[tool.wfk\n", "1:10: not TOML: expected ']' at the end of a table declaration"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(text: str, message: str) -> None:
    assert refusal(text, "pyproject.toml") == f"pyproject.toml:{message}"


def test_key_at_the_top_of_the_own_file_is_told_without_a_table() -> None:
    assert refusal("[lints]") == "wfk.toml:1:2: unknown key 'lints'; did you mean 'lint'?"


def test_absurd_nesting_is_refused() -> None:
    assert refusal("paths = " + "[" * 9000) == "wfk.toml: values are nested too deeply to be read"


VALUES = st.recursive(
    st.sampled_from(['"x"', "1", "true", "2020-01-01", '"""a\n"b"""', "'''c'''", '""']),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.lists(inner, max_size=2).map(
            lambda items: (
                "{" + ", ".join(f"profile{n} = {item}" for n, item in enumerate(items)) + "}"
            )
        )
    ),
    max_leaves=5,
)
KEYS = st.sampled_from(
    [
        "spec",
        "routines",
        "lint.profile",
        "lint.severity",
        "lint.suppress",
        "lint.per-file.a",
        '"odd key"',
    ]
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_any_values_are_read_or_refused_with_a_place(pairs: dict[str, str]) -> None:
    text = "".join(f"{key} = {value}\n" for key, value in pairs.items())
    try:
        read(text)
    except ConfigurationError as error:
        path, line, column, _ = error.message.split(":", 3)
        assert path == "wfk.toml"
        assert 1 <= int(line) <= text.count("\n")
        assert int(column) >= 1


SCHEMA = jsonschema.Draft202012Validator(json_schema("config"))


def as_json(value: Any) -> Any:
    """What an editor makes of a TOML value; dates, which JSON has not, become a number."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return 0 if isinstance(value, datetime.date) else value


def test_schema_for_editors_knows_every_key() -> None:
    settings = as_json(tomllib.loads(FULL)["tool"]["wfk"])
    settings["lint"]["suppress"][0] = {
        "rule": "C1",
        "reason": "x",
        "route": "steps[0]",
        "expires": "2030-12-31",
    }
    assert list(SCHEMA.iter_errors(settings)) == []


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_schema_for_editors_gives_the_same_verdict(pairs: dict[str, str]) -> None:
    text = "".join(f"{key} = {value}\n" for key, value in pairs.items())
    try:
        is_read = bool(read(text))
    except ConfigurationError:
        is_read = False
    assert SCHEMA.is_valid(as_json(tomllib.loads(text))) is is_read
