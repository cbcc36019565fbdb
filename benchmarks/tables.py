"""How the benchmarks' tables look, in a terminal or a file."""

from __future__ import annotations

import sys

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from benchmarks.measures import Estimate, Target

_WIDTH = 140  # columns, where the output is no terminal


def console() -> Console:
    return Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False)


def table(title: str, first: str, *numbers: str) -> Table:
    """With a column of names and columns of numbers."""
    made = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    made.add_column(first, no_wrap=True)
    for name in numbers:
        made.add_column(name, justify="right", no_wrap=True)
    return made


def with_interval(estimate: Estimate) -> str:
    return f"{short(estimate.value)}  {short(estimate.low)}–{short(estimate.high)}"


def short(share: float) -> str:
    return f"{share:.3f}".removeprefix("0")


def mark(target: Target | None, value: float) -> str:
    if target is None:
        return ""
    return "✓" if target.is_reached(value) else "✗"
