"""``gpiot runtime``: the environment that generated programs run in."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import click

from cli.options import current_output, json_option, load, print_json, sure
from core.errors import UsageError
from core.packages import RUNTIME, is_name, known_package, normal
from core.terminal import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sandbox.runtime import Runtime

_MB = 1e6


@click.group()
def runtime() -> None:
    """Make, fill, list and remove the environment that programs run in.

    Programs that gpiot writes run in a Python environment apart from gpiot's own. `install` makes it below the data
    folder with numpy, scipy, pandas, scikit-learn, PyWavelets, wfdb and matplotlib; other packages are added by name.
    Nothing is ever added because a program imports it. To run programs with an interpreter of yours (of conda, say):
    gpiot config set runtime_python PATH
    """


@runtime.command()
@json_option
def install() -> None:
    """Make the environment, or bring it up to date; packages added before stay.

    It takes about 600 MB on disk and needs the package index once. uv is used where it is installed, else pip.
    """
    _install(RUNTIME)


@runtime.command()
@click.argument("packages", metavar="PACKAGE...", nargs=-1, required=True)
@click.option("--unknown", is_flag=True, help="Also packages that gpiot does not know, after asking for each by name.")
@json_option
def add(packages: tuple[str, ...], unknown: bool) -> None:
    """Add packages by name; an import name (cv2, yaml) is taken for its package.

    A program may import a package that its model made up, and anybody could have put one of that name on the index:
    names that gpiot does not know are refused.
    """
    _install(tuple(dict.fromkeys(_allowed(name, unknown) for name in packages)))


@runtime.command("list")
@json_option
def list_() -> None:
    """List its packages with their versions, its size on disk and where it is."""
    found = _runtime()
    packages, size = found.installed(), found.size()
    if current_output().json:
        print_json({"python": str(found.python), "own": not found.chosen, "bytes": size, "packages": packages})
        return
    for name, version in packages.items():
        click.echo(f"{clean(name):<24} {clean(version)}")
    about = f", {size / _MB:.0f} MB on disk" if size else " (the setting runtime_python)"
    click.echo(f"{len(packages)} packages for {found.python}{about}")


@runtime.command()
@click.option("--yes", "-y", is_flag=True, help="Delete it without asking.")
@json_option
def remove(yes: bool) -> None:
    """Delete the environment with all its packages."""
    found = _runtime()
    if not found.chosen and not found.folder.exists():
        raise UsageError(f"There is no run-time environment at {found.folder}.", "Make one with: gpiot runtime install")
    size = found.size()
    sure(f"Delete {found.folder} ({size / _MB:.0f} MB)?", yes)
    found.remove()
    if current_output().json:
        print_json({"removed": str(found.folder), "bytes": size})
    else:
        click.echo(f"Removed. Make it again with: gpiot runtime install ({size / _MB:.0f} MB freed)")


def _runtime() -> Runtime:
    from sandbox.runtime import Runtime

    settings, folders = load()
    return Runtime.of(folders, settings.runtime_python)


def _install(packages: Sequence[str]) -> None:
    from cli.interrupts import run

    found = _runtime()
    # Without an environment, the first package that is added makes it whole.
    wanted = packages if found.exists else tuple(dict.fromkeys((*RUNTIME, *packages)))
    with _Progress() as progress:
        run(found.install(wanted, progress.show))
    versions = {normal(name): version for name, version in found.installed().items()}
    named = {name: versions.get(normal(name), "") for name in wanted}
    if current_output().json:
        print_json({"python": str(found.python), "packages": named})
    else:
        click.echo(", ".join(f"{name} {version}" for name, version in named.items()))
        click.echo(f"Programs run with {found.python}")


class _Progress:
    """What the installer does, on stderr: its last line on a terminal, nothing elsewhere."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._quiet = current_output().json
        self._shown = False

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown and self._live:
            click.echo("\r\x1b[K", err=True, nl=False)

    def show(self, line: str) -> None:
        """One more line of the installer's."""
        if self._quiet:
            return
        if not self._shown:
            click.echo(
                "Packages come from the package index; this can take minutes. Ctrl-C stops it cleanly.", err=True
            )
            self._shown = True
        if self._live:
            width = shutil.get_terminal_size().columns
            click.echo(f"\r\x1b[K{clean(line)[: width - 1]}", err=True, nl=False)


def _allowed(name: str, unknown: bool) -> str:
    """The package to install for a name that a person typed; raises UsageError, or Abort on a no."""
    if package := known_package(name):
        return package
    if not is_name(name):
        raise UsageError(
            f"{clean(name)} is no package's name.", "Give plain names, without versions, options or addresses."
        )
    if not unknown:
        raise UsageError(
            f"{name} is not a package that gpiot knows; nothing was installed.",
            f"Look it up in the Python Package Index first; if it is what you mean: gpiot runtime add --unknown {name}",
        )
    if current_output().json or not _on_terminal():
        raise UsageError(f"{name} is unknown, and there is no terminal to ask on; nothing was installed.")
    click.confirm(
        f"Install {name}? Nobody has vouched for it, and installing runs its code with your rights.",
        abort=True,
        err=True,
    )
    return name


def _on_terminal() -> bool:
    return sys.stdin.isatty()
