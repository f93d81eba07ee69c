"""The files of a project that can be linted, each by its kind. Outer layer: it reads them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workflowkit.config.settings import Config
from workflowkit.config.toml import FILE_NAMES, error_at
from workflowkit.errors import UnreadableFile
from workflowkit.format.reader import Workflow
from workflowkit.lint.selection import unknown_names
from workflowkit.records import dataclass
from workflowkit.run import loading, spec_folder
from workflowkit.run.context import RunContext
from workflowkit.run.discovery import Choice, Search
from workflowkit.run.found_files import FoundFile, FoundFiles
from workflowkit.run.loading import Options
from workflowkit.run.stored_files import StoredFiles
from workflowkit.text import disk, document, files, json_text
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.suggest import closest

if TYPE_CHECKING:
    from workflowkit.catalog.serving import Startup
    from workflowkit.lint.subjects.authoring_rules import RulesFile, RulesSubject
    from workflowkit.lint.subjects.bindings_file import BindingsSubject
    from workflowkit.lint.subjects.subject import FileSubject
    from workflowkit.lint.subjects.trigger_file import TriggerSubject
    from workflowkit.spec.pack import SpecPack, TriggerKey
    from workflowkit.text.routes import Json
    from workflowkit.triggers.engine_keys import EngineKeys
    from workflowkit.triggers.trigger import DaemonContext

TRIGGER_FILES: Final = ("triggers.yml", "triggers.yaml")
"""Names of trigger files in folders; a file that is named may have any name."""

RULES_FILE: Final = "authoring-rules.json"


@dataclass(frozen=True, slots=True)
class AvailableWorkflows:
    """The workflows that other files can name."""

    served: tuple[Document, ...] = ()
    unserved: tuple[Document, ...] = ()
    """Those with an id that are not served, as they are invalid."""

    @property
    def all(self) -> tuple[Document, ...]:
        """All of them."""
        return (*self.served, *self.unserved)


@dataclass(frozen=True, slots=True)
class ProjectFiles:
    """The files of one run by kind."""

    workflows: Sequence[Document] = ()
    triggers: tuple[Document, ...] = ()
    """Without a value."""
    bindings: tuple[Document, ...] = ()
    rules: tuple[Document, ...] = ()
    """Authoring-rules files."""
    settings: tuple[Document, ...] = ()
    """The configuration, without a value, when it accepts findings or is named."""

    @property
    def others(self) -> tuple[Document, ...]:
        """All files that are not workflows."""
        return (*self.triggers, *self.bindings, *self.rules, *self.settings)

    def with_document(self, changed: Document) -> ProjectFiles:
        """Return the same files with *changed* in place of the one at its path."""
        return ProjectFiles(
            _swapped(self.workflows, changed),
            _swapped(self.triggers, changed),
            _swapped(self.bindings, changed),
            _swapped(self.rules, changed),
            _swapped(self.settings, changed),
        )

    def with_texts(self, texts: Mapping[str, str]) -> ProjectFiles:
        """Return the same files with new *texts* for those at some paths."""
        triggers = tuple(
            replace(document, text=text, size=len(json_text.encode(text)))
            for document in self.triggers
            for text in [texts.get(document.path, document.text)]
        )
        return replace(
            self,
            workflows=_parsed(self.workflows, texts),
            triggers=triggers,
            bindings=_parsed(self.bindings, texts),
            rules=_parsed(self.rules, texts),
        )


def _swapped(documents: Sequence[Document], changed: Document) -> tuple[Document, ...]:
    return tuple(changed if each.path == changed.path else each for each in documents)


def _parsed(documents: Sequence[Document], texts: Mapping[str, str]) -> tuple[Document, ...]:
    return tuple(
        document.parse(texts[each.path].encode("utf-8", "surrogatepass"), each.path)
        if each.path in texts
        else each
        for each in documents
    )


def check_rule_names(config: Config) -> None:
    """Raise ConfigurationError for unknown rules in *config*: at the first, with the names of the others."""
    from workflowkit.lint.rules import ALL

    unknown = list(unknown_names(config.lint, ALL))
    if not unknown:
        return
    keys, name = unknown[0]
    head = ("tool", "wfk") if config.path.endswith("pyproject.toml") else ()
    guess = closest(name, [name for rule in ALL for name in (rule.code, rule.name)])
    help = f"did you mean '{guess}'?" if guess else "list the rules with wfk rules"
    others = ", ".join(f"'{other}'" for _, other in unknown[1:])
    raise error_at(
        loading.read_text(config.path).text,
        config.path,
        (*head, "lint", *keys),
        f"unknown rule '{name}'; {help}{f'; also unknown: {others}' if others else ''}",
        on_value=keys[0] != "severity" and keys[-2] != "severity",
    )


def bindings_file(options: Options, config: Config) -> str | None:
    """Return the effective bindings file for *options* and *config*. Raises UsageError when it does not exist."""
    return loading.find_bindings(options.bindings or config.bindings)


def add_bindings(search: Search, paths: Sequence[str], path: str | None) -> None:
    """Add the bindings file at *path* to *search* when it is below one of *paths*: its folder is hidden."""
    if path and any(files.is_below(path, place) for place in paths):
        found = Path(path)
        config = search.configurations.nearest(found.parent)
        search.found.take(FoundFile(found.as_posix(), config, is_named=False))


def read(search: Search, found: FoundFiles, bindings: str | None) -> ProjectFiles:
    """Read the files *found* of one configuration as far as they can be linted; *bindings* is where the bindings file is.

    Raises UsageError and UnreadableFile.
    """
    by_kind: dict[str, FoundFiles] = {}
    for entry in found:
        by_kind.setdefault(_kind(entry.name, bindings), FoundFiles()).append(entry)
    paths = {
        kind: [entry.path for entry in entries]
        for kind, entries in by_kind.items()
        if kind != "workflows"
    }
    settings = [
        entry.path
        for entry in by_kind.get("settings", ())
        if entry.is_named or _accepts_something(entry.key, entry.config)
    ]
    found_workflows = workflows(search, by_kind.get("workflows", FoundFiles()))
    triggers, unread = _texts_or_reasons(paths.get("triggers", ()))
    return ProjectFiles(
        # A file that cannot be read is reported as such, whatever its kind.
        found_workflows.with_others(unread)
        if isinstance(found_workflows, StoredFiles)
        else (*found_workflows, *unread),
        tuple(triggers),
        tuple(map(loading.read_or_explain, paths.get("bindings", ()))),
        tuple(map(loading.read_or_explain, paths.get("rules", ()))),
        tuple(_texts(settings)),
    )


def workflows(search: Search, found: FoundFiles) -> Sequence[Document]:
    """Parse the files *found* that contain workflows, and record the others as skipped."""
    if search.reading.streams:
        # Only runs that stream need it.
        from workflowkit.run.glances import workflows_in

        return workflows_in(search, found)
    return tuple(document for _, document in search.documents(found))


def of_content(content: bytes, path: str, bindings: str | None) -> ProjectFiles:
    """Parse *content* as the file at *path* by its kind."""
    kind = _kind(Path(path).as_posix(), bindings)
    parsed = (document.parse(content, path),)
    if kind in ("triggers", "settings"):
        text = replace(parsed[0], value=None, broken=None)
        return (
            ProjectFiles(triggers=(text,)) if kind == "triggers" else ProjectFiles(settings=(text,))
        )
    if kind == "bindings":
        return ProjectFiles(bindings=parsed)
    return ProjectFiles(rules=parsed) if kind == "rules" else ProjectFiles(parsed)


def is_wanted(name: str) -> bool:
    """Return whether files called *name* can be linted."""
    return name.endswith(".json") or name in TRIGGER_FILES or name in FILE_NAMES


def _kind(path: str, bindings: str | None) -> str:
    name = path.rpartition("/")[2]
    if name in FILE_NAMES:
        return "settings"
    if os.path.splitext(name)[1] in (".yml", ".yaml"):
        return "triggers"
    if name == RULES_FILE:
        return "rules"
    is_bindings = bindings is not None and os.path.normpath(path) == os.path.normpath(bindings)
    if is_bindings or name == loading.BINDINGS_FILE.name:
        return "bindings"
    return "workflows"


def _accepts_something(path: str, config: Config) -> bool:
    is_in_force = bool(config.path) and os.path.normpath(config.path) == path
    return is_in_force and bool(config.lint.suppress or config.lint.baseline)


def _texts(paths: Iterable[Path]) -> list[Document]:
    return [loading.read_text(path.as_posix()) for path in paths]


def _texts_or_reasons(paths: Iterable[Path]) -> tuple[list[Document], list[Document]]:
    """Read the files at *paths*; those that cannot be read are broken documents, and come second."""
    texts: list[Document] = []
    unread: list[Document] = []
    for path in paths:
        try:
            texts.append(loading.read_text(path.as_posix()))
        except UnreadableFile:
            unread.append(loading.read_or_explain(path))
    return texts, unread


def subjects(
    files: ProjectFiles,
    context: RunContext,
    find_available: Callable[[], AvailableWorkflows],
    daemon: DaemonContext | None,
) -> tuple[FileSubject, ...]:
    """Return the subjects of the files that are not workflows.

    Triggers are checked against *daemon*, or against the workflows that *find_available* returns when it is None, for the engine of *context*.
    """
    available = AvailableWorkflows()
    if (files.triggers and daemon is None) or files.bindings:
        available = find_available()
    if files.triggers:
        daemon = daemon or daemon_context(available, context.spec)
        daemon = replace(daemon, engine=_engine_keys(context.spec))
    return (
        *(trigger_subject(text, daemon) for text in files.triggers if daemon),
        *(bindings_subject(document, available.all, context) for document in files.bindings),
        *(rules_subject(document, context.spec) for document in files.rules),
    )


def available_workflows(
    own: Iterable[Document], config: Config, options: Options
) -> AvailableWorkflows:
    """Return the workflows that can be named: what `wfk check` serves and does not serve of the bundled ones, of the project and of *own*."""
    from workflowkit.catalog.ids import SourceKind
    from workflowkit.run import startup_check

    sources = startup_check.project_sources(config) or [(SourceKind.PROJECT, config.folder or ".")]
    reading = startup_check.SourceReading(choice=Choice(), own=tuple(own))
    result = startup_check.check(sources, options=options, config=config, reading=reading)
    unserved = [
        loading.read_or_explain(Path(path)) for path in sorted(unserved_files(result).values())
    ]
    return AvailableWorkflows(tuple(result.documents.values()), tuple(unserved))


def unserved_files(result: Startup) -> Mapping[str, str]:
    """Return the files by id of the workflows that *result* does not serve."""
    return {file.id: file.path for file in result.unserved if file.id and file.id not in result.ids}


def named_workflows(
    documents: Iterable[Document], config: Config, options: Options
) -> AvailableWorkflows:
    """Return the *documents*, which are named themselves, by whether they compile."""
    from workflowkit.compiler.pipeline import compile_workflow

    compile_context = loading.load_context(options, config).compile
    by_validity: dict[bool, list[Document]] = {True: [], False: []}
    for workflow in documents:
        compilation = compile_workflow(workflow.value, compile_context)
        by_validity[workflow.broken is None and compilation.is_valid].append(workflow)
    return AvailableWorkflows(tuple(by_validity[True]), tuple(by_validity[False]))


def daemon_context(available: AvailableWorkflows, spec: SpecPack) -> DaemonContext:
    """Return the context of a trigger file for the engine of *spec* when only the *available* workflows are known."""
    from workflowkit.triggers.trigger import DaemonContext

    by_id = {loading.workflow_id(document): document for document in available.served}
    unserved = {loading.workflow_id(document): document.path for document in available.unserved}
    profiles = {
        name: as_text(as_fields(document.value).get("metricsProfile"))
        for name, document in by_id.items()
    }
    return DaemonContext(
        workflows=frozenset(by_id) - {""},
        unserved={name: path for name, path in unserved.items() if name and name not in by_id},
        paths={name: document.path for name, document in by_id.items()},
        aliases=spec.aliases,
        profiles={name: profile for name, profile in profiles.items() if profile},
        home=os.path.expanduser("~"),
        engine=_engine_keys(spec),
    )


def _engine_keys(spec: SpecPack) -> EngineKeys:
    """Return the keys of trigger files that the engine of *spec* and later ones have."""
    from workflowkit.triggers.engine_keys import EngineKeys, KeyValues

    def values(key: TriggerKey) -> KeyValues:
        return KeyValues(key.schema, key.is_checked, key.described or "")

    known = spec.engine.trigger_keys
    return EngineKeys(
        spec.engine.version,
        {tuple(path.split(".")): values(key) for path, key in known.items()},
        {
            tuple(path.split(".")): [(version, values(key)) for version, key in changes]
            for path, changes in spec.later_trigger_keys.items()
        },
        is_open=spec.is_beyond,
    )


def trigger_subject(text: Document, daemon: DaemonContext) -> TriggerSubject:
    """Return the subject of the trigger file *text*."""
    from workflowkit.lint.subjects.trigger_file import TriggerSubject

    return TriggerSubject(text, daemon)


def bindings_subject(
    document: Document, workflows: Iterable[Document], context: RunContext
) -> BindingsSubject:
    """Return the subject of a bindings file for *workflows*."""
    from workflowkit.lint.subjects.bindings_file import BindingsSubject

    slots = {loading.workflow_id(workflow): _slots(workflow) for workflow in workflows}
    targets = frozenset({*slots, *context.workflow_ids} - {""})
    return BindingsSubject(document, slots, targets, context.spec.aliases)


def _slots(document: Document) -> list[str]:
    points = Workflow(as_fields(document.value)).records("extensionPoints")
    return [as_text(point.get("slotId")) for _, point in points]


def rules_subject(document: Document, spec: SpecPack) -> RulesSubject:
    """Return the subject of an authoring-rules file; paths in it are relative to the folder above its own."""
    from workflowkit.lint.subjects.authoring_rules import RulesSubject

    return RulesSubject(
        document, partial(rules_file, spec=spec, root=Path(document.path).parent.parent)
    )


def rules_file(content: Mapping[str, Json], spec: SpecPack, root: Path) -> RulesFile:
    """Return the authoring rules *content* with the names that they may use."""
    from workflowkit.lint.rules import ALL
    from workflowkit.lint.subjects.authoring_rules import RulesFile, surfaces

    bundle = spec_folder.bundled("spec").parent
    return RulesFile(
        value=content,
        known_codes=frozenset(rule.code for rule in ALL),
        surfaces=surfaces(),
        closed_sets={
            "feature": spec.features,
            "ref": spec.refs,
            "contract": spec.engine.contracts,
            "metrics profile": ("coding", "review", "research", "design", "ticket", "none"),
            "kind of loop": ("while", "until", "for", "forEach"),
        },
        file_exists=lambda path: disk.is_file(root / path) or disk.is_file(bundle / path),
    )
