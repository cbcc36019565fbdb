"""A SQuAD file's paragraphs come out of the corpus as they stand in it, whatever they hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.squad import SquadSet, load_squad
from retrieval.model import Severity

HOSTILE = [
    "1. Ein Absatz, der wie eine Liste beginnt.",
    "15. August 2025 war ein Freitag.",
    "2) Noch einer, und 3) mitten darin.",
    "- Ein Strich am Anfang.",
    "+ Ein Plus am Anfang.",
    "* Ein Stern, **fett**, _kursiv_, Leser*innen und snake_case_name.",
    "# Keine Überschrift",
    "## Auch keine ##",
    "> Kein Zitat, a < b & c > d, &amp; und &#35; bleiben.",
    "---",
    "Ein Strich darunter ist keine Überschrift ---",
    "| a | b | ist keine Tabelle |",
    "[Verweis](http://example.org) ![Bild](bild.png) <http://example.org> <b>HTML</b><br>",
    "[ref]: http://example.org 'Titel'",
    "`Code`, ```Zaun``` und ~~durchgestrichen~~, C:\\Temp\\x.",
    "``` kein Zaun",
    "<!-- kein Kommentar -->",
    "<div>kein HTML-Block</div>",
    "Preis: 5 $ · 50 %  mit zwei Leerzeichen, „Quotes“ – und 東京, naïve café.",
    "===",
]


def squad_file(directory: Path, articles: list[list[str]]) -> Path:
    """Each paragraph with one question whose answer is its first word."""
    data = [
        {
            "title": f"Title: {number} # - [x]",
            "paragraphs": [
                {
                    "context": context,
                    "qas": [
                        {
                            "id": f"{number}-{place}",
                            "question": f"What is {place}?",
                            "answers": [{"text": context.split()[0], "answer_start": 0}] if context.strip() else [],
                        }
                    ],
                }
                for place, context in enumerate(paragraphs)
            ],
        }
        for number, paragraphs in enumerate(articles)
    ]
    file = directory / "set.json"
    file.write_text(json.dumps({"version": "1.1", "data": data}), encoding="utf-8")
    return file


def load(tmp_path: Path, articles: list[list[str]]) -> SquadSet:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    return load_squad(squad_file(tmp_path, articles), "de", corpus)


def test_hostile_paragraphs_are_loaded_as_they_stand(tmp_path: Path) -> None:
    squad = load(tmp_path, [HOSTILE, ["Ein zweiter Artikel."]])
    assert [passage.text for passage in squad.corpus.passages()] == [*HOSTILE, "Ein zweiter Artikel."]
    assert [problem for problem in squad.corpus.problems if problem.severity is not Severity.NOTE] == []


def test_each_hostile_paragraph_may_open_an_article(tmp_path: Path) -> None:
    squad = load(tmp_path, [[paragraph] for paragraph in HOSTILE])
    assert [passage.text for passage in squad.corpus.passages()] == HOSTILE


def test_line_breaks_in_a_paragraph_are_spaces(tmp_path: Path) -> None:
    squad = load(tmp_path, [["  Erste Zeile \n- zweite Zeile\r\n\n# dritte.\n"]])
    (passage,) = squad.corpus.passages()
    assert passage.text == "Erste Zeile - zweite Zeile  # dritte."


def test_a_question_is_answered_by_its_own_paragraph(tmp_path: Path) -> None:
    squad = load(tmp_path, [["Anna war da.", " ", "Berta war da."], ["Carla war da."]])
    found = {question.id: question for question in squad.questions}
    assert found["0-2"].gold == ("article-0001#2",)
    assert found["0-2"].answers == ("Berta",)
    assert found["1-0"].gold == ("article-0002#1",)
    for question in squad.questions:
        passage = squad.corpus.passage(question.gold[0])
        assert passage is not None
        assert question.answers[0] in passage.text


@pytest.mark.parametrize("qa", [{"answers": []}, {"answers": [{"text": "Anna"}], "is_impossible": True}])
def test_a_question_without_an_answer_has_no_gold(tmp_path: Path, qa: dict[str, object]) -> None:
    file = tmp_path / "set.json"
    paragraph = {"context": "Anna war da.", "qas": [{"id": "1", "question": "Wer fehlte?", **qa}]}
    file.write_text(json.dumps({"data": [{"title": "T", "paragraphs": [paragraph]}]}), encoding="utf-8")
    (tmp_path / "corpus").mkdir()
    (question,) = load_squad(file, "de", tmp_path / "corpus").questions
    assert question.gold == ()
    assert question.answers == ()
