"""Files that hold no data a profile tells: texts for people, and formats that are named and not looked into."""

from __future__ import annotations

from core.errors import StorageError
from sandbox.profile.facts import Facts
from sandbox.profile.source import Source
from sandbox.profile.text import encoding_of

_DOCUMENTS = {
    ".md",
    ".rst",
    ".pdf",
    ".txt",
    ".html",
    ".htm",
    ".log",
    ".ini",
    ".cfg",
    ".toml",
    ".yaml",
    ".yml",
    ".xml",
    ".py",
    ".m",
    ".c",
    ".r",
}
_UNREAD = "not looked into: they may say what the data files do not (units, rates, labels)"
_NAMED = (
    (b"\x89HDF\r\n\x1a\n", "HDF5", "read it with h5py (pandas.read_hdf for tables), or export it as npz or csv"),
    (b"PAR1", "Parquet", "export it as csv, or read it with pyarrow"),
    (b"ARROW1", "Arrow", "export it as csv, or read it with pyarrow"),
    (b"SQLite format 3\x00", "an SQLite database", "export its tables as csv"),
    (b"\x1f\x8b", "gzip", "unpack it first"),
    (b"PK\x03\x04", "a zip file", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"Rar!", "a rar archive", "unpack it first"),
    (b"fLaC", "FLAC sound", "convert it to wav"),
    (b"OggS", "Ogg sound", "convert it to wav"),
    (b"ID3", "MP3 sound", "convert it to wav"),
    (b"\x80\x04\x95", "a pickle", "it is never opened: pickles run code; save arrays as npz"),
    (b"\x80\x05\x95", "a pickle", "it is never opened: pickles run code; save arrays as npz"),
    (b"#ROSBAG", "a ROS bag", "export its topics as csv"),
    (b"0       ", "EDF", "convert it to WFDB or csv"),
)
_LATER = (
    (257, b"ustar", "a tar archive", "unpack it first"),
    (4, b"ftyp", "a video or sound of the MP4 family", "extract its frames or its sound"),
)


class PdfFormat:
    """Papers and manuals beside the data: counted, and told by name."""

    name = "documents"
    suffixes = frozenset({".pdf"})

    def recognises(self, source: Source) -> bool:
        """By its mark: inside it is text or looks like it."""
        return source.head.startswith(b"%PDF")

    def read(self, source: Source) -> Facts:  # noqa: ARG002
        """Nothing but that it is there."""
        return Facts(notes=(_UNREAD,))


class DocumentFormat:
    """Texts for people beside the data: counted, and told by name."""

    name = "documents"
    suffixes = frozenset({".md", ".rst"})

    def recognises(self, source: Source) -> bool:
        """A text with a name of documents, or without a suffix."""
        return source.suffix in _DOCUMENTS and encoding_of(source.head) is not None

    def read(self, source: Source) -> Facts:  # noqa: ARG002
        """Nothing but that it is there."""
        return Facts(notes=(_UNREAD,))


class MarkedFormat:
    """Formats that are named by their mark and not looked into, whatever their suffix."""

    name = "other"
    suffixes = frozenset[str]()

    def recognises(self, source: Source) -> bool:
        """By their marks."""
        return _marked(source.head) != ""

    def read(self, source: Source) -> Facts:
        """Raises StorageError with the format's name and what would help."""
        raise StorageError(_marked(source.head))


class OtherFormat:
    """Anything else: takes every file, and says why it cannot be told and what would help."""

    name = "other"
    suffixes = frozenset[str]()

    def recognises(self, source: Source) -> bool:  # noqa: ARG002
        """Always: it stands last."""
        return True

    def read(self, source: Source) -> Facts:
        """Raises StorageError with the reason."""
        raise StorageError(_reason(source))


def _marked(head: bytes) -> str:
    marks = (*((0, *entry) for entry in _NAMED), *_LATER)
    return next(
        (
            f"{name}, which is not looked into: {advice}"
            for at, mark, name, advice in marks
            if head[at:].startswith(mark)
        ),
        "",
    )


def _reason(source: Source) -> str:
    if not any(source.head):
        return "it holds zero bytes only where it was looked at"
    if encoding_of(source.head):
        return "a text that is no table, no JSON and no known format"
    if source.suffix in {".dat", ".bin", ".raw"}:
        return "numbers without a description: say in the problem their type, channels and rate, or put a header (.hea) beside it"
    return "an unknown format"
