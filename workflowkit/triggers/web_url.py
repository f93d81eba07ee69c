"""Web addresses: the texts that the WHATWG URL parser accepts as http or https URLs."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"(?:https?):", re.IGNORECASE)
_AUTHORITY = re.compile(r"[^/\\?#]*")
_HOST = re.compile(
    r"(?:\[[0-9A-Fa-f:.]+\]|[^\x00-\x20#/:<>?@\[\\\]^|\x7f]+)(?::(?P<port>[0-9]{0,9}))?", re.DOTALL
)


def is_web_url(text: str) -> bool:
    """Return true when *text* is an absolute URL with the scheme http or https.

    Percent-encoded and international host names are not checked.
    """
    text = re.sub(r"[\t\n\r]", "", text.strip("".join(map(chr, range(0x21)))))
    scheme = _SCHEME.match(text)
    if not scheme:
        return False
    # Any number of slashes, including none, may follow the scheme.
    rest = text[scheme.end() :].lstrip("/\\")
    authority = _AUTHORITY.match(rest)
    host_and_port = (authority.group() if authority else "").rpartition("@")[2]
    found = _HOST.fullmatch(host_and_port)
    return found is not None and int(found["port"] or 0) <= 65535
