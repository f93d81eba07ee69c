"""Escapes: text of files and of people, made safe for each language that reports are written in.

Every format but JSON passes its texts through here; JSON has an encoder of its own.
"""

from __future__ import annotations

import html
import re
from typing import Final

from workflowkit.report.cells import printable

_COMMAND: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}


def command_text(text: str) -> str:
    """Return *text* for the message of a GitHub workflow command: line ends as GitHub decodes them, control characters as everywhere."""
    return "".join(_COMMAND.get(char) or printable(char) for char in text)


def command_property(text: str) -> str:
    """Return *text* for a property of a GitHub workflow command."""
    return command_text(text).replace(":", "%3A").replace(",", "%2C")


_NO_XML: Final = re.compile("[\ufffe\uffff]")


def xml_text(text: str) -> str:
    """Return *text* with only characters that XML has, one line for each of its lines; the writer escapes the markup."""
    lines = (printable(line) for line in text.split("\n"))
    return _NO_XML.sub(lambda match: f"<U+{ord(match.group()):04X}>", "\n".join(lines))


def xml_line(text: str) -> str:
    """Return *text* on one line with only characters that XML has, for an attribute."""
    return xml_text(printable(text))


_MARKUP: Final = re.compile(r"[\\`*_{}\[\]()|~$^]")
_REFERENCE: Final = re.compile(r"[@#!%](?=\w)|:(?=//)|www(?=\.)")
"""Where GitHub and GitLab would make a link of plain text: people, issues, merge requests, addresses."""


def markdown_text(text: str) -> str:
    """Return *text* on one line of Markdown, as plain text: no markup, no HTML, no mention, no link."""
    escaped = _MARKUP.sub(r"\\\g<0>", html.escape(printable(text), quote=False))
    return _REFERENCE.sub(r"\g<0><!-- -->", escaped)


def markdown_code(text: str) -> str:
    """Return *text* as a code span, also for a table."""
    shown = html.escape(printable(text), quote=False).replace("|", "&#124;").replace("`", "&#96;")
    return f"<code>{shown}</code>"
