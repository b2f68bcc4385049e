"""``gpiot doctor``: is everything here that a turn needs, and if not, what to do."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.options import current_output, json_option, print_json, sessions_file
from core.errors import GpiotError, SettingsError
from core.terminal import clean

if TYPE_CHECKING:
    from agent.health import Check
    from core.settings import Folders

_PACKAGES = (
    "xllamacpp",
    "langgraph",
    "langgraph-checkpoint-sqlite",
    "ollama",
    "httpx",
    "qdrant-edge-py",
    "qdrant-client",
    "llama-index-core",
    "pydantic",
    "textual",
    "tokenizers",
)
_COLOURS = {"ok": "green", "note": "yellow", "problem": "red"}


@click.command()
@json_option
def doctor() -> None:
    """Check this installation and say how to mend it."""
    found = list(checks())
    if current_output().json:
        print_json({"checks": [asdict(check) for check in found]})
    else:
        for check in found:
            click.secho(f"{check.state:<8}", fg=_COLOURS[check.state], nl=False)
            click.echo(f"{check.name}: {clean(check.detail)}")
            if check.fix:
                click.echo(f"{'':<8}{clean(check.fix)}")
    if any(check.state == "problem" for check in found):
        raise click.exceptions.Exit(1)


def checks() -> Iterator[Check]:
    """Everything, one after the other."""
    from agent import health
    from agent.health import Check
    from core.settings import Folders, Settings, environment, load_settings

    folders = Folders.of(environment())
    yield _python()
    try:
        settings = load_settings(folders, environment())
        yield Check(
            "settings", "ok", f"{folders.config_file}{'' if folders.config_file.exists() else ' (not written yet)'}"
        )
    except SettingsError as error:
        settings = Settings()
        yield Check("settings", "problem", error.message, error.hint)
    yield from _packages()
    yield _engine()
    yield from health.checks(settings, folders)
    yield from _folders(folders)
    yield _sessions(folders)


def _python() -> Check:
    from agent.health import Check

    system = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return Check("python", "ok", system)


def _packages() -> Iterator[Check]:
    from agent.health import Check

    found, missing = [], []
    for name in ("gpiot", *_PACKAGES):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    yield Check("packages", "ok", ", ".join(found))
    if missing:
        yield Check("packages", "problem", f"not installed: {', '.join(missing)}", "Run `make install`.")


def _engine() -> Check:
    from agent.health import Check

    try:
        import xllamacpp
    except ImportError as error:
        return Check("engine", "problem", f"llama.cpp does not load: {error}", "Run `make install`.")
    return Check("engine", "ok", f"llama.cpp loads ({Path(xllamacpp.__file__).parent})")


def _folders(folders: Folders) -> Iterator[Check]:
    from agent.health import Check

    for name in ("config", "data", "state", "cache"):
        folder: Path = getattr(folders, name)
        standing = next(parent for parent in (folder, *folder.parents) if parent.exists())
        if standing.is_dir() and os.access(standing, os.W_OK | os.X_OK):
            yield Check(f"{name} folder", "ok", str(folder))
        else:
            fix = "Make it writable, or set GPIOT_HOME to another folder."
            yield Check(f"{name} folder", "problem", f"{folder}: {standing} cannot be written", fix)


def _sessions(folders: Folders) -> Check:
    from agent.health import Check

    file = sessions_file(folders)
    if not file.exists():
        return Check("sessions", "ok", "none yet")
    from agent.store import Store

    try:
        with Store(file) as store:
            found = store.sessions()
    except GpiotError as error:
        return Check("sessions", "problem", error.message, error.hint)
    return Check("sessions", "ok", f"{len(found)} in {file}")
