"""Which reading of a message is answered: the whole, with the question before it or alone, or a question in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from retrieval.about import articles_asked_about
from retrieval.engine import Engine, Ranking
from retrieval.evidence import words_in_text
from retrieval.framing import after_lead_up, without_frame
from retrieval.model import Article, Verdict
from retrieval.sentences import single_questions
from retrieval.verdict import FROM_RELUCTANT, judge


class Judged(NamedTuple):
    """A ranking and what it allows to say; `article` is set with verdict `article`."""

    ranking: Ranking
    verdict: Verdict
    article: Article | None


def choose(engine: Engine, question: str, earlier: str | None) -> Judged:
    """A message as it is best answered: as a whole, or if that isn't sure, by a question in it that is.

    Greetings, thanks and what leads up to a question are no part of it, unless it is listed with them.
    """
    core = without_frame(question)
    if core != question and not engine.lists(question):
        question = core
    if earlier is not None:
        earlier = without_frame(earlier)
    whole = _judge_follow_up(engine, question, earlier)
    if whole.verdict in {Verdict.UNSURE, Verdict.NONE}:
        for part in _parts(question, whole.ranking.language):
            of_part = _judge_follow_up(engine, part, earlier)
            if of_part.verdict is Verdict.ANSWER:
                return of_part
    return whole


def _parts(message: str, language: str | None) -> Iterator[str]:
    """The single questions of a message that says more, what stands behind a colon, and what is led up to in one of
    these or in the message.
    """
    questions = [without_frame(text) for text in single_questions(message, language)]
    *before, behind_colon = message.split(": ")
    if before:
        questions.append(without_frame(behind_colon))
    yield from questions
    yield from filter(None, map(after_lead_up, (*questions, message)))


def _judge_follow_up(engine: Engine, question: str, earlier: str | None) -> Judged:
    """Together with the question before it, unless it is better answered by itself.

    "Und Putin?" isn't answered by a passage that only the question before has met.
    """
    alone = _judge(engine, question)
    is_listed = any(reading.listed for reading in alone.ranking.readings.values())
    if earlier is None or is_listed or alone.verdict is Verdict.ARTICLE:
        return alone
    together = _judge(engine, question, earlier)
    if together.verdict is Verdict.ANSWER and not _is_about(engine, together.ranking, alone.ranking):
        together = together._replace(verdict=Verdict.UNSURE)
    return max(together, alone, key=lambda judged: FROM_RELUCTANT.index(judged.verdict))  # of equals the first


def _is_about(engine: Engine, ranking: Ranking, asked: Ranking) -> bool:
    """Whether the best passage has one of those of the question's own words that any text has."""
    own = {
        word.text
        for reading in asked.readings_asked_in()
        for word in reading.query.content
        if reading.index.is_in_texts(word.stems)
    }
    best = ranking.order[0]
    return not own or not own.isdisjoint(words_in_text(ranking, best, engine.corpus.passage_at(best)))


def _judge(engine: Engine, question: str, earlier: str | None = None) -> Judged:
    ranking = engine.rank(question, earlier)
    verdict = Verdict.NONE
    if ranking.order:
        verdict = judge(ranking, ranking.order[0], engine.corpus.passage_at(ranking.order[0]))[1]
    article = _article_asked_about(engine, ranking, verdict)
    return Judged(ranking, verdict if article is None else Verdict.ARTICLE, article)


def _article_asked_about(engine: Engine, ranking: Ranking, verdict: Verdict) -> Article | None:
    """The article that the question is about, by its author's name or because there is but one, else the best hit's."""
    is_settled = verdict is Verdict.ANSWER or any(reading.listed for reading in ranking.readings.values())
    about = articles_asked_about(ranking, engine.corpus.articles, is_settled=is_settled)
    if not about:
        return None
    best = engine.corpus.passage_at(ranking.order[0]).article if ranking.order else None
    return best if best in about else about[0]
