"""Canonical JSON and the workflow hash (docs/engine/snapshot-and-hash.md#canonical-json).

RFC 8785, except that a lone surrogate is written as an escape instead of being rejected.
"""

from __future__ import annotations

import json
import math
import re
from json.encoder import encode_basestring

from workflowkit.text.ecmascript import ecma_number
from workflowkit.text.routes import Json, Route


class NotFiniteError(ValueError):
    """Raised when a value contains a number that overflowed, at *route*."""

    def __init__(self, route: Route) -> None:
        super().__init__("number is not finite")
        self.route = route


def canonical_json(value: Json) -> str:
    """Return the canonical text of *value*. Raises NotFiniteError for a number without a finite double."""
    parts: list[str] = []
    try:
        _write(value, parts)
    except NotFiniteError:
        raise NotFiniteError(_find_not_finite(value, ()) or ()) from None
    return "".join(parts)


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
)


def _plain_json(value: Json) -> bytes | None:
    """Return the canonical bytes of *value* by the standard encoder; None where that differs: in some numbers, the order of some keys, and lone surrogates."""
    for part in _containers_and_scalars(value):
        if isinstance(part, dict):
            # Beyond ASCII the order by UTF-16 units can be another one.
            if not "".join(part).isascii():
                return None
        elif isinstance(part, float) or (isinstance(part, int) and abs(part) >= 2**53):
            return None
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except (RecursionError, UnicodeEncodeError):
        return None


def _containers_and_scalars(value: Json) -> list[Json]:
    """Return *value* and everything in it but texts, which are most of a workflow."""
    parts = [value]
    for part in parts:  # The list grows during the loop.
        if isinstance(part, dict):
            parts += [member for member in part.values() if type(member) is not str]
        elif isinstance(part, list | tuple):
            parts += [member for member in part if type(member) is not str]
    return parts


def workflow_hash(snapshot: Json) -> str:
    """Return `sha256:` and the digest, in hex, of the canonical bytes of *snapshot*. Raises NotFiniteError."""
    import hashlib  # Linting needs no hash.

    content = _plain_json(snapshot) or canonical_json(snapshot).encode("utf-8")
    return "sha256:" + hashlib.sha256(content).hexdigest()


def short_reference(digest: str) -> str:
    """Return the short form of a workflow hash: `wf_` and 26 characters of base32."""
    from base64 import b32encode  # Linting needs no hash.

    first = bytes.fromhex(digest.removeprefix("sha256:"))[:16]
    return "wf_" + b32encode(first).decode("ascii").rstrip("=").lower()


_SURROGATE = re.compile("[\ud800-\udfff]")


def _string(value: str) -> str:
    encoded = encode_basestring(value)
    if encoded.isascii():
        return encoded
    return _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", encoded)


def _utf16_units(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def _write(value: Json, parts: list[str]) -> None:
    if isinstance(value, str):
        parts.append(_string(value))
    elif value is None:
        parts.append("null")
    elif isinstance(value, bool):
        parts.append("true" if value else "false")
    elif isinstance(value, dict):
        keys = sorted(value) if all(map(str.isascii, value)) else sorted(value, key=_utf16_units)
        for position, key in enumerate(keys):
            parts.append(("," if position else "{") + _string(key) + ":")
            _write(value[key], parts)
        parts.append("}" if keys else "{}")
    elif isinstance(value, list | tuple):
        for position, member in enumerate(value):
            parts.append("," if position else "[")
            _write(member, parts)
        parts.append("]" if value else "[]")
    elif math.isfinite(value):
        parts.append(ecma_number(value))
    else:
        raise NotFiniteError(())


def not_finite(value: Json) -> Route | None:
    """Return where the first number without a finite double is; None when there is none."""
    is_finite = all(
        math.isfinite(part) for part in _containers_and_scalars(value) if isinstance(part, float)
    )
    return None if is_finite else _find_not_finite(value, ())


def _find_not_finite(value: Json, route: Route) -> Route | None:
    """Return the route of the first number without a finite double, in source order."""
    if isinstance(value, float) and not math.isfinite(value):
        return route
    pairs = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list | tuple)
        else ()
    )
    for key, member in pairs:
        found = _find_not_finite(member, (*route, key))
        if found is not None:
            return found
    return None
