"""The engine's front: loading, reloading while it answers, answers from one version."""

import gc
import json
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from retrieval.corpus import Corpus
from retrieval.errors import (
    CorpusUnreadableError,
    EmptyCorpusError,
    ReloadRunningError,
    UnknownArticleError,
    UnknownSectionError,
)
from retrieval.model import Severity, Verdict
from retrieval.retriever import Retriever
from tests.retrieval.corpora import article, numbers, retriever_of, write

FOX, HEDGEHOG = "Der Fuchs wacht im Wald.", "Der Igel schläft im Laub."


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusUnreadableError) as caught:
        Retriever.load(tmp_path / "missing")
    assert caught.value.directory == tmp_path / "missing"


def test_a_folder_without_articles_is_an_error_that_knows_the_problems(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("no front matter", encoding="utf-8")
    with pytest.raises(EmptyCorpusError) as caught:
        Retriever.load(tmp_path)
    assert {problem.file for problem in caught.value.problems} == {"a.md", "."}


def test_what_loads_is_served_beside_an_article_with_an_error(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("no front matter", encoding="utf-8")
    retriever = retriever_of(tmp_path, FOX)
    assert numbers(retriever.search("Fuchs")) == [1]
    assert retriever.corpus.has_errors


def test_an_answer_says_what_it_was_asked_and_from_which_version_it_is(retriever: Retriever) -> None:
    answer = retriever.answer("Wo fand das Treffen statt?")
    assert answer.question == "Wo fand das Treffen statt?"
    assert answer.language == "de"
    assert answer.version == retriever.version == retriever.corpus.version


@pytest.mark.parametrize(
    ("question", "language"), [("Where did they meet?", "en"), ("Wo war das?", "de"), ("Xi", None)]
)
def test_an_answer_knows_the_questions_language(retriever: Retriever, question: str, language: str | None) -> None:
    assert retriever.answer(question).language == language


def test_reloading_an_unchanged_corpus_changes_nothing(tmp_path: Path) -> None:
    retriever = retriever_of(tmp_path, FOX, HEDGEHOG)
    before = retriever.answer("Was macht der Igel?")
    report = retriever.reload()
    assert report.swapped
    assert report.old_version == report.new_version
    assert report.difference == retriever.corpus.difference(retriever.corpus)
    assert report.seconds > 0
    assert retriever.answer("Was macht der Igel?") == before


def test_reloading_a_changed_corpus_serves_the_new_text(tmp_path: Path) -> None:
    retriever = retriever_of(tmp_path, FOX, HEDGEHOG)
    old = retriever.version
    write(tmp_path, article(FOX, "Der Igel ist aufgewacht.", "Der Dachs gräbt."))
    report = retriever.reload()
    assert (report.swapped, report.old_version, report.new_version) == (True, old, retriever.version)
    assert retriever.version != old
    assert report.difference.passages_changed == ("a#2",)
    assert report.difference.passages_added == ("a#3",)
    assert retriever.search("Was macht der Igel?")[0].passage.text == "Der Igel ist aufgewacht."
    assert retriever.search("Dachs")[0].passage.id == "a#3"


def test_an_article_added_and_one_removed_are_reported(tmp_path: Path) -> None:
    write(tmp_path, article(HEDGEHOG), slug="b")
    retriever = retriever_of(tmp_path, FOX)
    (tmp_path / "b.md").unlink()
    write(tmp_path, article("Der Dachs gräbt."), slug="c")
    difference = retriever.reload().difference
    assert (difference.articles_removed, difference.articles_added) == (("b",), ("c",))
    assert all(hit.passage.article.slug != "b" for hit in retriever.search("Was macht der Igel im Laub?"))


def test_a_corpus_with_an_error_keeps_the_old_one_serving(tmp_path: Path) -> None:
    retriever = retriever_of(tmp_path, FOX, HEDGEHOG)
    before = retriever.answer("Was macht der Igel?")
    write(tmp_path, article("Der Dachs gräbt."))
    (tmp_path / "b.md").write_bytes(b"\xff")
    report = retriever.reload()
    assert not report.swapped
    assert [problem.file for problem in report.problems if problem.severity is Severity.ERROR] == ["b.md"]
    assert report.old_version == retriever.version != report.new_version
    assert retriever.answer("Was macht der Igel?") == before
    (tmp_path / "b.md").unlink()
    assert retriever.reload().swapped
    assert retriever.search("Dachs")[0].passage.id == "a#1"


def test_a_folder_emptied_or_gone_keeps_the_old_corpus_serving(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    retriever = retriever_of(folder, FOX)
    (folder / "a.md").unlink()
    assert not retriever.reload().swapped
    folder.rmdir()
    with pytest.raises(CorpusUnreadableError):
        retriever.reload()
    assert numbers(retriever.search("Fuchs")) == [1]
    folder.mkdir()
    write(folder, article(HEDGEHOG))
    assert retriever.reload().swapped  # the failed one let go of its lock


def held_loads(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """From now on a load tells that it has read the folder, and ends when it may."""
    has_read, may_end = threading.Event(), threading.Event()
    load = Corpus.load

    def slow(directory: Path) -> Corpus:
        loaded = load(directory)
        has_read.set()
        assert may_end.wait(30)
        return loaded

    monkeypatch.setattr(Corpus, "load", slow)
    return has_read, may_end


def test_a_second_reload_says_that_one_is_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    retriever = retriever_of(tmp_path, FOX)
    has_read, may_end = held_loads(monkeypatch)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(retriever.reload)
        assert has_read.wait(30)
        with pytest.raises(ReloadRunningError):
            retriever.reload()
        assert numbers(retriever.search("Fuchs")) == [1]
        may_end.set()
        assert first.result(30).swapped
    assert retriever.reload().swapped


def test_a_reload_that_waits_reads_what_was_written_during_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    retriever = retriever_of(tmp_path, FOX)
    has_read, may_end = held_loads(monkeypatch)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(retriever.reload)
        assert has_read.wait(30)
        write(tmp_path, article(HEDGEHOG))
        second = pool.submit(retriever.reload, waits=True)
        with pytest.raises(TimeoutError):
            second.result(0.1)
        with pytest.raises(ReloadRunningError):  # one that waits is enough
            retriever.reload(waits=True)
        may_end.set()
        assert first.result(30).new_version != second.result(30).new_version
    assert numbers(retriever.search("Igel")) == [1]


def test_every_answer_during_reloads_is_from_one_version(tmp_path: Path) -> None:
    versions = {}
    for blocks in ((FOX, HEDGEHOG), (HEDGEHOG, "Ein Dachs.", FOX)):
        retriever = retriever_of(tmp_path, *blocks)
        versions[retriever.version] = {passage.digest: passage.id for passage in retriever.corpus.passages()}
    is_over = threading.Event()

    def ask() -> int:
        """The versions that answered; each answer's passages must stand in its own."""
        seen = set()
        while not is_over.is_set():
            answer = retriever.answer("Wacht der Fuchs im Wald, schläft der Igel?")
            assert len(answer.hits) >= 2
            assert all(versions[answer.version].get(hit.passage.digest) == hit.passage.id for hit in answer.hits)
            seen.add(answer.version)
        return len(seen)

    with ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(ask) for _ in range(3)]
        try:
            for n in range(12):
                blocks = (FOX, HEDGEHOG) if n % 2 else (HEDGEHOG, "Ein Dachs.", FOX)
                write(tmp_path, article(*blocks))
                assert retriever.reload().swapped
        finally:
            is_over.set()
        assert max(each.result(30) for each in asking) == 2


@pytest.mark.parametrize("make_ready", [Retriever.prepare, Retriever.reload], ids=["prepared", "reloaded"])
def test_once_it_is_prepared_or_reloaded_no_question_waits_for_anything_to_be_built(
    tmp_path: Path, make_ready: Callable[[Retriever], object]
) -> None:
    retriever = retriever_of(tmp_path, FOX, HEDGEHOG, questions=f"## {FOX}\n- Wer bewacht die Bäume?\n")
    make_ready(retriever)
    built = retriever._engine._build.cache_info().misses
    for question in ("Was macht der Igle?", "What does the hedgehgo do?", "Dachs"):
        retriever.answer(question)
    assert retriever._engine._build.cache_info().misses == built


def test_a_reload_frees_the_old_engine_itself_and_leaves_nothing_to_the_garbage_collector(tmp_path: Path) -> None:
    """A full collection would stop the event loop, and never finds what was frozen at start."""
    retriever = retriever_of(tmp_path, FOX, questions=f"## {FOX}\n- Wer bewacht die Bäume?\n")
    retriever.prepare()
    retriever.answer("Wer bewacht den Wald nachts?")
    engine = retriever._engine
    indexes = [engine.reader("de", with_questions=with_questions).index for with_questions in (True, False)]
    old = [weakref.ref(each) for each in (engine, *indexes, *(index._vocabulary for index in indexes))]
    assert len({id(each()) for each in old}) == 5
    del engine, indexes
    gc.disable()
    try:
        assert retriever.reload().swapped
        assert [each() for each in old] == [None] * 5
    finally:
        gc.enable()


def test_a_summary_is_of_the_article_that_is_named_or_fits_the_topic(tmp_path: Path) -> None:
    write(tmp_path, article(HEDGEHOG), slug="b")
    retriever = retriever_of(tmp_path, FOX)
    assert retriever.summary().article.slug == "a"
    assert retriever.summary(article="b").article.slug == "b"
    assert retriever.summary(topic="Igel im Laub").article.slug == "b"
    assert retriever.summary(topic="😀").article.slug == "a"
    with pytest.raises(UnknownArticleError):
        retriever.summary(article="c")
    with pytest.raises(UnknownSectionError):
        retriever.summary(section="Nirgends")


@pytest.mark.parametrize("count", [0, 11, -1])
def test_a_summary_has_one_to_ten_sentences(retriever: Retriever, count: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 10"):
        retriever.summary(sentences=count)


@pytest.mark.parametrize("topic", ["Apfelkuchen", "Quantenphysik", "recipe for plum cake", "😀", "???"])
def test_a_summary_on_a_topic_that_no_article_knows_says_so(retriever: Retriever, topic: str) -> None:
    summary = retriever.summary(topic=topic)
    assert summary.is_off_topic
    assert summary.sentences == retriever.summary().sentences


def test_a_topic_that_the_article_is_about_is_on_topic(retriever: Retriever) -> None:
    file = Path(__file__).parents[1] / "data" / "gipfel-alaska-2025.topics.jsonl"
    topics = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    asked = [topic["topic"] for topic in topics if topic["split"] == "dev"]
    assert asked
    assert [topic for topic in asked if retriever.summary(topic=topic).is_off_topic] == []
    assert not retriever.summary().is_off_topic


@pytest.mark.parametrize("topic", ["Wein", "health", "gold"])
def test_a_topic_that_only_a_figure_of_speech_has_met_is_off_topic(retriever: Retriever, topic: str) -> None:
    assert retriever.summary(topic=topic).is_off_topic


def test_a_topic_that_a_section_does_not_touch_is_off_topic_there(retriever: Retriever) -> None:
    on, off = "Kritik von Verbündeten und Betroffenen", "Symbolik statt Substanz"
    assert not retriever.summary(topic="Selenskyj", section=on).is_off_topic
    assert retriever.summary(topic="Selenskyj", section=off).is_off_topic


def test_a_topic_has_no_more_sentences_than_are_on_it(retriever: Retriever) -> None:
    chosen = retriever.summary(topic="Saudi-Arabien", sentences=10).sentences
    assert len(chosen) < 10
    assert any("Saudi-Arabien" in sentence.sentence.text for sentence in chosen)


def test_a_topic_whose_words_all_stand_in_the_article_is_on_topic(tmp_path: Path) -> None:
    blocks = ("Der Fuchs wacht im Wald und jagt am Rand der Wiese.", "Der Igel schläft unter Laub im Garten.")
    listed = "".join(
        f"## {block}\n- {question}\n" for block, question in zip(blocks, ("Wer wacht?", "Wer?"), strict=True)
    )
    retriever = retriever_of(tmp_path, *blocks, questions=listed, unanswered="- Wo sind Garten und Wiese?\n")
    assert retriever.answer("Garten und Wiese").verdict is Verdict.NONE
    assert not retriever.summary(topic="Garten und Wiese").is_off_topic
    assert retriever.summary(topic="Zaun und Tor").is_off_topic


@pytest.mark.parametrize("topic", ["Kampfjets", "fighter jets"])
def test_a_summary_on_a_topic_quotes_what_is_on_it(retriever: Retriever, topic: str) -> None:
    summary = retriever.summary(topic=topic, sentences=1)
    (chosen,) = summary.sentences
    assert chosen.passage.text[chosen.sentence.start : chosen.sentence.end] == chosen.sentence.text
    assert "F-22-Kampfjets" in chosen.sentence.text
    assert summary.version == retriever.version
