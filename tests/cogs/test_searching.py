"""A small corpus is searched in place, a large one beside the event loop."""

import threading
from pathlib import Path

import pytest

from cogs.searching import run_search
from retrieval.corpus import Corpus


@pytest.mark.parametrize(("paragraphs", "in_place"), [(10, True), (100, True), (101, False)])
async def test_only_a_small_corpus_is_searched_on_the_event_loop(
    tmp_path: Path, paragraphs: int, *, in_place: bool
) -> None:
    text = "\n\n".join(f"Dies ist der Absatz Nummer {number}." for number in range(paragraphs))
    (tmp_path / "a.md").write_text(f"---\ntitle: T\nauthor: A B\nlanguage: de\n---\n\n{text}\n", encoding="utf-8")
    corpus = Corpus.load(tmp_path)
    assert corpus.passage_count == paragraphs
    thread = await run_search(corpus, threading.get_ident)
    assert (thread == threading.get_ident()) is in_place


async def test_what_a_search_raises_is_raised(tmp_path: Path) -> None:
    def broken() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await run_search(Corpus.load(tmp_path), broken)
