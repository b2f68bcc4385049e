"""Reads programs from files, and looks at all that is wrong with one."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

from placement.language.checking import check
from placement.language.parsing import MOST_CHARACTERS, parse
from placement.language.tree import Application, Diagnostic


class Unreadable(ValueError):
    """A file that holds no program's text."""


def read(path: Path | str) -> str:
    """The text of a program's file, of 250 kB at most and in UTF-8; else `Unreadable`."""
    with Path(path).open("rb") as file:
        return read_from(file, str(path))


def read_from(stream: BinaryIO, name: str) -> str:
    """The text of a program that comes in a stream, which messages call ``name``; else `Unreadable`."""
    content = stream.read(MOST_CHARACTERS + 1)
    if len(content) > MOST_CHARACTERS:
        most = f"{MOST_CHARACTERS // 1000} kB"
        raise Unreadable(f"{name} is larger than a program may be ({most}): is it the right file?")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"at byte {error.start} (0x{content[error.start]:02x})"
        raise Unreadable(f"{name} is not text in UTF-8 {where}: save it as UTF-8") from None


def examine(text: str, algorithms: Collection[str]) -> tuple[Application | None, tuple[Diagnostic, ...]]:
    """The program that a text says, and all that is wrong with its writing and its meaning, by place."""
    application, diagnostics = parse(text)
    if application is not None:
        diagnostics = tuple(sorted(diagnostics + check(application, algorithms)))
    return application, diagnostics
