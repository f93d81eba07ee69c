"""Which texts the engine accepts as a web address: what the WHATWG URL parser makes an http or https URL of."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"(?:https?):", re.IGNORECASE)
_AUTHORITY = re.compile(r"[^/\\?#]*")
_FORBIDDEN = re.compile(r"[\x00-\x20#%/:<>?@\[\\\]^|\x7f]")
_IPV6 = re.compile(r"\[[0-9A-Fa-f:.]+\]")


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
    if host_and_port.startswith("["):
        host, _, port = host_and_port.partition("]")
        return bool(_IPV6.fullmatch(host + "]")) and _is_port(port.removeprefix(":"))
    host, _, port = host_and_port.partition(":")
    return bool(host) and not _FORBIDDEN.search(host.replace("%", "")) and _is_port(port)


def _is_port(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit() and int(text) <= 65535)
