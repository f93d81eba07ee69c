"""The context of one run: everything that its files have in common, known before the first one is read."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

from workflowkit.analysis.known_ids import KnownIds
from workflowkit.compiler.context import CompileContext
from workflowkit.config.settings import LintConfig
from workflowkit.records import dataclass
from workflowkit.spec.pack import SpecPack
from workflowkit.text.document import Document

if TYPE_CHECKING:
    from workflowkit.catalog.stamps import Stamp


@dataclass(frozen=True, kw_only=True)
class RunContext:
    """The common context of all files of one run."""

    compile: CompileContext
    """The context of the compiler."""
    spec: SpecPack
    lint: LintConfig = field(default_factory=LintConfig)
    """The selected rules, and the accepted findings."""
    only: tuple[str, ...] = ()
    """Selectors of the only rules to run; empty for all that apply."""
    today: datetime.date = datetime.date.min
    """Decides which suppressions have expired."""
    config: Document | None = None
    """The text of the configuration file when it suppresses something, for positions."""
    own_ids: Collection[str] = ()
    """Ids of the workflows of this run."""
    bundled_paths: Collection[str] = ()
    """Files of a source that may use the reserved namespace."""
    routine_files: Mapping[str, Document] = field(default_factory=dict)
    """Routine files by path, for related places of findings in other files."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Given path of a file to its path relative to the configuration, for the manifest, suppressions and the baseline."""
    package_of: Callable[[str], Callable[[str], bool] | None] | None = None
    """Returns, for the path of a document, the test whether its package has a file; None when its package is unknown."""
    stamped_paths: Collection[str] | None = None
    """The files to which the authoring rules of the run apply; None for all. The package of others may have rules of its own."""
    publishes_both: Callable[[str, str], bool] | None = None
    """Returns whether the file at a path is published together with another of its package."""
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    """Workflow id to its stamp in the lock file."""
    tags_path: str | None = None
    """The tag file of the documents."""
    is_whole: bool = False
    """True when no file of the project is missing in this run."""
    scope: Collection[str] = ()
    """The files and folders of this run, relative to the configuration: below them no file is missing."""
    engines: Sequence[tuple[str, RunContext]] = ()
    """For a range of engines, each version with the same context for it, oldest first; empty for a single one."""
    checks_bindings: bool = False
    """True when a bindings file is one of the linted files."""
    notes: Sequence[str] = ()
    """Choices that the user may not expect, to be reported once: the engine version, and replaced bundled files."""

    ids: KnownIds | None = None
    """The ids to use instead of `workflow_ids` of this context."""

    @cached_property
    def workflow_ids(self) -> KnownIds:
        """Ids of every known workflow and routine: of this run, of the routines, and of the tag file."""
        if self.ids is not None:
            return self.ids
        tags = self.spec.tags
        common = {*self.compile.routines.by_id, *(tags.workflows if tags else ())}
        common.update(self.spec.engine.bundled_ids)
        return KnownIds(common, self.own_ids)

    def name_of(self, path: str) -> str:
        """Return the name of the file at *path* relative to the configuration."""
        return self.names.get(path, path)
