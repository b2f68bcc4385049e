"""What placing leaves in files: pictures, formatted programs, and profiles of what was learnt."""

from __future__ import annotations

import json
import os
import re
import shutil
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from core.disk import storing
from core.errors import StorageError, UsageError

if TYPE_CHECKING:
    from placement.auto import Model
    from placement.profiles import NetworkProfile, Opaque, Profiles

_MARK = "# Written by gpiot, which may replace this file: keep what is yours in another one."


def profile_path(folder: Path, kind: str, name: str, known: Profiles) -> Path:
    """Where a profile of that name goes in a folder, of which ``known`` is loaded.

    Raises StorageError where that would lose what a person wrote, or where a file that is read later would undo it.
    """
    from placement.loading import Register

    file = re.sub(r"[^\w.+-]", "_", name)
    path = folder / kind / f"{file}.toml"
    own = known.own.get((kind, Register(getattr(known, kind)).proper(name) or name))
    if own and own.file > path:
        raise StorageError(
            f"{own.file} holds {name} and is read after {path}, which would change nothing.", _before(own.file)
        )
    if path.exists() and not _replaceable(path, name):
        raise StorageError(f"{path} holds what gpiot did not write, which would be lost.", _before(path))
    return path


def write_profile(path: Path, table: str) -> None:
    """Put a profile into a file that gpiot may replace again."""
    write(path, f"{_MARK}\n{table}")


def _before(file: Path) -> str:
    return f"Rename it to {file.with_name(f'0-{file.name}')}, which is read first, or choose another folder with --profile."


def _replaceable(path: Path, name: str) -> bool:
    """Whether a file of profiles is gpiot's own and holds this one alone."""
    text = path.read_text("utf-8")
    return text.startswith(_MARK) and list(tomllib.loads(text)) == [name]


def cost_table(sensor: str, model: Model) -> str:
    """The cost of a trained sensor as a profile."""
    cost: Opaque = model.cost()
    work = [f"{one.name} = {getattr(cost.work, one.name):.10g}" for one in fields(cost.work)]
    source = f"trained on recordings: {model.scaled.classifier.name}, accuracy {model.accuracy:.3f}"
    return "\n".join(
        (
            _heading(sensor),
            f"source = {_quoted(source)}",
            *work,
            f"output = {cost.output.values}  # values",
            f"width = {cost.output.width}  # bytes of each",
            f"window = {cost.window}  # samples that a run takes",
            f"ram = {cost.ram:.10g}  # bytes",
            f"flash = {cost.flash:.10g}  # bytes",
            "",
        )
    )


def network_table(profile: NetworkProfile) -> str:
    """A network as a profile, with all that is known of it."""
    powers = (f"transmit = {profile.transmit:g}  # mW of a radio alone", f"receive = {profile.receive:g}")
    return "\n".join(
        (
            _heading(profile.name),
            f"payload = {profile.payload}  # bytes",
            f"packet_time = {profile.packet_time:.6g}  # s",
            *(powers if profile.has_powers else ()),
            *([f"aliases = [{', '.join(map(_quoted, profile.aliases))}]"] if profile.aliases else []),
            f"source = {_quoted(profile.source)}",
            "",
        )
    )


def _heading(name: str) -> str:
    return f"[{_quoted(name)}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def write_beside(program: str, path: Path, text: str) -> None:
    """Put what was made of a program into a file; raises UsageError where that is the program's own."""
    if path.resolve() == Path(program).resolve():
        raise UsageError(f"{path} is the program itself, which would be lost.", "Choose another file.")
    write(path, text)


def write(path: Path, text: str, *, fresh: bool = False) -> None:
    """Put text into a file, whole or not at all, with the rights that the file had.

    fresh: refuse a file that is there already, unless it holds this text
    """
    with storing(path):
        path = path.resolve()
        if path.exists() and not path.is_file():
            path.write_text(text, "utf-8")  # a terminal or a pipe; a folder refuses
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        if fresh and path.exists() and path.read_bytes() != text.encode("utf-8"):
            raise StorageError(f"{path} is there already.", "Choose another name, or move it away.")
        unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
        try:
            unfinished.write_bytes(text.encode("utf-8"))
            if path.exists():
                shutil.copymode(path, unfinished)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
