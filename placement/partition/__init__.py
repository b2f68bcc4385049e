"""Where each block is to lie: the integer program, and what it is compared with (technical report, section IV-B3)."""

from __future__ import annotations

from placement.partition.baselines import BASELINES, within
from placement.partition.ilp import solve

__all__ = ["BASELINES", "solve", "within"]
