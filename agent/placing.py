"""Programs in the EdgeProg language as the commands use them: read, checked, drawn, priced and placed.

Whatever the room `placement` refuses leaves here as one of the errors of `core.errors`, with its next step.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from core.errors import GpiotError, PlacementError, UsageError
from core.wording import plural

if TYPE_CHECKING:
    from placement.blocks import FlowGraph
    from placement.language.tree import Application, Diagnostic
    from placement.problem import Answer, Goal, Problem
    from placement.profiles import Profiles

STDIN = "-"
# Flows times devices squared: two tables of this size are held, in 8 bytes each.
_LARGEST = 50_000_000
_AT_LEAST = "Give its blocks to fewer devices, or part the program."


@dataclass(frozen=True, slots=True)
class Program:
    """What a file says; ``application`` is None where nothing of it could be read."""

    name: str
    text: str
    application: Application | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What keeps it from being placed."""
        return tuple(one for one in self.diagnostics if one.severity == "error")

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What is doubtful."""
        return tuple(one for one in self.diagnostics if one.severity != "error")

    @property
    def folder(self) -> Path:
        """Where the files that it names are looked for."""
        return Path() if self.name == STDIN else Path(self.name).parent

    @property
    def title(self) -> str:
        """What it is called in messages."""
        return "Standard input" if self.name == STDIN else self.name

    def sound(self) -> Application:
        """The application; raises UsageError where anything is wrong with it."""
        errors = self.errors
        if self.application is None or errors:
            first = f", the first in line {errors[0].span.line}: {errors[0].message}" if errors else ""
            hint = "" if self.name == STDIN else f"All of them: gpiot place check {self.name}"
            raise UsageError(f"{self.title} has {plural(len(errors), 'error')}{first}.", hint)
        return self.application


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A sound program with all that its cost depends on: profiles and the network that all devices shall speak, if any."""

    program: Program
    graph: FlowGraph
    profiles: Profiles
    network: str | None = None

    def problem(self, bandwidth: float = 1.0) -> Problem:
        """The numbers to place by; raises UsageError for what has no price or fits on no device."""
        from placement.costs import problem

        if not self.graph.blocks:
            raise UsageError(
                f"{self.program.title} has no rule: there is nothing to place.",
                "Add to Rule: IF (CONDITION) THEN (ACTION);",
            )
        flows, devices = len(self.graph.flows), len(self.graph.places)
        if flows * devices**2 > _LARGEST:
            raise UsageError(f"{flows:,} flows between {devices:,} devices are more than can be placed.", _AT_LEAST)
        with told():
            return problem(self.graph, self.profiles, self.network, bandwidth=bandwidth)


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A placement. latency: s, and energy: mJ, both of this placement, whichever was its goal."""

    case: Case
    problem: Problem
    answer: Answer
    latency: float
    energy: float


@contextmanager
def told() -> Iterator[None]:
    """What the room refuses, as an error with its next step."""
    try:
        yield
    except GpiotError:
        raise
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise UsageError(
            f"{where}{(error.strerror or str(error)).lower()}.", "Name a file that can be read."
        ) from error
    except MemoryError as error:
        raise PlacementError("The program is too large for this machine's memory.", _AT_LEAST) from error
    except ValueError as error:
        raise UsageError(*_parted(error)) from error
    except RuntimeError as error:
        raise PlacementError(str(error)) from error


def read(file: str, stdin: BinaryIO | None = None) -> Program:
    """The program of a file, or of ``stdin`` where the file is ``-``, and all that is wrong with it."""
    from placement.algorithms.catalogue import CATALOGUE
    from placement.language.reading import examine

    known = {name for one in CATALOGUE.values() for name in (one.name, *one.aliases)}
    text = text_of(file, stdin)
    with told():
        return Program(file, text, *examine(text, known))


def text_of(file: str, stdin: BinaryIO | None = None) -> str:
    """A program's text; raises UsageError for what is none."""
    from placement.language.reading import read as read_file
    from placement.language.reading import read_from

    with told():
        if file != STDIN or stdin is None:
            return read_file(Path(file))
        return read_from(stdin, "Standard input")


def formatted(file: str, stdin: BinaryIO | None = None) -> tuple[Program, str]:
    """A program as it stands, with the errors of its writing alone, and as the formatter writes it, empty if it cannot."""
    from placement.language.parsing import parse
    from placement.language.printing import show

    text = text_of(file, stdin)
    with told():
        program = Program(file, text, *parse(text))
        if program.application is None or program.errors:
            return program, ""
        shown = show(program.application)
        if parse(shown)[0] != program.application:
            raise PlacementError(f"{file} would mean something else after formatting.", "Please report this program.")
    return program, shown.replace("\n", "\r\n") if "\r\n" in text else shown


def profiles(folder: Path | None = None) -> Profiles:
    """The shipped profiles with those of a folder over them."""
    from placement.loading import load

    with told():
        return load(folder)


def case(program: Program, known: Profiles, network: str | None = None) -> Case:
    """A program with its data flow graph; raises UsageError where it has errors or its flows go round."""
    from placement.flow import graph

    application = program.sound()
    with told():
        return Case(program, graph(application, known.opaque), known, network)


def priced(given: Case) -> Program:
    """The program, warned of everything that keeps it from being priced."""
    from placement.pricing import unpriced

    program = given.program
    with told():
        found = unpriced(program.sound(), given.graph, given.profiles)
    return replace(program, diagnostics=tuple(sorted(program.diagnostics + found)))


def place(given: Case, goal: Goal, time_limit: float, problem: Problem | None = None) -> Plan:
    """The placement of least latency or energy; raises PlacementError where there is none or none was found in time."""
    from placement.partition import solve

    problem = problem or given.problem()
    with told():
        answer = solve(problem, goal, time_limit=time_limit)
    if not answer.assignment:
        proven = str(answer.status) == "infeasible"
        hint = "Take a larger device, or give the application fewer blocks." if proven else "Use a longer --time-limit."
        found = "There is no placement" if proven else "No placement was found in time"
        raise PlacementError(f"{found}: {answer.reason}.", hint)
    return Plan(given, problem, answer, *values(problem, answer))


def values(problem: Problem, answer: Answer) -> tuple[float, float]:
    """Latency in s and energy in mJ of an answer's placement."""
    import numpy as np

    from placement.partition.value import value
    from placement.problem import Goal

    places = np.array(answer.assignment, dtype=np.int64)
    return value(problem, Goal.LATENCY, places), value(problem, Goal.ENERGY, places)


def _parted(error: ValueError) -> tuple[str, str]:
    """Message and next step; messages of profiles and of files part them by a semicolon or a colon."""
    message, hint = getattr(error, "message", ""), getattr(error, "hint", "")
    if not message:
        before, mark, after = str(error).rpartition("; ")
        message, hint = (before, after) if mark else (str(error), "")
    return _sentence(message), _sentence(hint[:1].upper() + hint[1:])


def _sentence(text: str) -> str:
    return f"{text}." if text and text[-1] not in ".?!)" else text
