"""What this engine reaches on a question set, figure by figure, beside the targets set for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.measures import Estimate, Target, rank_of_first, recall_at, reciprocal_ranks
from benchmarks.questions import ANSWERABLE_KINDS, Outcome, Question
from retrieval.engine import Engine
from retrieval.model import Verdict
from retrieval.retriever import Retriever
from retrieval.verdict import judge

_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with what it should be, if anything was set."""

    name: str
    estimate: Estimate
    target: Target | None = None


def ask(engine: Engine, questions: Iterable[Question]) -> list[Outcome]:
    retriever = Retriever(engine)
    return [Outcome(question, retriever.answer(question.text, k=_DEPTH)) for question in questions]


def chances(engine: Engine, questions: Iterable[Question]) -> tuple[list[float], list[float]]:
    """How likely the engine thinks its best passage to answer: of the answerable and of the unanswerable questions.

    Those about the article itself are left out: their verdict comes another way.
    """
    answerable: list[float] = []
    unanswerable: list[float] = []
    for question in questions:
        if question.kind != "article":
            (answerable if question.gold else unanswerable).append(_chance(engine, question.text))
    return answerable, unanswerable


def _chance(engine: Engine, question: str) -> float:
    """Nothing for a question that finds nothing."""
    ranking = engine.rank(question)
    if not ranking.order:
        return 0.0
    chance, _ = judge(ranking, ranking.order[0], engine.corpus.passage_at(ranking.order[0]))
    return chance


def ranking_values(questions: Sequence[Question], ranked: Sequence[Sequence[str]]) -> dict[str, list[float]]:
    """R@1, R@3, MRR@10, and R@1 by kind where there are several; `ranked` are the passages found for each question."""
    ranks = [rank_of_first(ids, question.gold) for ids, question in zip(ranked, questions, strict=True)]
    values = {"R@1": recall_at(1, ranks), "R@3": recall_at(3, ranks), "MRR@10": reciprocal_ranks(ranks)}
    kinds = {question.kind for question in questions}
    for kind in ANSWERABLE_KINDS if len(kinds) > 1 else ():
        of_kind = [rank for rank, question in zip(ranks, questions, strict=True) if question.kind == kind]
        values[f"R@1, {kind}"] = recall_at(1, of_kind)
    return values


def ranking_figures(outcomes: Sequence[Outcome], targets: Mapping[str, Target]) -> list[Figure]:
    """`ranking_values` of the answerable questions."""
    answerable = [outcome for outcome in outcomes if outcome.question.gold]
    ranked = [outcome.ranked for outcome in answerable]
    return _figures(ranking_values([outcome.question for outcome in answerable], ranked), targets)


def verdict_figures(outcomes: Sequence[Outcome], targets: Mapping[str, Target]) -> list[Figure]:
    """Shares of verdicts by what a question deserves, and how far a quotation can be trusted."""
    answerable = [outcome for outcome in outcomes if outcome.question.gold]
    answered = [outcome for outcome in outcomes if outcome.verdict is Verdict.ANSWER]
    on_topic, off_topic, article = (
        [outcome for outcome in outcomes if outcome.question.kind == kind]
        for kind in ("on_topic", "off_topic", "article")
    )
    refusable = [*on_topic, *off_topic]
    values = {
        "answerable: answer": _share(answerable, Verdict.ANSWER),
        "answerable: unsure": _share(answerable, Verdict.UNSURE),
        "answerable: none": _share(answerable, Verdict.NONE),
        "answerable, answered: right passage": [
            float(outcome.is_right) for outcome in answered if outcome.question.gold
        ],
        "all, answered: right passage": [float(outcome.is_right) for outcome in answered],
        "unanswerable: answer": _share(refusable, Verdict.ANSWER),
        "unanswerable: none": _share(refusable, Verdict.NONE),
        "on topic: answer": _share(on_topic, Verdict.ANSWER),
        "on topic: none": _share(on_topic, Verdict.NONE),
        "off topic: answer": _share(off_topic, Verdict.ANSWER),
        "off topic: none": _share(off_topic, Verdict.NONE),
        "about the article: article": _share(article, Verdict.ARTICLE),
        "right passage: bold has the answer": [
            float(outcome.bold_is_right) for outcome in answerable if outcome.is_right
        ],
    }
    return _figures(values, targets)


def _share(outcomes: Sequence[Outcome], verdict: Verdict) -> list[float]:
    return [float(outcome.verdict is verdict) for outcome in outcomes]


def _figures(values: Mapping[str, Sequence[float]], targets: Mapping[str, Target]) -> list[Figure]:
    return [Figure(name, Estimate.of(of_name), targets.get(name)) for name, of_name in values.items() if of_name]
