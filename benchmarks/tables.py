"""How the benchmarks' tables look, in a terminal or a file."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from benchmarks.measures import Estimate, Target

_NARROWEST = 124  # columns: the widest table; a file has no width, and a cut number is worse than a wrapped line


def console() -> Console:
    made = Console(highlight=False)
    made.width = max(made.width, _NARROWEST)
    return made


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
