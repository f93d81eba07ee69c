"""Which texts the engine accepts as a web address: what the WHATWG URL parser makes an http or https URL of."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"(?:https?):", re.IGNORECASE)
_AUTHORITY = re.compile(r"[^/\\?#]*")
_HOST = re.compile(
    r"(?:\[[0-9A-Fa-f:.]+\]|[^\x00-\x20#/:<>?@\[\\\]^|\x7f]+)(?::(?P<port>[0-9]{0,9}))?", re.DOTALL
)


def is_web_url(text: str) -> bool:
    """True when *text* parses as an absolute URL with the scheme http or https.

    Percent-encoded and international host names are taken as they are.
    """
    text = re.sub(r"[\t\n\r]", "", text.strip("".join(map(chr, range(0x21)))))
    scheme = _SCHEME.match(text)
    if not scheme:
        return False
    # Any number of slashes may follow the scheme of a web address, none included.
    rest = text[scheme.end() :].lstrip("/\\")
    authority = _AUTHORITY.match(rest)
    host_and_port = (authority.group() if authority else "").rpartition("@")[2]
    found = _HOST.fullmatch(host_and_port)
    return found is not None and int(found["port"] or 0) <= 65535
