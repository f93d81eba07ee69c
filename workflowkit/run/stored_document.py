"""A document of a run over many files, which is read again whenever its content is needed."""

from __future__ import annotations

from collections.abc import Callable

from workflowkit.text.document import Document
from workflowkit.text.json_text import BrokenJson
from workflowkit.text.positions import Lines
from workflowkit.text.routes import Json


class Shelf:
    """Reads stored documents; keeps the one that was read last."""

    def __init__(self, read: Callable[[str], Document]) -> None:
        self.read = read
        self._last: Document | None = None

    def load(self, path: str) -> Document:
        """Return the file at *path*."""
        if self._last is None or self._last.path != path:
            self._last = self.read(path)
        return self._last


class StoredDocument(Document):
    """A document that is read again when its content is asked for: path, size and id are known without."""

    def __init__(self, path: str, size: int, workflow_id: str, shelf: Shelf) -> None:
        # The other fields of the base class are properties here.
        self.__dict__.update(path=path, size=size, _id=workflow_id, _shelf=shelf)

    def loaded(self) -> Document:
        """Return the document with its content."""
        shelf: Shelf = self.__dict__["_shelf"]
        return shelf.load(self.path)

    @property
    def workflow_id(self) -> str:
        """The id of the workflow in the file; empty when it has none."""
        return str(self.__dict__["_id"])

    @property
    def text(self) -> str:
        """The text of the file."""
        return self.loaded().text

    @property
    def value(self) -> Json:
        """The value of the text."""
        return self.loaded().value

    @property
    def broken(self) -> BrokenJson | None:
        """The reason when the text is not JSON."""
        return self.loaded().broken

    @property
    def is_faithful(self) -> bool:
        """True when the text can be written back as the same bytes."""
        return self.loaded().is_faithful

    @property
    def lines(self) -> Lines:
        """The text as lines."""
        return self.loaded().lines
