"""Summaries are the article's own sentences, spread over its sections, in its order."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.corpus import Corpus
from retrieval.errors import UnknownSectionError
from retrieval.model import Passage, Sentence, SummarySentence, TranslatedText
from retrieval.sentences import split_sentences
from retrieval.summary import counterpart, summarise

HEAD = "---\ntitle: Titel\nauthor: Erika Muster\nlanguage: de\n---\n"
SLUG = "gipfel-alaska-2025"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.load(Path(__file__).parents[2] / "corpus")


def places(summary: tuple[SummarySentence, ...]) -> list[tuple[int, int]]:
    """Paragraph and sentence numbers, both from 1."""
    return [(s.passage.number, s.passage.sentences.index(s.sentence) + 1) for s in summary]


@pytest.mark.parametrize("count", range(1, 11))
def test_a_summary_has_as_many_sentences_as_asked_for_in_the_articles_order(corpus: Corpus, count: int) -> None:
    summary = summarise(corpus, corpus.article(SLUG), sentences=count)
    assert len(summary) == count
    assert places(summary) == sorted(set(places(summary)))
    for chosen in summary:
        assert chosen.passage.text[chosen.sentence.start : chosen.sentence.end] == chosen.sentence.text


@pytest.mark.parametrize("count", range(1, 11))
def test_a_summary_covers_every_section_or_at_least_the_first_and_the_last(corpus: Corpus, count: int) -> None:
    article = corpus.article(SLUG)
    summary = summarise(corpus, article, sentences=count)
    headings = [section.heading for section in article.sections]
    expected = headings if count >= len(headings) else [headings[0], headings[-1]][:count]
    assert set(expected) <= {chosen.passage.heading for chosen in summary}


def test_a_short_summary_tells_what_happened_and_ends_with_the_conclusion(corpus: Corpus) -> None:
    assert places(summarise(corpus, corpus.article(SLUG), sentences=3)) == [(1, 1), (1, 3), (10, 2)]


def test_the_same_corpus_gives_the_same_summary(corpus: Corpus) -> None:
    again = Corpus.load(corpus.directory)
    for count in (3, 8):
        first, second = (summarise(c, c.article(SLUG), sentences=count) for c in (corpus, again))
        assert places(first) == places(second)


@pytest.mark.parametrize(
    "heading", ["Kritik von Verbündeten und Betroffenen", " criticism from ALLIES and those affected "]
)
def test_a_section_is_summed_up_by_its_heading_in_either_language(corpus: Corpus, heading: str) -> None:
    summary = summarise(corpus, corpus.article(SLUG), section=heading, sentences=3)
    assert len(summary) == 3
    assert {chosen.passage.number for chosen in summary} <= {4, 5, 6}


def test_the_passages_before_the_first_heading_are_the_section_without_a_heading(corpus: Corpus) -> None:
    summary = summarise(corpus, corpus.article(SLUG), section="", sentences=10)
    assert places(summary) == [(1, 1), (1, 2), (1, 3), (1, 4)]


def test_a_section_is_found_without_a_translation_too(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"{HEAD}Vorspann hier.\n\n## Teil\n\nDer Teil hier.\n", encoding="utf-8")
    small = Corpus.load(tmp_path)
    assert places(summarise(small, small.article("a"), section="")) == [(1, 1)]
    assert places(summarise(small, small.article("a"), section="teil")) == [(2, 1)]


def test_an_unknown_section_is_an_error(corpus: Corpus) -> None:
    with pytest.raises(UnknownSectionError):
        summarise(corpus, corpus.article(SLUG), section="Wetter")


def test_with_a_topic_the_best_scored_sentences_stand_in_the_articles_order(corpus: Corpus) -> None:
    scores = {f"{SLUG}#5": (1.0, 0.0, 3.0), f"{SLUG}#2": (0.0, 2.0, 0.5), f"{SLUG}#9": (-1.0, 0.0)}
    article = corpus.article(SLUG)
    assert places(summarise(corpus, article, topic_scores=scores, sentences=3)) == [(2, 2), (5, 1), (5, 3)]
    assert places(summarise(corpus, article, topic_scores=scores, sentences=10)) == [(2, 2), (2, 3), (5, 1), (5, 3)]


def test_a_topic_that_nothing_is_about_still_gives_a_summary(corpus: Corpus) -> None:
    article = corpus.article(SLUG)
    scores = {passage.id: (0.0,) * len(passage.sentences) for passage in corpus.passages()}
    assert places(summarise(corpus, article, topic_scores=scores)) == places(summarise(corpus, article))


def test_every_sentence_has_its_counterpart_in_the_translation(corpus: Corpus) -> None:
    summary = summarise(corpus, corpus.article(SLUG), sentences=10)
    assert summary[0].translated is not None
    assert summary[0].translated.text.startswith("With much pomp and pathos")
    for chosen in summary:
        translation = chosen.passage.translation
        assert translation is not None
        assert chosen.translated in translation.sentences


def test_a_counterpart_is_found_by_position_where_the_translation_has_fewer_sentences(corpus: Corpus) -> None:
    article = corpus.article(SLUG)
    text = "Eins ist kurz. Zwei ist auch kurz. Drei steht weit hinten am Ende des Absatzes und ist lang."
    other = "One and two are both short. Three stands far behind at the paragraph's end and is long."
    sentences = split_sentences(text, "de")
    translation = TranslatedText("en", other, split_sentences(other, "en"))
    passage = Passage(article, 1, "", text, sentences, "0" * 12, translation)
    found = [counterpart(passage, sentence) for sentence in sentences]
    assert [sentence and sentence.text.split()[0] for sentence in found] == ["One", "One", "Three"]


def test_without_a_translation_there_is_no_counterpart(corpus: Corpus) -> None:
    passage = Passage(corpus.article(SLUG), 1, "", "Eins.", (Sentence(0, 5, "Eins."),), "0" * 12)
    assert counterpart(passage, passage.sentences[0]) is None


def test_redundant_sentences_make_room_for_others(tmp_path: Path) -> None:
    said = "Der Bürgermeister eröffnete am Samstag die neue Brücke über den Fluss."
    (tmp_path / "a.md").write_text(
        f"{HEAD}{said}\n\n{said}\n\nDie Kosten stiegen auf zwölf Millionen Euro, und der Bau dauerte vier Jahre.\n",
        encoding="utf-8",
    )
    small = Corpus.load(tmp_path)
    assert places(summarise(small, small.article("a"), sentences=2)) == [(1, 1), (3, 1)]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(alphabet="abc .?!…“'1ä", min_size=1, max_size=30), min_size=1, max_size=6), st.integers(-1, 12))
def test_a_summary_of_any_article_is_never_empty(tmp_path: Path, paragraphs: list[str], count: int) -> None:
    text = "\n\n".join(f"## H{i}\n\nx{paragraph}" for i, paragraph in enumerate(paragraphs))
    (tmp_path / "a.md").write_text(HEAD + text, encoding="utf-8")
    hostile = Corpus.load(tmp_path)
    summary = summarise(hostile, hostile.article("a"), sentences=count)
    available = sum(len(passage.sentences) for passage in hostile.passages())
    assert len(summary) == min(max(count, 1), available)
