"""Stored files: the workflow files of a run over many, which are read again whenever their content is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from workflowkit.text.columns import BytesColumn, ComputedColumn, RowColumn, SortedTexts, TextColumn
from workflowkit.text.disk import DIGEST_BYTES
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
    """A document that is read again when its content is asked for: path, size, id and digest are known without."""

    def __init__(self, path: str, size: int, workflow_id: str, digest: bytes, shelf: Shelf) -> None:
        # The other fields of the base class are properties here.
        self.__dict__.update(path=path, size=size, _id=workflow_id, _digest=digest, _shelf=shelf)

    def loaded(self) -> Document:
        """Return the document with its content."""
        shelf: Shelf = self.__dict__["_shelf"]
        return shelf.load(self.path)

    @property
    def workflow_id(self) -> str:
        """The id of the workflow in the file; empty when it has none."""
        return str(self.__dict__["_id"])

    @property
    def digest(self) -> bytes:
        """The digest of the content when it was read first; empty when it is not known."""
        return bytes(self.__dict__["_digest"])

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


class StoredFiles(ComputedColumn[Document]):
    """The workflow files of a run, in the order in which they were found."""

    def __init__(
        self, files: Iterable[tuple[str, int, str, bytes]], read: Callable[[str], Document]
    ) -> None:
        """Keep the path, the size, the workflow id and the digest of each of *files*; *read* returns the file at a path."""
        self._shelf = Shelf(read)
        self.paths, self.ids = TextColumn(), TextColumn()
        self._digests = BytesColumn(DIGEST_BYTES)
        self._others = RowColumn("Q?")
        """Of each file its size, and whether its digest is known."""
        for path, size, own_id, digest in files:
            self._digests.append(digest or bytes(DIGEST_BYTES))
            self._others.append(size, bool(digest))
            self.paths.append(path)
            self.ids.append(own_id)
        self.by_path = StoredByPath(self)
        self.known_ids = SortedTexts(self.ids)
        """The ids of all files."""

    def with_others(self, documents: Iterable[Document]) -> StoredFiles:
        """Return these files and *documents*, which contain no workflow."""
        others = [(document.path, document.size, "", b"") for document in documents]
        sizes = (size for size, _ in self._others)
        own = zip(self.paths, sizes, self.ids, self.digests(), strict=True)
        return StoredFiles(chain(own, others), self._shelf.read) if others else self

    def digests(self) -> Iterator[bytes]:
        """Yield the digest of the content of each file; empty where it is not known."""
        for digest, (_, is_known) in zip(self._digests, self._others, strict=True):
            yield digest if is_known else b""

    def digest_of(self, number: int) -> bytes:
        """Return the digest of the content of the file with this *number*; empty when it is not known."""
        return self._digests[number] if self._others[number][1] else b""

    def __len__(self) -> int:
        return len(self._others)

    def _at(self, number: int) -> StoredDocument:
        size, _ = self._others[number]
        digest = self.digest_of(number)
        return StoredDocument(self.paths[number], size, self.ids[number], digest, self._shelf)


class StoredByPath(Mapping[str, Document]):
    """Stored files by their paths."""

    def __init__(self, files: StoredFiles) -> None:
        self._files = files
        self.sorted = SortedTexts(files.paths)

    def __getitem__(self, path: str) -> Document:
        number = self.sorted.find(path)
        if number is None:
            raise KeyError(path)
        return self._files[number]

    def __contains__(self, path: object) -> bool:
        return path in self.sorted

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files.paths)


class JoinedDocuments(Mapping[str, Document]):
    """The documents of two mappings; those of the first count where both have a path."""

    def __init__(self, first: Mapping[str, Document], second: Mapping[str, Document]) -> None:
        self._first, self._second = first, second

    def __getitem__(self, path: str) -> Document:
        return self._first[path] if path in self._first else self._second[path]

    def __contains__(self, path: object) -> bool:
        return path in self._first or path in self._second

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[str]:
        yield from self._first
        yield from (path for path in self._second if path not in self._first)
