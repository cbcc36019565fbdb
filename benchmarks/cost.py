"""What a question costs, and what starting the command line costs."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console

from benchmarks.measures import Target
from benchmarks.tables import mark, table
from retrieval.retriever import Retriever

_ROOT = Path(__file__).parents[1]
_RUNS = 9
_ASK = ("-m", "retrieval", "ask", "Wo fand das Treffen statt?")
_IMPORT = ("-c", "import rank_bm25, numpy")
_QUESTION_TARGET = Target("≤", 0.6)  # milliseconds
_START_TARGET = Target("≤", 400.0)


@dataclass(frozen=True, slots=True)
class Start:
    """Milliseconds of one process from start to exit: on the clock, and of the processor."""

    clock: float
    processor: float


def report_cost(console: Console, corpus: Path, warm_up: Sequence[str], questions: Sequence[str]) -> None:
    times = question_times(Retriever.load(corpus), warm_up, questions)
    median = statistics.median(times)
    found = table("cost", "what", "median", "95 %", "target", "")
    found.add_row(
        f"a question, ms of processor time ({len(times)} questions, each once)",
        f"{median:.2f}",
        f"{np.percentile(times, 95):.2f}",
        str(_QUESTION_TARGET),
        mark(_QUESTION_TARGET, median),
    )
    asking, importing = _starts()
    for name, starts in ((f"python {_ASK[0]} {_ASK[1]} ask", asking), (f'python -c "{_IMPORT[1]}"', importing)):
        clock = [start.clock for start in starts]
        found.add_row(f"{name}, ms", f"{statistics.median(clock):.0f}", f"{np.percentile(clock, 95):.0f}", "", "")
    for name in ("clock", "processor"):
        of_name = [[getattr(start, name) for start in starts] for starts in (asking, importing)]
        more = statistics.median(of_name[0]) - statistics.median(of_name[1])
        target = _START_TARGET if name == "clock" else None
        found.add_row(f"  more, by the {name}, ms", f"{more:.0f}", "", str(target or ""), mark(target, more))
    console.print(found)


def question_times(retriever: Retriever, warm_up: Sequence[str], questions: Sequence[str]) -> list[float]:
    """Milliseconds of processor time for each question, asked once, of a retriever prepared as the bot's is; `warm_up`
    are other questions, asked before.
    """
    retriever.prepare()
    for question in warm_up:
        retriever.answer(question)
    times = []
    for question in questions:
        start = time.process_time_ns()
        retriever.answer(question)
        times.append((time.process_time_ns() - start) / 1e6)
    return times


def _starts() -> tuple[list[Start], list[Start]]:
    """Of asking and of importing by turns, so that other load meets both alike; the first pair isn't counted."""
    pairs = [(_start(_ASK), _start(_IMPORT)) for _ in range(_RUNS + 1)][1:]
    return [asking for asking, _ in pairs], [importing for _, importing in pairs]


def _start(arguments: Sequence[str]) -> Start:
    before, started = _processor_of_children(), time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=_ROOT, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - ours
    return Start((time.perf_counter() - started) * 1e3, (_processor_of_children() - before) * 1e3)


def _processor_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
