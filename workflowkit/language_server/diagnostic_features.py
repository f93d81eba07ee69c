"""Diagnostics that a client asks for: of one file, and of all."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from lsprotocol import types as lsp

from workflowkit.language_server import convert
from workflowkit.language_server.server import WorkflowServer


class Reports:
    """The diagnostics that were reported, each list with an id by which it is recognized."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, list[lsp.Diagnostic]]] = {}
        self._number = 0

    def id_of(self, path: str, found: list[lsp.Diagnostic]) -> str:
        """Return the id of what was *found* in the file at *path*: the same as long as that stays the same."""
        known = self._known.get(path)
        if known is None or known[1] != found:
            self._number += 1
            known = self._known[path] = (str(self._number), found)
        return known[0]


def pull(
    server: WorkflowServer, params: lsp.DocumentDiagnosticParams, reports: Reports
) -> lsp.DocumentDiagnosticReport:
    """Return the diagnostics of one file."""
    path = convert.path_of(params.text_document.uri)
    if path is None:
        return lsp.RelatedFullDocumentDiagnosticReport([])
    if path in server.files.waiting:
        server.files.settle()
    found = server.findings(path)
    identity = reports.id_of(path, found)
    if params.previous_result_id == identity:
        return lsp.RelatedUnchangedDocumentDiagnosticReport(identity)
    return lsp.RelatedFullDocumentDiagnosticReport(found, result_id=identity)


async def pull_all(
    server: WorkflowServer, params: lsp.WorkspaceDiagnosticParams, reports: Reports
) -> lsp.WorkspaceDiagnosticReport:
    """Return the diagnostics of all files, once every one is checked; those without any only when they had some."""
    workspace = server.files.workspace
    server.files.settle()
    while server.check_next() or server.scenarios.check_next():
        await asyncio.sleep(0)
    before = {convert.path_of(each.uri): each.value for each in params.previous_result_ids}
    paths = dict.fromkeys(path for path, own in workspace.all_findings() if own)
    paths |= dict.fromkeys(server.outside())
    paths |= dict.fromkeys(path for path in before if path)
    found = []
    for path in paths:
        report = _report(server, path, before, reports)
        if report is not None:
            found.append(report)
    return lsp.WorkspaceDiagnosticReport(found)


def _report(
    server: WorkflowServer,
    path: str,
    before: Mapping[str | None, str],
    reports: Reports,
) -> lsp.WorkspaceDocumentDiagnosticReport | None:
    found = server.findings(path)
    identity = reports.id_of(path, found)
    uri, version = server.uri(path), server.versions.get(path)
    if before.get(path) == identity:
        return lsp.WorkspaceUnchangedDocumentDiagnosticReport(uri, identity, version)
    if not found and path not in before:
        return None
    return lsp.WorkspaceFullDocumentDiagnosticReport(uri, found, version, result_id=identity)
