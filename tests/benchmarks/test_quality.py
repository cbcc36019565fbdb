"""The report as it is printed, on a tiny set."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.cost import question_times
from benchmarks.quality import corpus_folder, main
from retrieval.retriever import Retriever


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    contexts = [
        "Die Mühle wurde 1768 gebaut. Sie gehört der Stadt.",
        "Der Hafen hat zwölf Liegeplätze.",
        "Im Winter ruht die Arbeit, weil das Wasser gefriert.",
    ]
    asked = [
        "Wann wurde die Mühle gebaut?",
        "Wem gehört die Mühle von [1768]?",
        "Warum ruht sie?",
    ]
    answers = ["1768", "zwölf", "weil das Wasser gefriert"]
    paragraphs = [
        {"context": context, "qas": [{"id": str(number), "question": question, "answers": [{"text": answer}]}]}
        for number, (context, question, answer) in enumerate(zip(contexts, asked, answers, strict=True))
    ]
    file = tmp_path / "tiny.json"
    file.write_text(json.dumps({"data": [{"title": "T", "paragraphs": paragraphs}]}), encoding="utf-8")
    return file


def test_the_report_shows_every_engine_and_what_was_lost(squad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--squad", str(squad), "--language", "de", "--lost", "5"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for engine in ("this engine", "rank_bm25, README", "rank_bm25, stems", "bm25s", "tantivy"):
        assert any(line.strip().startswith(engine) for line in lines)
    lost = lines.index("Lost 1, the first 1 of them:")
    assert "Wem gehört die Mühle von [1768]?" in lines[lost + 1]
    assert "article-0001#1: " in lines[lost + 2]  # what it quoted instead


def test_no_lost_question_is_shown_if_none_is_asked_for(squad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--squad", str(squad), "--language", "de", "--lost", "0"])
    assert "Lost" not in capsys.readouterr().out


def test_bare_leaves_out_expansion_and_nothing_else(tmp_path: Path) -> None:
    names = {"a.md", "a.en.md", "a.questions.md", "a.unanswered.md", "synonyms.de.txt", "b.txt"}
    for name in names:
        (tmp_path / name).write_text("x", encoding="utf-8")
    with corpus_folder(tmp_path, bare=True) as bare:
        assert {path.name for path in bare.iterdir()} == {"a.md", "a.en.md", "b.txt"}
    with corpus_folder(tmp_path, bare=False) as whole:
        assert {path.name for path in whole.iterdir()} == names


def test_every_question_is_timed(retriever: Retriever) -> None:
    times = question_times(retriever, ["Wo?"], ["Wann trafen sie sich?", "Wer war dabei?"])
    assert len(times) == 2
    assert min(times) > 0
