"""Verdicts and quotations → figures, on a tiny corpus and hand-made answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.figures import ask, chances, ranking_figures, ranking_values, verdict_figures
from benchmarks.questions import Outcome, Question, read_questions
from retrieval.corpus import Corpus
from retrieval.engine import Engine
from retrieval.model import Answer, Hit, Passage, Verdict

ARTICLE = (
    "---\ntitle: Die Mühle\nauthor: Erika Muster\nlanguage: de\n---\n"
    "Die Mühle wurde 1768 gebaut. Sie gehört der Stadt.\n\nDer Hafen hat zwölf Liegeplätze.\n"
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    directory = tmp_path_factory.mktemp("corpus")
    (directory / "m.md").write_text(ARTICLE, encoding="utf-8")
    return Corpus.load(directory)


def question(kind: str, gold: tuple[str, ...] = (), answers: tuple[str, ...] = ()) -> Question:
    return Question("q", "de", "dev", kind, "Frage?", gold, answers)


def outcome(asked: Question, verdict: Verdict, *passages: Passage, sentence: int = 0) -> Outcome:
    hits = tuple(Hit(passage, 1.0, passage.sentences[sentence]) for passage in passages)
    return Outcome(asked, Answer(asked.text, verdict, hits, "de", (), "v"))


def test_recall_counts_any_right_passage_and_is_told_by_kind() -> None:
    questions = [question("direct", ("m#1",)), question("vague", ("m#1", "m#2")), question("direct", ("m#2",))]
    values = ranking_values(questions, [["m#1"], ["m#2"], ["m#1", "m#2"]])
    assert values["R@1"] == [1.0, 1.0, 0.0]
    assert values["R@3"] == [1.0, 1.0, 1.0]
    assert values["R@1, direct"] == [1.0, 0.0]
    assert values["R@1, vague"] == [1.0]


def test_verdict_figures_count_what_a_question_deserves(corpus: Corpus) -> None:
    first, second = corpus.passages()
    outcomes = [
        outcome(question("direct", ("m#1",), ("1768",)), Verdict.ANSWER, first, second),
        outcome(question("direct", ("m#1",), ("1768",)), Verdict.ANSWER, second, first),
        outcome(question("typo", ("m#1",), ("1768",)), Verdict.UNSURE, first, sentence=1),
        outcome(question("vague", ("m#2",), ("Der Hafen hat zwölf Liegeplätze. Und mehr.",)), Verdict.NONE, second),
        outcome(question("on_topic"), Verdict.ANSWER, first),
        outcome(question("on_topic"), Verdict.NONE, first),
        outcome(question("off_topic"), Verdict.NONE),
        outcome(question("article"), Verdict.ARTICLE, first),
    ]
    figures = {figure.name: round(figure.estimate.value, 3) for figure in verdict_figures(outcomes, {})}
    assert figures == {
        "answerable: answer": 0.5,
        "answerable: unsure": 0.25,
        "answerable: none": 0.25,
        "answerable, answered: right passage": 0.5,
        "all, answered: right passage": 0.333,
        "unanswerable: answer": 0.333,
        "unanswerable: none": 0.667,
        "on topic: answer": 0.5,
        "on topic: none": 0.5,
        "off topic: answer": 0.0,
        "off topic: none": 1.0,
        "about the article: article": 1.0,
        "right passage: bold has the answer": 0.667,
    }


def test_bold_is_right_whatever_the_white_space_and_where_an_answer_is_longer_than_it(corpus: Corpus) -> None:
    first, _ = corpus.passages()

    def is_right(answer: str) -> bool:
        return outcome(question("direct", ("m#1",), (answer,)), Verdict.ANSWER, first).bold_is_right

    assert is_right("wurde\n 1768  gebaut")
    assert is_right("Die Mühle wurde 1768 gebaut. Sie gehört")
    assert not is_right("gehört der Stadt")


def test_figures_without_questions_are_left_out(corpus: Corpus) -> None:
    first, _ = corpus.passages()
    outcomes = [outcome(question("direct", ("m#1",), ("1768",)), Verdict.ANSWER, first)]
    assert {figure.estimate.count for figure in verdict_figures(outcomes, {})} == {1}


ASKED = [
    Question("1", "de", "dev", "direct", "Wann wurde die Mühle gebaut?", ("m#1",), ("1768",)),
    Question("2", "de", "dev", "direct", "Wie viele Liegeplätze hat der Hafen?", ("m#2",), ("zwölf",)),
    Question("3", "de", "dev", "off_topic", "Xylophon?", (), ()),
    Question("4", "de", "dev", "article", "Wer hat den Artikel geschrieben?", (), ()),
]


def test_asking_gives_the_engines_own_answers(corpus: Corpus) -> None:
    outcomes = ask(Engine(corpus), ASKED)
    assert [outcome.question for outcome in outcomes] == ASKED
    (recall, *_) = ranking_figures(outcomes, {})
    assert (recall.name, recall.estimate.value, recall.estimate.count) == ("R@1", 1.0, 2)
    assert outcomes[3].verdict is Verdict.ARTICLE


def test_chances_part_answerable_from_unanswerable_and_leave_out_the_articles_questions(corpus: Corpus) -> None:
    answerable, unanswerable = chances(Engine(corpus), ASKED)
    assert len(answerable) == 2
    assert min(answerable) > 0
    assert unanswerable == [0.0]


def test_questions_are_read_line_by_line_and_by_split(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    line = (
        '{"id": "%s", "lang": "de", "split": "%s", "kind": "direct", "question": "F?", "gold": ["m#1"], "answer": []}'
    )
    file.write_text("\n".join([line % ("1", "dev"), "", line % ("2", "test")]), encoding="utf-8")
    assert [found.id for found in read_questions(file)] == ["1", "2"]
    assert [found.id for found in read_questions(file, "test")] == ["2"]
