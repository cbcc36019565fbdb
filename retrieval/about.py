"""Whether a question is about the articles themselves: who wrote one, its title, its sections, what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from retrieval.analysis import Analyzer, words
from retrieval.engine import Ranking, Reading
from retrieval.model import Article

_COUNT = re.compile(r"\d{1,3}")
_RECENT = 256  # authors whose names are kept


def articles_asked_about(ranking: Ranking, articles: Sequence[Article], *, is_settled: bool) -> tuple[Article, ...]:
    """Those that a question is about.

    Surely so if the question has no content words but the language's words for that, the author's name and counts ("in
    3 sentences"), and a telling one among them; what says which article is meant ("the article on the summit") aside.
    Where nothing else settles it, also if it names the article, has no word of the articles' texts and doesn't ask what
    the article says of something.
    """
    found = {
        slug
        for reading in ranking.readings_asked_in()
        for slug in _articles_asked_about(reading, articles, is_settled=is_settled)
    }
    return tuple(article for article in articles if article.slug in found)


def _description(reading: Reading, asked: Sequence[str]) -> slice:
    """Which words say which article is meant, where the others ask about it: "the summit" in "who wrote the article on
    the summit" or "the summit article", if any text has one of them.
    """
    analyzer = reading.index.analyzer
    for place, (word, following) in enumerate(pairwise(asked)):
        if word in analyzer.article_names and following in analyzer.describing_words:
            first = place + 2
            last = next((end for end in range(first, len(asked)) if asked[end] in analyzer.article_words), len(asked))
            others = (*asked[:place], *asked[last:])
        elif following in analyzer.article_names and not reading.query.words[place].is_function:
            first, last, others = place, place + 1, (*asked[:place], *asked[place + 2 :])
        else:
            continue
        is_known = any(reading.index.is_in_texts(word.stems) for word in reading.query.words[first:last])
        if is_known and not analyzer.article_words.isdisjoint(others):
            return slice(first, last)
    return slice(0, 0)


def _points_at_article(asked: Sequence[str], analyzer: Analyzer) -> bool:
    """Whether it names "the article" or a part of it; "a piece" or "which chapter" may be of anything."""
    return any(word in analyzer.article_names and before in analyzer.pointing_words for before, word in pairwise(asked))


@lru_cache(_RECENT)
def _name_of(author: str, analyzer: Analyzer) -> frozenset[str]:
    """The normalised words of an author's name, but for function words."""
    return frozenset(map(analyzer.normalise, words(author))) - analyzer.function_words


def _articles_asked_about(reading: Reading, articles: Sequence[Article], *, is_settled: bool) -> Iterator[str]:
    analyzer, index = reading.index.analyzer, reading.index
    words_asked = [word.normalised for word in reading.query.words]
    if analyzer.words_on_articles.isdisjoint(words_asked):
        articles = [article for article in articles if not _name_of(article.author, analyzer).isdisjoint(words_asked)]
    if not articles:
        return
    if any(name in analyzer.numbered_names and number.isdecimal() for name, number in pairwise(words_asked)):
        return  # Article 5 is none of ours
    description = _description(reading, words_asked)
    asked = {*words_asked[: description.start], *words_asked[description.stop :]}
    telling = not analyzer.article_words.isdisjoint(asked)
    naming = _points_at_article(words_asked, analyzer) and analyzer.concerning_words.isdisjoint(asked)
    for article in articles:
        author = _name_of(article.author, analyzer)
        if not telling and not naming and asked.isdisjoint(author):
            continue
        about = analyzer.article_words.union(analyzer.article_companions, author)
        rest = [
            word
            for place, word in enumerate(reading.query.words)
            if not (description.start <= place < description.stop or word.is_function or word.normalised in about)
            and not _COUNT.fullmatch(word.normalised)
        ]
        if not rest:
            is_about = telling or not asked.isdisjoint(author)
        else:
            is_about = naming and not is_settled and not any(index.is_in_texts(word.stems) for word in rest)
        if is_about:
            yield article.slug
