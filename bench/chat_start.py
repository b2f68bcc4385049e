"""How long until ``gpiot chat`` shows its first picture, beside a Textual app of three widgets? (criterion: <= 1.3 x)

    python -m bench.chat_start [--runs N]

Both run in a pseudo-terminal of 100 x 30, one after the other in turn, until a word of their own is drawn; a key is then
typed into the chat, and the time until it stands on the screen is taken as well.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence

from bench.report import show

THREE_WIDGETS = """
from textual.app import App
from textual.widgets import Footer, Header, Static

class Three(App):
    def compose(self):
        yield Header()
        yield Static("firstpicture")
        yield Footer()

Three().run()
"""
COMMANDS = {
    "textual, three widgets": ([sys.executable, "-c", THREE_WIDGETS], b"firstpicture"),
    "gpiot chat": ([sys.executable, "-m", "cli.main", "chat", "--backend", "embedded"], b"starting"),
}
PATIENCE = 60.0


class Terminal:
    """A process on a pseudo-terminal."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=dict(environ), start_new_session=True
        )
        os.close(slave)
        self._master = master

    def seconds_until(self, word: bytes) -> float:
        """Seconds from its start until a word has been drawn."""
        seen = b""
        while time.perf_counter() - self.began < PATIENCE:
            if select.select([self._master], [], [], 0.05)[0]:
                seen += os.read(self._master, 65536)
                if word in seen:
                    return time.perf_counter() - self.began
        raise SystemExit(f"{word!r} was not drawn within {PATIENCE} s; the screen said: {seen[-2000:]!r}")

    def type(self, keys: bytes) -> None:
        """Type keys; the seconds count from here."""
        os.write(self._master, keys)
        self.began = time.perf_counter()

    def end(self) -> None:
        """End the process; what it keeps is of no interest."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._master)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    keys: list[float] = []
    with tempfile.TemporaryDirectory(prefix="gpiot-start-") as home:
        environ = {**os.environ, "GPIOT_HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        for _ in range(given.runs):
            for name, (command, word) in COMMANDS.items():
                terminal = Terminal(command, environ)
                taken[name].append(terminal.seconds_until(word))
                if name == "gpiot chat":
                    terminal.type("§".encode())
                    keys.append(terminal.seconds_until("§".encode()))
                terminal.end()
    medians = {name: statistics.median(values) for name, values in taken.items()}
    bare = medians["textual, three widgets"]
    rows = [[name, f"{value:.3f}", f"{value / bare:.2f}"] for name, value in medians.items()]
    rows.append(["first key", f"{statistics.median(keys):.3f}", ""])
    show(
        "chat_start",
        ("what", "seconds", "ratio"),
        rows,
        ratio=medians["gpiot chat"] / bare,
        first_key=statistics.median(keys),
    )


if __name__ == "__main__":
    main()
