"""The files that a project needs to run wfk: configuration, hooks, a CI job, editor settings and a guide for agents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import quoteattr

REPOSITORY: Final = "https://github.com/workflowkit/workflowkit"

GITHUB_PATH: Final = ".github/workflows/wfk.yml"
GITLAB_PATH: Final = ".gitlab-ci.yml"
HOOKS_PATH: Final = ".pre-commit-config.yaml"
EDITOR_PATH: Final = ".vscode/settings.json"
JETBRAINS_PATH: Final = ".idea/jsonSchemas.xml"
SCHEMA_FOLDER: Final = ".vscode/wfk"
AGENTS_PATH: Final = "AGENTS.md"


def configuration(paths: Sequence[str], routines: Sequence[str], spec: str, engine: str) -> str:
    """Return the text of `wfk.toml`; what is empty is left out."""
    return settings(paths, routines, spec, engine) + '\n[lint]\nprofile = "catalog"\n'


def settings(
    paths: Sequence[str], routines: Sequence[str], spec: str = "", engine: str = ""
) -> str:
    """Return the lines of `wfk.toml` that are not in a table; what is empty is left out."""
    lines = {
        "paths": _listed(paths) if paths else "",
        "routines": _listed(routines) if routines else "",
        "spec": _quoted(spec) if spec else "",
        "engine": _quoted(engine) if engine else "",
    }
    return "".join(f"{key} = {value}\n" for key, value in lines.items() if value)


def hooks(version: str) -> str:
    """Return the text of the configuration of pre-commit."""
    return f"""repos:
  - repo: {REPOSITORY}
    rev: v{version}
    hooks:
      - id: wfk-lint
"""


def github_job(version: str) -> str:
    """Return the text of a job of GitHub Actions."""
    return f"""name: workflows
on: [push, pull_request]
permissions:
  contents: read
jobs:
  wfk:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: python -m pip install workflowkit=={version}
      - run: wfk lint --format github
"""


def gitlab_job(version: str) -> str:
    """Return the text of a job of GitLab CI."""
    return f"""wfk:
  image: python:3.12-slim
  script:
    - python -m pip install workflowkit=={version}
    - wfk lint
"""


def editor_settings(paths: Sequence[str], triggers: Sequence[str]) -> str:
    """Return the settings of VS Code that describe the keys of workflows below *paths*, and of *triggers* and scenarios, while they are written.

    YAML and TOML files need an extension of VS Code, which ignores the settings without it.
    """
    yaml: dict[str, object] = {schema_path("scenario"): ["scenarios/**/*.yaml"]}
    yaml[schema_path("triggers")] = list(triggers) or ["triggers.yml", "triggers.yaml"]
    value = {
        "json.schemas": [{"fileMatch": _patterns(paths), "url": f"./{schema_path('workflow')}"}],
        "yaml.schemas": yaml,
        "evenBetterToml.schema.associations": {"wfk\\.toml$": schema_path("config")},
    }
    return json.dumps(value, indent=2) + "\n"


def jetbrains_settings(paths: Sequence[str]) -> str:
    """Return the settings of JetBrains editors that describe the keys of workflows below *paths*."""
    items = "\n".join(
        f"""                <Item>
                  <option name="pattern" value="true" />
                  <option name="path" value={quoteattr(pattern.removeprefix("/"))} />
                  <option name="mappingKind" value="Pattern" />
                </Item>"""
        for pattern in _patterns(paths)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<project version="4">
  <component name="JsonSchemaMappingsProjectConfiguration">
    <state>
      <map>
        <entry key="wfk workflow">
          <value>
            <SchemaInfo>
              <option name="name" value="wfk workflow" />
              <option name="relativePathToSchema" value="{schema_path("workflow")}" />
              <option name="patterns">
                <list>
{items}
                </list>
              </option>
            </SchemaInfo>
          </value>
        </entry>
      </map>
    </state>
  </component>
</project>
"""


def _patterns(paths: Sequence[str]) -> list[str]:
    return [f"/{'' if path == '.' else path.rstrip('/') + '/'}**/*.json" for path in paths]


def schema_path(name: str) -> str:
    """Return where the schema called *name* is for editors."""
    return f"{SCHEMA_FOLDER}/{name}.schema.json"


AGENTS: Final = """# Workflows in this repository

Workflows are JSON files that lead an agent step by step; `wfk` writes, checks and runs them.
Nothing but the prompt of a step reaches the agent, so everything that a step needs has to be in it.

## Write

```sh
wfk list                      # is there a workflow for this goal already?
wfk new acme.name             # the start of a new one, workflows/name.json
wfk show FILE                 # a workflow, step by step
wfk explain promptBlocks      # what a key of the format is for
```

## Check, after every change

```sh
wfk lint FILE                 # what is wrong, where, and what to do
wfk explain CODE              # a finding, with examples
wfk lint --diff FILE          # what the safe fixes would change
wfk lint --fix FILE           # apply them
wfk hash FILE                 # the hash of the engine, or why it rejects the file
```

Repeat until `wfk lint FILE` exits with 0. Exit codes: 0 fine, 1 findings, 2 usage or configuration, 3 a file could not be read or written.

## Test

```sh
wfk preview FILE --step ID    # what the agent reads at a step
wfk simulate FILE --explore   # every path: is each step reached, and does each path end as intended?
wfk scenarios propose FILE    # scenarios that cover the workflow
wfk test                      # run the scenarios
```

## Before you report

```sh
wfk diff                      # what the change means: steps, conditions, gates, texts
wfk breaking                  # what it breaks for running sessions and readers of outputs
wfk fmt FILE                  # format the file; the hash stays the same
```

- Add `--format json` to `wfk lint`, `wfk diff` or `wfk simulate --explore` for data instead of text.
- `wfk mcp` offers the same as tools of the Model Context Protocol; they also check a draft that is on no disk.
- Do not edit compiled files; `wfk compile` writes them.
- Do not suppress a finding or accept it in the baseline without a reason that a person gave.
"""
"""The guide for agents."""


def _listed(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, values))}]"


def _quoted(value: str) -> str:
    """Return *value* as a basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(value, ensure_ascii=False)
