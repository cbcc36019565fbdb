from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.markdown import parse, to_plain
from playground.markdown_tree import Text
from tests.ui.samples import ASKER, answer, hit, hostile, passage
from ui.answer import render_answer
from ui.escape import without_direction_controls
from ui.limits import length
from ui.question import question_line, question_of
from ui.texts import LANGUAGES

languages = st.sampled_from(LANGUAGES)


def on_one_line(question: str) -> str:
    return " ".join(without_direction_controls(question).split())


@given(hostile.filter(on_one_line), languages)
def test_the_shown_question_is_read_back(question: str, language: str) -> None:
    reply = render_answer(answer(hit(passage(["Eins."]))), language=language, asker_id=ASKER, shown_question=question)
    read = question_of(reply.content)
    assert read is not None
    assert on_one_line(question).startswith(read.removesuffix("…"))
    assert read == on_one_line(question) or length(question_line(question, language)) > 600


@given(hostile, languages)
def test_the_question_line_is_plain_text_on_one_line(question: str, language: str) -> None:
    line = question_line(question, language)
    assert bool(line) == bool(on_one_line(question))
    assert "\n" not in line
    assert all(isinstance(node, Text) for node in parse(line))


def test_the_question_stands_above_the_answer() -> None:
    reply = render_answer(
        answer(hit(passage(["Eins."]))), language="de", asker_id=ASKER, shown_question="Was sagt *sie*?"
    )
    assert to_plain(reply.content).startswith("Frage: Was sagt *sie*?\nEins.")


@pytest.mark.parametrize("question", ["", "  \n", "\u202e"])
def test_an_empty_question_is_not_shown(question: str) -> None:
    reply = render_answer(answer(hit(passage(["Eins."]))), language="de", asker_id=ASKER, shown_question=question)
    assert reply.content.startswith("> ")


@pytest.mark.parametrize(
    "content", ["", "> Frage: Warum?\n— Ada", "Das beantwortet …\n> Eins.", "Antwort\nFrage: Warum?", "Frage: "]
)
def test_a_message_without_a_question_line_has_no_question(content: str) -> None:
    assert question_of(content) is None


def test_a_question_of_500_characters_is_not_cut() -> None:
    question = "Wo fand das Treffen der Präsidenten statt, und wer war nicht dabei? " * 8
    assert question_of(question_line(question[:500], "de")) == question[:500].strip()
