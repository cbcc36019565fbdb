"""python -m benchmarks.quality: how well the engine finds, refuses and quotes, beside other engines."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks.engines import BASELINES, documents
from benchmarks.figures import Figure, ask, chances, ranking_figures, ranking_values, verdict_figures
from benchmarks.measures import Estimate, Target, auroc, refused_share
from benchmarks.questions import Outcome, Question, answerable, in_language, read_questions
from benchmarks.squad import load_squad
from retrieval.corpus import Corpus
from retrieval.engine import Engine
from retrieval.model import Verdict

_ROOT = Path(__file__).parents[1]
_DATA = _ROOT / "tests" / "data"
_SETS = {
    "gipfel-alaska-2025": (_ROOT / "corpus", _DATA / "gipfel-alaska-2025.questions.jsonl"),
    "wendlemouth-tide-mill": (
        _DATA / "second" / "corpus",
        _DATA / "second" / "wendlemouth-tide-mill.questions.jsonl",
    ),
}
_EXPANSION_FILES = ("*.questions.md", "synonyms.*.txt")
_WRONGLY_REFUSED = (0.01, 0.02, 0.05, 0.10, 0.20)
_WIDTH = 140  # columns, where the output is no terminal

TARGETS = {
    "R@1": Target("≥", 0.93),
    "R@3": Target("≥", 0.98),
    "R@1, typo": Target("≥", 0.93),
    "answerable: answer": Target("≥", 0.75),
    "answerable: none": Target("≤", 0.05),
    "answerable, answered: right passage": Target("≥", 0.95),
    "unanswerable: answer": Target("≤", 0.10),
    "unanswerable: none": Target("≥", 0.60),
    "off topic: answer": Target("≤", 0.02),
    "off topic: none": Target("≥", 0.90),
    "right passage: bold has the answer": Target("≥", 0.85),
}
XQUAD_TARGETS = {  # of its development half
    "de": {"R@1": Target("≥", 0.932), "MRR@10": Target("≥", 0.955)},
    "en": {"R@1": Target("≥", 0.950), "MRR@10": Target("≥", 0.968)},
}


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions in one language on one corpus, and what should be reached on them."""

    name: str
    engine: Engine
    language: str
    questions: tuple[Question, ...]
    targets: dict[str, Target]


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False)
    if options.squad is not None:
        with tempfile.TemporaryDirectory() as directory:
            squad = load_squad(options.squad, options.language, Path(directory))
            targets = XQUAD_TARGETS[options.language] if "xquad" in options.squad.name else {}
            found = QuestionSet(options.squad.name, Engine(squad.corpus), options.language, squad.questions, targets)
            _report(console, found, options.lost)
        return 0
    for name, (corpus, questions) in _SETS.items():
        with _corpus_folder(corpus, bare=options.bare) as directory:
            engine = Engine(Corpus.load(directory))
        asked = read_questions(questions, options.split)
        title = f"{name}, {options.split}{', without questions and synonyms' if options.bare else ''}"
        for language in sorted({question.language for question in asked}):
            found = QuestionSet(title, engine, language, in_language(asked, language), TARGETS)
            _report(console, found, options.lost)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--split", choices=("dev", "test"), default="test", help="(default: test)")
    parser.add_argument("--bare", action="store_true", help="without questions files and synonyms")
    parser.add_argument("--lost", metavar="N", type=int, default=10, help="lost questions to show (default: 10)")
    parser.add_argument("--squad", metavar="FILE", type=Path, help="only this file in SQuAD's format")
    parser.add_argument("--language", choices=tuple(XQUAD_TARGETS), default="en", help="of the SQuAD file")
    return parser


@contextmanager
def _corpus_folder(directory: Path, *, bare: bool) -> Iterator[Path]:
    """The folder itself, or a copy without expansion."""
    if not bare:
        yield directory
        return
    with tempfile.TemporaryDirectory() as parent:
        copy = Path(parent, "corpus")
        shutil.copytree(directory, copy, ignore=shutil.ignore_patterns(*_EXPANSION_FILES))
        yield copy


def _report(console: Console, found: QuestionSet, lost: int) -> None:
    outcomes = ask(found.engine, found.questions)
    console.print(_engine_table(found, outcomes))
    figures = [*ranking_figures(outcomes, found.targets), *verdict_figures(outcomes, found.targets)]
    console.print(_figure_table(found, figures))
    _print_refusals(console, outcomes)
    _print_lost(console, outcomes, lost)


def _engine_table(found: QuestionSet, outcomes: Sequence[Outcome]) -> Table:
    questions = answerable(found.questions)
    rankings = {"this engine": [outcome.ranked for outcome in outcomes if outcome.question.gold]}
    ids = [passage.id for passage in found.engine.corpus.passages()]
    texts = documents(found.engine.corpus)
    for name, build in BASELINES.items():
        rank = build(texts, found.language)
        rankings[name] = [[ids[number] for number in rank(question.text)] for question in questions]
    values = {name: ranking_values(questions, ranked) for name, ranked in rankings.items()}
    table = _table(f"{found.name}, {found.language}: {len(questions)} answerable questions; R@1 by kind last")
    table.add_column("engine", no_wrap=True)
    for measure in values["this engine"]:
        table.add_column(measure.removeprefix("R@1, "), justify="right", no_wrap=True)
    for name, measured in values.items():
        estimates = {measure: Estimate.of(of_measure) for measure, of_measure in measured.items()}
        table.add_row(
            name, *(_short(e.value) if "," in measure else _with_interval(e) for measure, e in estimates.items())
        )
    return table


def _figure_table(found: QuestionSet, figures: Sequence[Figure]) -> Table:
    table = _table(f"{found.name}, {found.language}: this engine and its targets")
    table.add_column("figure")
    for name in ("value", "questions", "target"):
        table.add_column(name, justify="right")
    table.add_column("")
    for figure in figures:
        mark = "" if figure.target is None else ("✓" if figure.target.is_reached(figure.estimate.value) else "✗ missed")
        target = "" if figure.target is None else str(figure.target)
        table.add_row(figure.name, _with_interval(figure.estimate), str(figure.estimate.count), target, mark)
    return table


def _print_refusals(console: Console, outcomes: Sequence[Outcome]) -> None:
    answer, refuse = chances(outcomes)
    if not refuse:
        return
    points = (f"{wrongly:.0%} → {refused_share(answer, refuse, wrongly):.3f}" for wrongly in _WRONGLY_REFUSED)
    console.print("Answerable questions wrongly refused → unanswerable ones refused, by where the chance is cut:")
    console.print(f"  {'   '.join(points)}   AUROC {auroc(answer, refuse):.3f}\n")


def _print_lost(console: Console, outcomes: Sequence[Outcome], count: int) -> None:
    """The questions it got wrong: another passage came first, or it answered what has no answer."""
    lost = [
        outcome
        for outcome in outcomes
        if (outcome.question.gold and not outcome.is_right)
        or (outcome.question.kind in {"on_topic", "off_topic"} and outcome.verdict is Verdict.ANSWER)
    ]
    if not count or not lost:
        return
    console.print(f"Lost {len(lost)}, the first {min(count, len(lost))} of them:")
    for outcome in lost[:count]:
        gold = ", ".join(outcome.question.gold) or "no answer"
        console.print(f"  {escape(outcome.question.text)}  [dim]({outcome.question.id}, {gold})[/dim]")
        if outcome.answer.hits:
            hit = outcome.answer.hits[0]
            console.print(f"    {outcome.verdict}, {hit.passage.id}: {escape(hit.sentence.text)}")
    console.print()


def _with_interval(estimate: Estimate) -> str:
    return f"{_short(estimate.value)}  {_short(estimate.low)}–{_short(estimate.high)}"


def _short(share: float) -> str:
    return f"{share:.3f}".removeprefix("0")


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)


if __name__ == "__main__":
    sys.exit(main())
