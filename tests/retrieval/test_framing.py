"""What is said around a question is no part of it: the same is found with it and without."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import composed, words
from retrieval.framing import after_lead_up, without_frame
from retrieval.model import Verdict
from retrieval.retriever import Retriever
from tests.retrieval.corpora import numbers, retriever_of


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Hallo zusammen! Was fordert Putin? Danke schon mal!", "Was fordert Putin? "),
        ("Hi Leute, kurze Frage: weiß jemand von euch, was Putin fordert?", "was Putin fordert?"),
        ("hey, could you tell me where they met lol", "where they met "),
        ("Und wo war das Treffen?", "wo war das Treffen?"),
        ("Tell me about NATO", "NATO"),
        ("Wo war das Treffen?", "Wo war das Treffen?"),
        ("Danke!", "Danke!"),
        ("", ""),
    ],
)
def test_greetings_lead_ups_and_thanks_are_taken_off_a_message(message: str, question: str) -> None:
    assert without_frame(message) == question


@pytest.mark.parametrize("text", ["Hallodri?", "Sowjetunion?", "thanksgiving", "Wer sagte hallo zu Putin?"])
def test_a_phrase_within_a_word_or_a_question_stays(text: str) -> None:
    assert without_frame(text) == text


@given(
    st.text() | st.lists(st.sampled_from(["hallo", "zusammen", "danke", "wo", "Ä", "!", " ", "\u200b"])).map(" ".join)
)
def test_what_is_left_is_a_part_of_the_message_and_has_words_if_that_has(message: str) -> None:
    rest = without_frame(message)
    assert rest == message or rest in composed(message)
    assert bool(words(rest)) == bool(words(message))


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("I have no clue. Could you tell me, where they met?", "where they met?"),
        ("Keine Ahnung, aber weiß jemand, wer da war?", "wer da war?"),
        ("Weiß jemand", None),
        ("Wo war das?", None),
    ],
)
def test_what_is_led_up_to_is_what_follows(text: str, rest: str | None) -> None:
    assert after_lead_up(text) == rest


FRAMES = (
    "Hallo zusammen! {} Danke schon mal!",
    "Kurze Frage: {}",
    "Mein Lehrer wollte wissen: {}",
    "Meine Oma will es wissen: {}",
    "Hi everyone, {} Thanks in advance :)",
    "not gonna lie, {}",
    "{} lol",
)
QUESTIONS = ("Was fordert Putin?", "Wie reagierte die NATO?", "What did Zelensky warn of?", "How long did they talk?")


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_frame_changes_no_answer(retriever: Retriever, question: str, frame: str) -> None:
    bare, framed = retriever.answer(question), retriever.answer(frame.format(question))
    assert bare.verdict is framed.verdict is Verdict.ANSWER
    assert (framed.hits[0].passage, framed.hits[0].sentence) == (bare.hits[0].passage, bare.hits[0].sentence)


def test_a_question_that_is_listed_with_its_frame_is_asked_with_it(tmp_path: Path) -> None:
    fox, hedgehog = "Der Fuchs wacht im Wald.", "Der Igel schläft im Laub."
    listed = f"## {fox}\n- Was jetzt?\n## {hedgehog}\n- Und was jetzt?\n"
    found = retriever_of(tmp_path, fox, hedgehog, questions=listed)
    assert [numbers(found.answer(question))[0] for question in ("Und was jetzt?", "Ja, was jetzt?")] == [2, 1]
