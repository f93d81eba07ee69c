"""A project in memory: what `wfk lint` shows of each of its files, kept up to date with every edit.

`wfk watch` and the language server are built on it. The findings are those of `Project.lint` on the same texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from workflowkit.diagnostics import Diagnostic, Identified, in_order
from workflowkit.errors import WorkflowkitError
from workflowkit.lint.baseline import BaselineEntry
from workflowkit.lint.fixes import FixChoice, Fixed
from workflowkit.lint.runner import run
from workflowkit.records import dataclass
from workflowkit.run import loading
from workflowkit.run.alone import fix_alone
from workflowkit.run.analyze import workflow_subject
from workflowkit.run.consequences import UNSERVED, Consequences
from workflowkit.run.context import RunContext
from workflowkit.run.dependents import names_of, served_traits, users_of
from workflowkit.run.live_files import LiveFiles
from workflowkit.run.project import Project
from workflowkit.run.result import (
    NEW_BASELINE,
    IdsByPath,
    JudgedFiles,
    findings_of,
    settings_findings,
)
from workflowkit.text import disk, document
from workflowkit.text.document import Document
from workflowkit.text.routes import Json

_ALL = ""
"""Stands for the group of all files, and for the entries of the baseline that are of none."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What suppressions and the baseline make of the findings in a group of files."""

    shown: dict[str, tuple[Diagnostic, ...]]
    """Path to the findings that neither hides, in order."""
    used: frozenset[int]
    """Indexes of the suppressions that hid a finding."""
    n_suppressed: int
    n_known: int
    stale: tuple[tuple[int, BaselineEntry], ...]
    """Entries of the baseline whose finding is gone, with their index."""


_NOTHING = Accepted({}, frozenset(), 0, 0, ())


class LiveProject(LiveFiles):
    """One project, and what is shown of each of its files."""

    def __init__(
        self, project: Project, scope: Sequence[str] = (), baseline: str | None = None
    ) -> None:
        """*scope* are the searched paths, for edits that change what files have in common; *baseline* is that of `Project.lint`."""
        super().__init__(project)
        self._scope = scope
        self._accepted: dict[str, tuple[int, Accepted]] = {}
        """First path of a group to the revision of its findings, and what is accepted of them."""
        self._about_settings: tuple[object, tuple[Diagnostic, ...]] = (None, ())
        """What the findings about settings were made of, and they themselves."""
        self._with_settings: dict[str, tuple[Diagnostic, ...]] = {}
        self._total: tuple[int, Accepted] = (-1, _NOTHING)
        """The generation of the findings, and what is accepted of all of them."""
        self.known = project.known_findings(baseline)
        self._take_baseline()

    def _take_baseline(self) -> None:
        """Sort the entries of the baseline by file."""
        known = self.known or NEW_BASELINE
        paths = {known.name_of(path): path for path in self.paths}
        self._entries: dict[str, list[int]] = {}
        for number, entry in enumerate(known.entries):
            self._entries.setdefault(paths.get(entry.path, _ALL), []).append(number)
        self._is_joint = any(known.entries[each].workflow for each in self._entries.get(_ALL, ()))
        """True when a file has moved, so that any other may be where its entries belong."""

    @property
    def setting_paths(self) -> frozenset[str]:
        """The files with suppressions and with the baseline."""
        config = self.context.config.path if self.context.config else ""
        return frozenset({config, self.known.document.path if self.known else ""} - {""})

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file that may have findings: those of the project, its tag file, its configuration and its baseline."""
        tags = (self.context.tags_path,) if self.context.tags_path else ()
        return tuple(dict.fromkeys((*self.documents, *tags, *sorted(self.setting_paths))))

    def take_changed(self) -> list[str]:
        """Return the files whose findings may be others than at the last time; every file is checked."""
        self.refresh_across()
        triggers = (each.path for each in self.others.triggers)
        every = self.paths if self._is_joint and self._changed else self._changed
        changed = [*every, *triggers, *self.setting_paths]
        self._changed.clear()
        return list(dict.fromkeys(changed))

    def findings(self, path: str) -> tuple[Diagnostic, ...]:
        """Return what `wfk lint` shows of the file at *path*, as far as the files have been checked: the same object as long as nothing changes."""
        self.check(path)
        self.refresh_across()
        shown = self._without_consequences(path, self._own(path))
        if path not in self.setting_paths:
            return shown
        about = (each for each in self._settings() if each.path == path)
        found = tuple(in_order([*shown, *about]))
        if self._with_settings.get(path) != found:
            self._with_settings[path] = found
        return self._with_settings[path]

    def _own(self, path: str) -> tuple[Diagnostic, ...]:
        """Return the findings of the file at *path* that neither a suppression nor the baseline hides."""
        return self._accepted_in(path).shown.get(path, ())

    def _accepted_in(self, path: str) -> Accepted:
        """Return what is accepted in the group of the file at *path*."""
        first = _ALL if self._is_joint else path
        revision = self.generation if self._is_joint else self.revisions[path]
        known = self._accepted.get(first)
        if known is None or known[0] != revision:
            paths = self.paths if self._is_joint else (path,)
            known = self._accepted[first] = (revision, self._compared(paths))
        return known[1]

    def _compared(self, paths: Sequence[str]) -> Accepted:
        """Compare the findings in the files at *paths* with the suppressions and the baseline."""
        every = self.known or NEW_BASELINE
        numbers = sorted(
            number
            for path in (*paths, *([_ALL] if self._is_joint else ()))
            for number in self._entries.get(path, ())
        )
        known = replace(every, entries=tuple(every.entries[number] for number in numbers))
        found = [each for path in paths for each in self.found(path)]
        if not found and not known.entries:
            return _NOTHING
        documents = {path: self._judged_document(path) for path in paths if path in self.documents}
        made = findings_of(
            found, documents, self.context, self.selection, known, with_entries=False
        )
        shown: dict[str, list[Diagnostic]] = {}
        for diagnostic in made.new:
            shown.setdefault(diagnostic.path, []).append(diagnostic)
        return Accepted(
            {path: tuple(own) for path, own in shown.items()},
            made.kept.used,
            made.kept.n_suppressed,
            len(made.kept.shown) - len(made.new),
            tuple((numbers[index], entry) for index, entry in made.compared.stale),
        )

    def _judged_document(self, path: str) -> Document:
        checked = self.checked.get(path)
        return checked.document if checked else self.documents[path]

    def accepted(self) -> Accepted:
        """Return what is accepted in all files, without the findings that are shown."""
        if not self.context.lint.suppress and not (self.known and self.known.entries):
            return _NOTHING
        if self._total[0] != self.generation:
            paths = (_ALL,) if self._is_joint else (*self.paths, _ALL)
            self._total = (self.generation, _total(map(self._accepted_in, paths)))
        return self._total[1]

    def _settings(self) -> tuple[Diagnostic, ...]:
        """Return the findings about suppressions and the baseline, once every file is checked."""
        if not self.is_complete:
            return ()
        accepted = self.accepted()
        basis = (accepted.used, accepted.stale, self.identities)
        if self._about_settings[0] != basis:
            files = JudgedFiles(IdsByPath(self.documents), self.context, self.selection)
            found = settings_findings(files, accepted.used, accepted.stale, self.known)
            self._about_settings = (basis, tuple(found))
        return self._about_settings[1]

    def _without_consequences(
        self, path: str, shown: tuple[Diagnostic, ...]
    ) -> tuple[Diagnostic, ...]:
        """Return the findings *shown* in the file at *path* without those that follow from an error in another file."""
        if all(each.name != UNSERVED for each in shown):
            return shown
        subject = self.subject(path)
        if subject is None:
            return shown
        consequences = Consequences([subject])
        causes = filter(None, map(consequences.cause_of, shown))
        consequences.look_for(each for cause in causes for each in self._own(cause))
        found = consequences.without(shown)
        return shown if len(found) == len(shown) else found

    def fixed(self, path: str, *, unsafe: bool) -> Fixed | None:
        """Return the file at *path* with all its fixes; None for a file that has no rules."""
        subject = self.subject(path)
        if subject is None:
            return None
        return fix_alone(
            subject, self.context, self.selection, self.known, choice=FixChoice(unsafe)
        )

    def found_in_value(self, path: str, value: Json) -> list[Identified]:
        """Return what the rules would find in *value* at *path*, in the newest of the engines, without places."""
        context = list(self.engines.values())[-1]
        text = replace(self.documents[path], value=value, broken=None)
        subject = workflow_subject(text, context)
        chosen = self.selection.rules_for(context.name_of(path), subject.kind)
        objects = {name: each for name, each in subject.objects().items() if name != "Document"}
        return run(objects, chosen)

    def replace_text(self, path: str, content: bytes) -> None:
        """Take *content* for that of the file at *path*, and note what is to be checked again."""
        before, after = self.documents[path], document.parse(content, path)
        if any(each.path == path for each in (*self.others.triggers, *self.others.settings)):
            after = replace(after, value=None, broken=None)
        self.take(after)
        if any(each.path == path for each in self.others.bindings):
            self.reload_context()
        elif self.is_workflow(path):
            self._follow(before, after)

    def _follow(self, before: Document, after: Document) -> None:
        """Note what else the change of a workflow touches: the callers of a routine, and what knows its id."""
        prefixes = self.context.spec.engine.routine_prefixes
        ids = {loading.workflow_id(before), loading.workflow_id(after)}
        is_routine = before.path in self.context.routine_files or any(
            loading.own_routines([each], prefixes) for each in (before, after)
        )
        if is_routine or len(ids) > 1:
            self.reload_context([before, after])
        if self.concerns_others(before, after):
            self._available = None
            self.mark(each.path for each in (*self.others.triggers, *self.others.bindings))

    def concerns_others(self, before: Document, after: Document) -> bool:
        """Return whether findings in other files may depend on what differs in two texts of a workflow that is no routine."""
        if loading.workflow_id(before) != loading.workflow_id(after):
            return True
        if not self.others.others:
            return False
        return served_traits(before, self.context) != served_traits(after, self.context)

    def reload_context(self, changed: Sequence[Document] | None = None) -> None:
        """Read what the files have in common again; with *changed*, two versions of one file, only what uses it is checked again."""
        ids = set(self.context.workflow_ids)
        try:
            context = self._loaded_context()
        except WorkflowkitError:
            return
        self._is_across_stale = True
        self._take_context(replace(context, checks_bindings=bool(self.others.bindings)))
        self._available = None
        if changed is None or ids != set(context.workflow_ids):
            self.mark(self.documents)
            return
        names = {name for each in changed for name in names_of(each, context.spec)}
        self.mark(users_of(names, self.documents.values(), context.spec))

    def _loaded_context(self) -> RunContext:
        return loading.load_context(
            self.options,
            self.config,
            self.workflows,
            others=[each.path for each in self.others.others],
            scope=self._scope,
        )

    def recheck_asked(self) -> None:
        """Note the files whose rules would get other answers from the disk."""
        self.mark(
            path
            for path, checked in self.checked.items()
            if path in self.documents and not disk.still_holds(checked.asked.questions())
        )


def _total(groups: Iterable[Accepted]) -> Accepted:
    """Return what is accepted in all *groups*, without the findings that are shown."""
    every = [each for each in groups if each is not _NOTHING]
    return Accepted(
        {},
        frozenset(index for each in every for index in each.used),
        sum(each.n_suppressed for each in every),
        sum(each.n_known for each in every),
        tuple(sorted(stale for each in every for stale in each.stale)),
    )
