"""Write the files that are generated from the code, or check that they are up to date.

python scripts/generate.py            write what changed
python scripts/generate.py --check    list what is out of date and exit 1
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from pprint import pformat

from workflowkit.catalog.pages import CatalogEntry, catalog_page
from workflowkit.format.fields import CONSTRUCT
from workflowkit.format.validator_generator import fast_validators
from workflowkit.lint import rules
from workflowkit.lint.pages import GROUPS, index_page, rule_page
from workflowkit.lint.rule import KINDS, Rule, RuleRow
from workflowkit.run.project import Project
from workflowkit.schemas.json_schema import FORMATS, json_schema, whole_schema
from workflowkit.text import files

ROOT = Path(__file__).resolve().parent.parent

Producer = Callable[[], str]


def generated() -> Iterator[tuple[str, Producer]]:
    """Yield every generated file: its path from the root of the repository, and the function that makes its text."""
    for name in FORMATS:
        yield f"spec/{name}.schema.json", partial(_schema, name)
    yield "workflowkit/format/workflow_schema.py", _workflow_schema
    yield "workflowkit/format/fast_validator.py", _fast_validators
    yield "workflowkit/lint/rules/index.py", _rule_index
    yield "docs/catalog.md", _catalog
    yield "docs/rules/README.md", _rules_page
    for _, rule in _every_rule():
        yield f"docs/rules/{rule.name}.md", partial(rule_page, rule)


def out_of_date() -> list[str]:
    """Return the paths of generated files that differ from what the code would write, and of pages that no rule has."""
    wanted = {path for path, _ in generated()}
    pages = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs/rules").glob("*.md")}
    changed = [
        path
        for path, produce in generated()
        if not (ROOT / path).is_file() or files.read(ROOT / path) != produce().encode()
    ]
    return changed + sorted(pages - wanted)


def main(arguments: list[str]) -> int:
    """Run the command line; return the exit code."""
    stale = out_of_date()
    if "--check" in arguments:
        for path in stale:
            print(f"{path} is out of date; run: python scripts/generate.py")
        return 1 if stale else 0
    producers = dict(generated())
    for path in stale:
        if path in producers:
            files.write(ROOT / path, producers[path]().encode())
        else:
            (ROOT / path).unlink()
        print(f"{'wrote' if path in producers else 'removed'} {path}", flush=True)
    if any(path.endswith(".py") for path in stale):
        # Other files depend on these, and this process has imported what was there before.
        return subprocess.run([sys.executable, __file__], check=False).returncode
    return 0


def _rules_page() -> str:
    return index_page(rule for _, rule in _every_rule())


def _schema(name: str) -> str:
    return json.dumps(json_schema(name), indent=2, ensure_ascii=False) + "\n"


def _catalog() -> str:
    project = Project.load([ROOT / "workflows", ROOT / "routines"])
    analyses = [project.analysis(document.path) for document in project.documents]
    tags = project.context.spec.tags
    return catalog_page(map(CatalogEntry, analyses, project.rows()), tags) if tags else ""


def _workflow_schema() -> str:
    """Return the parts of the workflow schema that are needed at run time, as Python: it loads faster than JSON."""
    return (
        '"""The order of keys in the schema of workflows. Generated from the models by scripts/generate.py."""\n\n'
        "from __future__ import annotations\n\n"
        f"KEY_ORDER: dict[str, list[str]] = {pformat(_key_order(), width=99)}\n"
        '"""The keys of each kind of object in the order in which they are formatted."""\n\n'
        f"LATER_KEYS: frozenset[str] = frozenset({pformat(_later_keys(), width=99)})\n"
        '"""The keys that not every engine knows, with their kinds."""\n'
    )


def _fast_validators() -> str:
    """Return the fast validators of workflows and of the data files with which a project may replace the bundled ones."""
    names = ("workflow", "authoring-rules", "feature", "workflow-tags")
    return fast_validators({name: whole_schema(name) for name in names})


def _later_keys() -> list[str]:
    whole = whole_schema("workflow")
    kinds = {"workflow": whole, **whole["$defs"]}
    return [
        f"{name}.{key}"
        for name, schema in sorted(kinds.items())
        for key, part in schema.get("properties", {}).items()
        if CONSTRUCT in part
    ]


def _key_order() -> dict[str, list[str]]:
    whole = whole_schema("workflow")
    kinds = {"workflow": whole, **whole["$defs"]}
    return {
        name: list(schema["properties"])
        for name, schema in sorted(kinds.items())
        if "properties" in schema
    }


@cache
def _every_rule() -> tuple[tuple[str, Rule], ...]:
    """Return every rule with its module below the folder of the rules, group by group; found in the folders, so that a new one is among them."""
    folder = Path(rules.__file__).parent
    found: list[tuple[str, Rule]] = []
    for path in folder.glob("*/*.py"):
        if path.name != "__init__.py":
            module = f"{path.parent.name}.{path.stem}"
            rule = getattr(import_module(f"workflowkit.lint.rules.{module}"), path.stem)
            found.append((module, rule))
    groups = list(GROUPS)
    return tuple(sorted(found, key=lambda pair: (groups.index(pair[1].group), pair[1].code)))


def _rule_index() -> str:
    """Return what must be known of every rule before it is imported."""
    listed = "".join(f"    {_row(module, rule)},\n" for module, rule in _every_rule())
    return (
        '"""What is known of every rule before it is imported. Generated by scripts/generate.py."""\n\n'
        "from __future__ import annotations\n\n"
        "from workflowkit.lint.rule import RuleRow\n\n"
        "INDEX: tuple[RuleRow, ...] = (\n"
        f"{listed})\n"
        '"""Every rule, by group and code."""\n'
    )


def _row(module: str, rule: Rule) -> str:
    """Return the row of *rule* as Python, without what is as it is by default."""
    row = RuleRow(
        code=rule.code,
        module=module,
        severity=rule.severity.value,
        since=rule.since,
        parameter=rule.parameter,
        kinds=() if rule.kinds == KINDS else tuple(sorted(rule.kinds)),
        fix=rule.fix,
        engines=rule.engines,
        needs=rule.needs,
        stems=rule.stems,
    )
    written = {
        name: value
        for name, value in row._asdict().items()
        if value != RuleRow._field_defaults.get(name)
    }
    return f"RuleRow({', '.join(f'{name}={value!r}' for name, value in written.items())})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
