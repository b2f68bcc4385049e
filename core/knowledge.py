"""What the models know: methods, and problems decomposed by hand into them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from core.problem import Problem
from core.project import Spec

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Method:
    """One tested function of the library; its docstring is its specification.

    name: ``family.function``
    title: one line
    spec: every parameter is an input of it; ``settings`` are those that have a default, with its text
    code: the module's whole text
    cost: time and memory orders
    reference: where it comes from
    keywords: other words for it
    examples: its doctests
    imports: top-level names of the third-party modules it imports
    reads_files: it is not pure; plain: it needs no more than NumPy
    """

    name: str
    title: str
    spec: Spec
    settings: Mapping[str, str]
    code: str
    cost: str
    reference: str
    keywords: tuple[str, ...] = ()
    examples: str = ""
    imports: tuple[str, ...] = ()
    reads_files: bool = False
    plain: bool = False

    @property
    def family(self) -> str:
        """The folder it stands in."""
        return self.name.partition(".")[0]

    @property
    def function(self) -> str:
        """The name of its function."""
        return self.name.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Step:
    """One sub-task of a plan.

    feed: for each input its source: an argument of the program, or ``N.output`` of step N
    settings: values of parameters with a default, as literals
    each: the method is applied to every recording of the mappings that it is fed
    gives: other names for outputs
    """

    title: str
    description: str
    method: str
    feed: Mapping[str, str]
    settings: Mapping[str, str] = field(default_factory=dict)
    each: bool = False
    gives: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a number that the last step returns must keep to on the sample data."""

    output: str
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A problem with its decomposition into methods.

    also: other ways in which people ask for it
    unlike: what people ask for in like words, and neither this plan nor another of the library answers
    modality, representation, resource: tags: what is sensed, how it is represented, where it runs
    sample: the generator of data that it runs on
    """

    name: str
    title: str
    problem: Problem
    steps: tuple[Step, ...]
    sample: str
    expected: tuple[Expected, ...]
    also: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    representation: tuple[str, ...] = ()
    resource: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Near(Generic[T]):
    """Something of the library and how near it is to what was asked, 0 to 1."""

    item: T
    score: float
