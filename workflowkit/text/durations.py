"""Durations for people."""

from __future__ import annotations


def duration_text(seconds: float) -> str:
    """Return *seconds* as a text: `12 ms`, `3.4 s`."""
    return f"{seconds * 1000:.0f} ms" if seconds < 0.9995 else f"{seconds:.1f} s"
