"""Literature as the stages see it: a passage of a paper and how well it fits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a paper's text that can be quoted: ``page`` is the page as the PDF counts it, from 1."""

    id: str
    paper: str
    title: str
    page: int
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and its score; larger is better, comparable within one search only."""

    passage: Passage
    score: float
