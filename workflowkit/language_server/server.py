"""The server on pygls: lifecycle, texts, and when what is checked and published.

Every change of a text is taken at once; it is linted when no other change follows within a moment, so that no outdated version is linted.
While nothing is to be done, the other files are checked one by one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, Final, cast

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from workflowkit.diagnostics import Diagnostic, RelatedPlace
from workflowkit.language_server import convert
from workflowkit.language_server.load_errors import error_paths, located_errors, placed_errors
from workflowkit.language_server.open_files import OpenFiles
from workflowkit.language_server.places import Encoding, Places, changed
from workflowkit.language_server.scenario_findings import ScenarioFindings
from workflowkit.text import disk
from workflowkit.version import VERSION

_PAUSE: Final = 0.02
"""Seconds without a change after which a text is linted."""

_MOST_PLACES = 64
"""How many texts keep their lines."""


class WorkflowServer(LanguageServer):
    """The language server of workflowkit."""

    def __init__(self) -> None:
        super().__init__("wfk", VERSION)
        self.files = OpenFiles([])
        self.scenarios = ScenarioFindings(self.files)
        self.versions: dict[str, int] = {}
        """Real path of an open file to the version of its text."""
        self.published: dict[str, list[lsp.Diagnostic]] = {}
        self.is_pulled = False
        """True when the client asks for diagnostics, so that none are pushed."""
        self._uris: dict[str, str] = {}
        self._places: dict[str, tuple[str, Places]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._idle: asyncio.Task[None] | None = None
        self._is_due = False
        """True when texts were linted after the other files were checked."""
        self._outside: frozenset[str] = frozenset()
        """What `outside` returned when diagnostics were published last."""
        self._said: set[str] = set()
        self._linted: set[str] = set()
        """The open files that the client knows to have changed."""

    def open_folders(self, params: lsp.InitializeParams) -> None:
        """Open the folders that the client names."""
        folders = [convert.path_of(each.uri) for each in params.workspace_folders or ()]
        if not folders and params.root_uri:
            folders = [convert.path_of(params.root_uri)]
        elif not folders and params.root_path:
            folders = [params.root_path]
        self.files = OpenFiles([each for each in folders if each and disk.is_folder(each)])
        self.scenarios = ScenarioFindings(self.files)
        document = params.capabilities.text_document
        self.is_pulled = document is not None and document.diagnostic is not None
        self.configure(params.initialization_options)

    def configure(self, settings: Any) -> None:
        """Take the *settings* of the client, in whatever shape they come."""
        own = settings.get("wfk", settings) if isinstance(settings, dict) else None
        if isinstance(own, dict) and isinstance(own.get("provisionalFindings"), bool):
            self.files.shows_provisional = own["provisionalFindings"]

    @property
    def encoding(self) -> Encoding:
        """The units of positions that client and server agreed on."""
        return cast(
            Encoding,
            str(
                getattr(self.workspace.position_encoding, "value", None)
                or self.workspace.position_encoding
                or "utf-16"
            ),
        )

    def places(self, path: str) -> Places:
        """Return the lines of the file at *path* as it is in the editor or the project."""
        real = disk.real_path(path)
        return self.places_of(real, self.files.text_of(real) or "")

    def places_of(self, real: str, text: str) -> Places:
        """Return the lines of *text*, the content of the file at the real path."""
        known = self._places.get(real)
        if known is None or known[0] != text:
            if len(self._places) >= _MOST_PLACES:
                self._places.pop(next(iter(self._places)))
            known = self._places[real] = (text, Places(text, self.encoding))
        return known[1]

    def uri(self, path: str) -> str:
        """Return the URI of the file at *path*, as the client spells it."""
        real = disk.real_path(path)
        return self._uris.get(real) or convert.uri_of(real)

    def take_opened(self, document: lsp.TextDocumentItem) -> None:
        """Take the text of a file that was opened."""
        path = convert.path_of(document.uri)
        if path is not None:
            self._uris[path] = document.uri
            self.versions[path] = document.version
            # Some editors forget what was sent about a file before it was opened.
            self.published.pop(path, None)
            self.files.set_text(path, document.text)
            self.schedule()

    def change(self, params: lsp.DidChangeTextDocumentParams) -> None:
        """Take the changes of a text."""
        path = convert.path_of(params.text_document.uri)
        if path is None or path not in self.files.texts:
            return
        text = self.files.texts[path]
        for event in params.content_changes:
            if isinstance(event, lsp.TextDocumentContentChangePartial):
                places = Places(text, self.encoding)
                start, end = (
                    places.offset(place.line, place.character)
                    for place in (event.range.start, event.range.end)
                )
                text = changed(text, start, end, event.text)
            else:
                text = event.text
        self.versions[path] = params.text_document.version
        self.files.set_text(path, text)
        self.schedule()

    def take_closed(self, uri: str) -> None:
        """Forget the text of a file that was closed."""
        path = convert.path_of(uri)
        if path is not None:
            self.versions.pop(path, None)
            self._places.pop(path, None)
            self.files.close(path)
            self.scenarios.note_changed([path])
            self._uris.pop(path, None)
            self.schedule()

    def schedule(self) -> None:
        """Lint soon, unless another change comes before."""
        if self._timer is not None:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(_PAUSE, self._lint_open_files)

    def _lint_open_files(self) -> None:
        self._timer = None
        self._linted.update(self.files.settle())
        self._report_errors()
        if not self.is_pulled:
            for path in list(self.files.texts):
                self.publish(path)
        self._is_due = True
        if self._idle is None or self._idle.done():
            self._idle = asyncio.get_running_loop().create_task(self._check_all())

    async def _check_all(self) -> None:
        """Check the files that are left, and publish what was found, until no text was linted meanwhile."""
        while self._is_due:
            self._is_due = False
            await self._check_rest()

    async def _check_rest(self) -> None:
        before = dict(self.scenarios.errors)
        while self.check_next():
            # Messages that came meanwhile are read first.
            await asyncio.sleep(0.001)
        changed = self.files.workspace.take_changed()
        self.scenarios.note_changed(changed)
        # What is linted next would make the rest outdated.
        while self._timer is None and not self._is_due and self.scenarios.check_next():
            await asyncio.sleep(0.001)
        outside = before.items() ^ self.scenarios.errors.items()
        linted, self._linted = self._linted, set()
        if self.is_pulled:
            # Of a file that it has changed itself, the client asks without being asked to.
            if not linted.issuperset([*changed, *(path for path, _ in outside)]):
                self._ask_to_pull()
            return
        before_outside, self._outside = self._outside, frozenset(self.outside())
        for path in dict.fromkeys([*changed, *before_outside, *self._outside, *self._orphans()]):
            self.publish(path)
            await asyncio.sleep(0)

    def check_next(self) -> bool:
        """Check one more file; return false when all are checked."""
        workspace = self.files.workspace
        if workspace.is_complete:
            return False
        workspace.check_next(list(self.files.texts))
        return True

    def outside(self) -> list[str]:
        """Return the files with errors that `wfk lint` does not show as findings: scenarios, the configuration and the spec pack."""
        errors = self.files.errors
        return [*self.scenarios.errors, *error_paths(errors)]

    def _orphans(self) -> list[str]:
        """Return the files with published diagnostics that are neither open nor linted any more."""
        is_linted = self.files.workspace.has_findings_in
        closed = (path for path in self.published if path not in self.files.texts)
        return [path for path in closed if not is_linted(path)]

    def _ask_to_pull(self) -> None:
        workspace = self.client_capabilities.workspace
        if workspace and workspace.diagnostics and workspace.diagnostics.refresh_support:
            self.workspace_diagnostic_refresh(None)

    def _report_errors(self) -> None:
        for error in self.files.errors.values():
            text = f"{error.message}{f'; {error.help}' if error.help else ''}"
            if text not in self._said:
                self._said = {text}
                self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, text))
        if not self.files.errors:
            self._said = set()

    def publish(self, path: str) -> None:
        """Send the diagnostics of the file at *path* when they are not those that were sent last."""
        if path in self.files.waiting:
            return
        found = self.findings(path)
        if found != self.published.get(path, None if path in self.files.texts else []):
            self.published[path] = found
            self.text_document_publish_diagnostics(
                lsp.PublishDiagnosticsParams(self.uri(path), found, self.versions.get(path))
            )
        if path not in self.files.texts and not found:
            self.published.pop(path, None)

    def findings(self, path: str) -> list[lsp.Diagnostic]:
        """Return the diagnostics of the file at *path*."""
        own = self.files.findings(path)
        extra = self.files.provisional(path) if own else ()
        text = self.text_of_findings(path)
        with self.files.at(path):
            found = [self._diagnostic(each, text) for each in own]
            found += [self._diagnostic(each, text, is_provisional=True) for each in extra]
            found += located_errors(self.files.errors.values(), path, text)
            found += placed_errors(self.scenarios.errors_in(path), text)
        return found

    def text_of_findings(self, path: str) -> Places:
        """Return the lines of the text that was linted."""
        document = self.files.workspace.document(path)
        return self.places_of(path, document.text if document else self.files.read(path))

    def _diagnostic(
        self, found: Diagnostic, text: Places, *, is_provisional: bool = False
    ) -> lsp.Diagnostic:
        return convert.diagnostic_of(
            found, text, self._related(found, text), is_provisional=is_provisional
        )

    def _related(
        self, found: Diagnostic, text: Places
    ) -> Iterable[tuple[RelatedPlace, str, Places]]:
        for place in found.related:
            same = place.path == found.path
            yield place, self.uri(place.path), text if same else self.other_places(place.path)

    def other_places(self, path: str) -> Places:
        """Return the lines of the file at *path*, which is relative to the current folder, open or not."""
        return Places(self.files.read(disk.real_path(path)), self.encoding)
