"""``gpiot config``: every setting with its value, where that comes from and what it means; and how to change it."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.options import current_output, json_option, print_json
from core.errors import SettingsError, StorageError
from core.terminal import clean

if TYPE_CHECKING:
    from core.settings import Folders, Settings


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def config(ctx: click.Context) -> None:
    """Show every setting, where it comes from, and change it."""
    if ctx.invoked_subcommand is None:
        _show()


@config.command()
@json_option
def path() -> None:
    """Print where config.toml is."""
    if current_output().json:
        print_json({"path": str(_file())})
    else:
        click.echo(_file())


# A value may begin with a minus sign.
@config.command("set", context_settings={"ignore_unknown_options": True})
@click.argument("key", metavar="KEY")
@click.argument("value", metavar="VALUE")
@json_option
def set_(key: str, value: str) -> None:
    """Write a setting into config.toml; its other lines and comments stay as they are."""
    from core.settings import Folders, environment

    folders = Folders.of(environment())
    checked = _checked(key, value)
    store(folders, {key: checked})
    if current_output().json:
        print_json({"path": str(folders.config_file), key: _shown(checked)})
    else:
        click.echo(f"{folders.config_file}: {key} = {_toml(_shown(checked))}")


def store(folders: Folders, values: Mapping[str, Any]) -> None:
    """Write checked values into config.toml, all of them or none; raises SettingsError and StorageError."""
    from core.settings import from_file

    before = from_file(folders.config_file)
    text = _read(folders.config_file)
    for key, value in values.items():
        text = _with_line(text, key, f"{key} = {_toml(value)}")
    _keep_others(folders.config_file, text, before, values)
    _write(folders.config_file, text)


def origin(key: str, environ: Mapping[str, str], written: Mapping[str, Any], file: Path) -> str:
    """Where a setting comes from: a variable, the file, or the default."""
    if (name := f"GPIOT_{key.upper()}") in environ:
        return name
    if key == "ollama_url" and environ.get("OLLAMA_HOST"):
        return "OLLAMA_HOST"
    return str(file) if key in written else "default"


def _show() -> None:
    from core.settings import Folders, Settings, environment, from_file, load_settings

    folders = Folders.of(environment())
    settings = load_settings(folders, environment())
    written = from_file(folders.config_file)
    rows = {
        key: {
            "value": _shown(getattr(settings, key)),
            "from": origin(key, environment(), written, folders.config_file),
            "meaning": field.description or "",
        }
        for key, field in Settings.model_fields.items()
    }
    if current_output().json:
        print_json(rows)
        return
    for key, row in rows.items():
        click.secho(f"{key} = {_toml(row['value'])}", bold=True, nl=False)
        click.secho(f"  ({row['from']})", dim=True)
        click.echo(click.wrap_text(str(row["meaning"]), 100, "    ", "    "))
    for line in _leaving(settings):
        click.echo(line)
    click.echo(f"\nChange one with `gpiot config set KEY VALUE`, or edit {folders.config_file}.")


def _leaving(settings: Settings) -> Iterator[str]:
    from core.leaving import destinations

    found = destinations(settings)
    yield f"\nWith these settings {'this leaves' if found else 'nothing leaves'} this machine{':' if found else '.'}"
    for one in found:
        allowed = "allowed" if one.allowed else f"not allowed yet: {one.grant}"
        yield clean(f"    {one.address} ({one.setting}) gets {one.what} ({allowed})")


def _file() -> Path:
    from core.settings import Folders, environment

    return Folders.of(environment()).config_file


def _checked(key: str, value: str) -> Any:
    """The value as the settings take it; raises SettingsError naming what is allowed."""
    from core.settings import validated

    return getattr(validated({key: value}, "the command line"), key)


def _shown(value: Any) -> Any:
    """A value as it may stand on a screen: keys are masked."""
    return str(value) if hasattr(value, "get_secret_value") else value


def _toml(value: Any) -> str:
    """A value as TOML; a JSON string is a TOML string as well, but for DEL."""
    if hasattr(value, "get_secret_value"):
        value = value.get_secret_value()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _with_line(text: str, key: str, line: str) -> str:
    pattern = re.compile(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=.*$", re.MULTILINE)
    if pattern.search(text):
        return pattern.sub(lambda _: line, text, count=1)
    return f"{text.rstrip()}\n{line}\n".lstrip("\n")


def _keep_others(file: Path, text: str, before: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
    """Refuse a change that would touch more than its own keys, as one inside a value of several lines would."""
    try:
        after = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        after = {}
    others = {key: value for key, value in before.items() if key not in changed}
    kept = {key: value for key, value in after.items() if key not in changed}
    if kept != others or not after.keys() >= changed.keys():
        raise SettingsError(f"{file}: {', '.join(changed)} cannot be replaced by itself.", "Edit the file by hand.")


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}.", "Make the file readable.") from error


def _write(file: Path, text: str) -> None:
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # It may hold the key of a server.
        draft.touch(0o600)
        draft.write_text(text, "utf-8")
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StorageError(f"{file}: {error.strerror}.", "Make its folder writable, or set GPIOT_HOME.") from error
