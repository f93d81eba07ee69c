"""What a feature adds, as Markdown."""

from __future__ import annotations

from workflowkit.spec.pack import Feature
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json


def feature_text(feature: Feature) -> str:
    """Return the entries that *feature* adds, section by section."""
    sections = {
        "Constraints": feature.constraints,
        "Procedure": feature.procedure,
        "Verify": feature.verify,
    }
    return "\n\n".join(
        "\n".join([f"**{title}**", *(f"- {_entry(entry)}" for entry in entries)])
        for title, entries in sections.items()
        if entries
    )


def _entry(entry: Json) -> str:
    if isinstance(entry, str):
        return entry
    parts = map(as_fields, as_items(list(entry) if isinstance(entry, tuple) else entry))
    return "".join(as_text(part.get("text")) or f"`{as_text(part.get('refId'))}`" for part in parts)
