"""The chat's slash commands: one table for the parser, the completion and the help."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.errors import UsageError
from core.spelling import nearest


@dataclass(frozen=True, slots=True)
class Slash:
    """One command; ``arguments`` as the help shows them. ``numbers``: how many sub-task numbers it takes, at least and at most."""

    name: str
    arguments: str
    help: str
    numbers: tuple[int, int] = (0, 0)
    text: bool = False

    @property
    def usage(self) -> str:
        """The command as it is typed."""
        return f"/{self.name} {self.arguments}".rstrip()


COMMANDS = (
    Slash("new", "[PROBLEM]", "Begin another application; this session is kept."),
    Slash("revise", "N[,N...] WISH", "Build sub-tasks anew after a wish.", (1, 12), text=True),
    Slash("cascade", "", "Build everything anew that is stale."),
    Slash("plan", "EDIT", "Change the plan: add, drop, merge, move, split, rename, link, take.", text=True),
    Slash("take", "N[,N...]", "Take over the library's method that is offered for a sub-task.", (1, 12)),
    Slash("data", "[PATH]", "Name the file or folder of your recordings, and see what is in it."),
    Slash("run", "[from N|only N]", "Run the program in the sandbox, on your data, and measure it."),
    Slash("repair", "", "Run it, have the sub-task at fault written anew, and run again."),
    Slash("undo", "", "Take the latest change back."),
    Slash("resume", "", "Go on with what was interrupted, failed or waits."),
    Slash("ask", "QUESTION", "Ask about the project or the literature.", text=True),
    Slash("search", "WORDS", "Find passages of the ingested papers."),
    Slash("ingest", "[PATH]", "Read a folder of papers, beside the chat."),
    Slash("papers", "", "What was ingested, and what failed."),
    Slash("methods", "[WORDS]", "The library of tested methods and plans."),
    Slash("sources", "N", "The sources of a sub-task's specification.", (1, 1)),
    Slash("open", "N", "Show a sub-task: specification, code, sources.", (1, 1)),
    Slash("export", "DIR", "Write the project to another folder.", text=True),
    Slash("fork", "[WISH]", "Try something else in a copy of this session."),
    Slash("compare", "SESSION", "This project beside another session's.", text=True),
    Slash("session", "", "Open, search, rename or delete sessions."),
    Slash("model", "", "Which model answers, and switch it."),
    Slash("help", "", "Keys and commands."),
    Slash("quit", "", "Leave; everything is kept."),
)
_BY_NAME = {command.name: command for command in COMMANDS}
_NUMBERS = re.compile(r"#?\d{1,3}(?:\s*(?:,|&|and\b)\s*#?\d{1,3})*(?=[\s:]|$):?\s*")


@dataclass(frozen=True, slots=True)
class Command:
    """What was typed: the command's name, its sub-task numbers, and the rest."""

    name: str
    numbers: tuple[int, ...] = ()
    text: str = ""


def parse(text: str) -> Command:
    """The command in a line that begins with a slash; raises UsageError naming the nearest or what is missing."""
    name, _, rest = text.strip().removeprefix("/").partition(" ")
    slash = _BY_NAME.get(name.lower())
    if slash is None:
        raise UsageError(f"There is no command /{name}.", _nearest(name))
    numbers, rest = _numbers(rest.strip(), slash.numbers[1])
    if len(numbers) < slash.numbers[0] or (slash.text and not rest):
        raise UsageError(f"/{slash.name} needs more.", f"It is used like this: {slash.usage}")
    return Command(slash.name, numbers, rest)


def complete(text: str) -> list[str]:
    """The commands that begin like ``text``, each with its slash; none once there is a space."""
    if not text.startswith("/") or " " in text:
        return []
    return [f"/{command.name}" for command in COMMANDS if command.name.startswith(text[1:].lower())]


def _numbers(text: str, most: int) -> tuple[tuple[int, ...], str]:
    match = _NUMBERS.match(text) if most else None
    if match is None:
        return (), text
    return tuple(int(number) for number in re.findall(r"\d+", match.group())[:most]), text[match.end() :]


def _nearest(name: str) -> str:
    near = nearest(name, _BY_NAME)
    return f"Did you mean {_BY_NAME[near].usage}? All commands: /help" if near else "All commands: /help"
