"""Terms → scores: BM25 over all that helps to find a passage. The only module that knows rank_bm25.

The variant is BM25Plus (Lv & Zhai 2011, "Lower-bounding term frequency normalization"), chosen by measurement. Its
lower bound δ counts for entries that hold the term, as in the paper; rank_bm25's own `get_scores` adds it to every
one, which changes nothing in the order but makes a hit of each.

An Index is of one language. Its entries are of six kinds: a passage's text (the original or its translation), each of
its sentences, its heading with the article's title and author, its questions joined, each of its questions, and each
question that its article doesn't answer. Every entry has the fields of `vocabulary.Field`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from functools import lru_cache, partial
from itertools import chain, pairwise, repeat, starmap
from typing import NamedTuple

import numpy as np
from rank_bm25 import BM25Plus

from retrieval.analysis import Analyzer
from retrieval.postings import Found, Postings
from retrieval.table import Floats, Groups, Ids, Table, distinct
from retrieval.vocabulary import Field, Vocabulary, Word

_FIELD_WEIGHTS = {Field.STEM: 2.0, Field.GRAM_3: 0.25, Field.GRAM_4: 1.0, Field.PAIR: 0.5}
_KIND_WEIGHTS = (1.0, 0.5, 0.3, 2.0, 1.2, 1.0)  # in the order of Kind
_FUNCTION_WORD_IN_QUESTION = 0.5  # of its stem's weight: questions are full of them
FEW_QUESTIONS = 50  # of a passage: as many leave out little of what its text says
_FEWEST_QUESTIONS = 10  # a passage that an article is taken to have: a single one may be met by chance
_STAND_IN = 2.0  # of a passage's text for questions that it hasn't, as what it has of the ideals
_LISTED_IDEAL = 0.3  # the listed question's part in the mean of both
_CACHED_WORDS = 1 << 13  # bounded: members may type anything
_CACHED_PASSAGES = 1 << 10
_CACHED_POSTINGS = 10 << 21  # of words, 16 bytes each, if every word were in every entry: most are in a tenth
_FREQUENT_WORDS = 3000  # whose postings are gathered before a question needs them


class Kind(IntEnum):
    """What an entry is."""

    TEXT = 0
    SENTENCE = 1
    HEADING = 2
    QUESTIONS = 3
    QUESTION = 4
    UNANSWERED = 5


class Entries(NamedTuple):
    """Sentences, headings or questions: their texts, and for each the ordinal of its passage, ascending. Those that an
    article doesn't answer are with its first passage.

    `sentences` are for sentences the originals that they are or translate, for questions those that answer them:
    counted through all originals from 0, and -1 where that isn't told.
    """

    texts: Sequence[str] = ()
    owners: Sequence[int] = ()
    sentences: Sequence[int] = ()


class Listed(NamedTuple):
    """Where a question is listed: under the `passage` that answers it, and the `sentence` as in Entries; or among those
    that the article with this first passage doesn't answer.
    """

    passage: int
    sentence: int
    is_answered: bool


class Scores(NamedTuple):
    """BM25 of a question's words and further terms: `entries` of every entry, and a zero behind the last one; `best` of
    the best entry, kinds (those before Kind.QUESTION) × passages. `ideals` are by kind what an entry of average length
    would score that holds each word's terms once, pairs and further terms aside.
    """

    entries: Floats
    best: Floats
    ideals: Sequence[float]


class _Bm25(BM25Plus):  # type: ignore[misc]  # rank_bm25 ships no types
    """rank_bm25's parameters, idf and length norm over postings instead of a dict an entry.

    `terms` are term ids, entry after entry; `entry_of` is the entry of each of them.
    """

    def __init__(self, terms: Ids, entry_of: Ids, entry_count: int) -> None:
        self._entry_count = entry_count
        super().__init__((terms, entry_of))

    def _initialize(self, corpus: tuple[Ids, Ids]) -> Mapping[int, int]:
        """Terms that equally many entries hold have one idf, so each such number stands for its terms."""
        terms, entry_of = corpus
        self.corpus_size = self._entry_count
        self.doc_len = np.bincount(entry_of, minlength=self._entry_count)
        self.avgdl = max(1.0, len(terms) / self.corpus_size)
        postings, self.frequencies = np.unique(terms * self._entry_count + entry_of, return_counts=True)
        self.terms, self.entries = np.divmod(postings, self._entry_count)
        return {holders: holders for holders in distinct(np.bincount(self.terms)).tolist() if holders}

    @property
    def highest_idf(self) -> float:
        """Of a term that a single entry holds."""
        return float(np.log(self.corpus_size + 1))

    def idf_of(self, first: int, last: int) -> Floats:
        """Of the terms from `first` to before `last`; what no entry holds is as rare as can be."""
        by_holders = np.full(self.corpus_size + 1, self.highest_idf)
        by_holders[list(self.idf.keys())] = list(self.idf.values())
        idf: Floats = by_holders[np.bincount(self.terms - first, minlength=last - first)]
        return idf

    def weights(self, idf: Floats) -> Floats:
        """What each posting adds to its entry's score; `idf` is by posting."""
        length_norm = self.k1 * (1 - self.b + self.b * self.doc_len / self.avgdl)
        tf = self.frequencies * (self.k1 + 1) / (self.frequencies + length_norm[self.entries])
        weights: Floats = idf * (self.delta + tf)
        return weights


class Index:
    """Everything in one language; immutable once built."""

    def __init__(
        self,
        analyzer: Analyzer,
        passage_counts: Sequence[int],
        sentence_count: int,
        *,
        sentences: Entries,
        headings: Entries,
        questions: Entries,
        unanswered: Entries,
    ) -> None:
        """`passage_counts` are by article; `sentence_count` is that of all originals."""
        self.analyzer = analyzer
        passage_count = sum(passage_counts)
        self._vocabulary = Vocabulary(analyzer, (sentences.texts, headings.texts, questions.texts), unanswered.texts)
        self.stem_ids, self.pair_ids = self._vocabulary.stem_ids, self._vocabulary.pair_ids
        of_sentences, of_headings, of_questions, of_unanswered = self._vocabulary.tokens
        sentence_owners, heading_owners, question_owners, unanswered_owners = (
            np.array(entries.owners, np.int64) for entries in (sentences, headings, questions, unanswered)
        )
        of_texts, text_owners = of_sentences.grouped(sentence_owners)
        of_joined, joined_owners = of_questions.grouped(question_owners)
        # In the order of Kind, as the owners.
        tokens = (of_texts, of_sentences, of_headings, of_joined, of_questions, of_unanswered)
        owners = (text_owners, sentence_owners, heading_owners, joined_owners, question_owners, unanswered_owners)
        self._starts = np.cumsum([0, *map(len, tokens)])  # of the entries of each kind
        entry_count = int(self._starts[-1])
        self._idf = np.zeros((len(self._vocabulary), len(Kind)))  # times the field's weight and the kind's
        self._highest_idf = np.zeros((len(Field), len(Kind)))
        built = [self._build(kind, table) for kind, table in zip(Kind, tokens, strict=True)]
        self._postings = Postings.of(
            chain.from_iterable(built), idf=self._idf, highest_idf=self._highest_idf, entry_count=entry_count
        )
        self._text_stems = frozenset(self._vocabulary.terms(Field.STEM, of_texts)[0].tolist())
        self._listed_ideals = _LISTED_IDEAL * self._postings.of_entries()
        self._ranges = [
            (np.searchsorted(own, np.arange(passage_count + 1)) + first).tolist()
            for own, first in zip(owners, self._starts, strict=False)
        ]
        self._passage_count = passage_count
        bounds = np.array(self._ranges[: Kind.UNANSWERED], np.int64)
        self._has_entries = (bounds[: Kind.QUESTION, 1:] > bounds[: Kind.QUESTION, :-1]).astype(np.float64)  # 1 or 0
        # Where reduceat begins: of the kinds of whose entries the best one counts, and of the questions.
        self._segments = np.append(bounds[: Kind.QUESTION, :-1].ravel(), self._starts[Kind.QUESTION])
        self._questions = slice(int(self._starts[Kind.QUESTION]), int(self._starts[Kind.UNANSWERED]) + 1)
        self._question_segments = bounds[Kind.QUESTION] - self._questions.start
        self._has_questions = len(of_questions) > 0
        counts = np.diff(bounds[Kind.QUESTION])
        self._stands_in = bool((counts < FEW_QUESTIONS).any())
        first_passages = np.cumsum([0, *passage_counts])[:-1]
        means = np.maximum(np.add.reduceat(counts, first_passages) / passage_counts, _FEWEST_QUESTIONS)
        self._question_factors = (counts > 0) * np.repeat(means.max() / means, passage_counts)
        self._rarities = self._read_rarities(Kind.QUESTION if self._has_questions else Kind.SENTENCE)
        by_sentence = partial(Groups.of, group_count=sentence_count, nothing=entry_count)
        self._by_original = by_sentence(sentences.sentences, int(self._starts[Kind.SENTENCE]))
        self._by_answer = by_sentence(questions.sentences, int(self._starts[Kind.QUESTION]))
        self._listed = _by_words(of_unanswered, unanswered, is_answered=False)
        self._listed |= _by_words(of_questions, questions, is_answered=True)
        # A cache of our own methods would be a cycle: an old index would wait for the garbage collector.
        self._read = lru_cache(_CACHED_WORDS)(self._vocabulary.read)
        self.word = lru_cache(_CACHED_WORDS)(partial(_word, self._read, analyzer))
        cached = max(1, min(_CACHED_WORDS, _CACHED_POSTINGS // max(1, entry_count)))
        self._frequent = min(_FREQUENT_WORDS, cached)
        self._find = lru_cache(cached)(partial(_found_by, self._read, self._vocabulary, self._postings))
        self._find_term = lru_cache(cached)(self._postings.find_term)
        self._nothing = Found(np.zeros(0, np.int64), np.zeros(0), (0.0,) * len(Kind))
        rows = [tokens[kind].of_owners(owners[kind], passage_count) for kind in (Kind.TEXT, Kind.QUESTIONS)]
        self.stems_of = lru_cache(_CACHED_PASSAGES)(partial(_stems_of, self._vocabulary, rows))

    def _build(self, kind: Kind, tokens: Table) -> list[tuple[Ids, Ids, Floats]]:
        """The postings of a kind, field by field: terms, entries and weights."""
        vocabulary = self._vocabulary
        built = []
        for field, field_weight in _FIELD_WEIGHTS.items():
            weight = field_weight * _KIND_WEIGHTS[kind]
            if field is Field.GRAM_3 and kind >= Kind.QUESTION:
                continue  # they would be half of all postings and find nothing more
            terms, entry_of = vocabulary.terms(field, tokens)
            if not len(terms):
                continue
            bm25 = _Bm25(terms, entry_of, len(tokens))
            first, last = vocabulary.bounds[field]
            self._idf[first:last, kind] = bm25.idf_of(first, last) * weight
            self._highest_idf[field, kind] = bm25.highest_idf * weight
            weights = bm25.weights(self._idf[bm25.terms, kind])
            if field is Field.STEM and kind >= Kind.QUESTIONS:
                weights[vocabulary.is_function_stem[bm25.terms]] *= _FUNCTION_WORD_IN_QUESTION
            built.append((bm25.terms, bm25.entries + self._starts[kind], weights))
        return built

    def warm_up(self) -> None:
        """Gather what the most frequent words find, for those who would rather wait here than at a question."""
        for normalised in self._vocabulary.most_frequent(self._frequent):
            self._find(normalised, 1.0)

    def words_from(self, initial: str, *, in_texts: bool = False) -> Sequence[str]:
        """The normalised words with this first letter, those of answered questions and headings as well."""
        words = self._vocabulary.text_words_by_initial if in_texts else self._vocabulary.words_by_initial
        return words.get(initial, ())

    def has_word(self, normalised: str) -> bool:
        """Whether any text or question has this very word."""
        return self._read(normalised).id is not None

    def known(self, texts: Iterable[str]) -> list[str]:
        """Those of the words whose stem any text has."""
        return [text for text in texts if self.analyzer.stem(text) in self.stem_ids]

    def scores(self, normalised_words: Mapping[str, float], terms: Mapping[int, float]) -> Scores:
        """Of words and further terms with their weights."""
        of_words, of_terms = starmap(self._find, normalised_words.items()), starmap(self._find_term, terms.items())
        entries, weights, ideals = zip(self._nothing, *of_words, *of_terms, strict=True)
        found_in = np.bincount(np.concatenate(entries), np.concatenate(weights), self._postings.entry_count + 1)
        scores = found_in.astype(np.float64, copy=False)
        up_to_questions = scores[: self._segments[-1] + 1]  # reduceat takes no empty segment, so one more
        best = np.maximum.reduceat(up_to_questions, self._segments)[:-1].reshape(Kind.QUESTION, self._passage_count)
        return Scores(scores, best * self._has_entries, [*map(sum, zip(*ideals, strict=True))])

    def of_passages(self, scores: Scores) -> Floats:
        """By passage the sum over kinds: of its best entry's score, of Kind.QUESTION the 3-norm of all scores, as if
        each article had equally many.

        Many questions that are somewhat alike tell more than the most similar one. What an article doesn't answer
        speaks for none of its passages. The text stands in for the questions of a passage that has none, or few: else
        it would never be found beside an article that has many.
        """
        # Not `@` over all kinds: BLAS rounds differently from column to column, and equal passages must score alike.
        found: Floats = scores.best.sum(axis=0)
        if self._has_questions:
            questions = scores.entries[self._questions]
            cubes = np.add.reduceat(questions * questions * questions, self._question_segments)[:-1]
            single = np.cbrt(cubes * self._question_factors)
            found += single
            if self._stands_in:
                asked = scores.best[Kind.QUESTIONS] + single
                found += np.maximum(self._text_for_questions(scores) - asked, 0.0)
        return found

    def _text_for_questions(self, scores: Scores) -> Floats:
        """By passage what its text and best sentence have of their ideals, as if its questions had that of theirs."""
        text, sentence, _, joined, question, _ = (ideal or 1.0 for ideal in scores.ideals)
        share: Floats = scores.best[Kind.TEXT] / text + scores.best[Kind.SENTENCE] / sentence
        return share * (_STAND_IN / 2 * (joined + question))

    def share(self, kind: Kind, passage: int, scores: Scores) -> float:
        """What the passage's best entry of a kind has of the ideal."""
        if kind < Kind.QUESTION:
            best = scores.best[kind, passage]
        else:
            best = scores.entries[self.entries(kind, passage)].max(initial=0.0)
        return float(best) / (scores.ideals[kind] or 1.0)

    def listed(self, question_words: Sequence[Word]) -> Listed | None:
        """Where a question with just these words is listed; None if it isn't."""
        ids = [word.id for word in question_words]
        return None if None in ids else self._listed.get(np.array(ids, np.int64).tobytes())

    def nearest_unanswered(self, passage: int, scores: Scores) -> float:
        """BM25 of the best question that an article doesn't answer, of which this is the first passage, ÷ a mean of
        both ideals: one that asks more than the words is less like them, if not as much as one that asks for others.
        """
        places = self.entries(Kind.UNANSWERED, passage)
        ideals = self._listed_ideals[places] + (1 - _LISTED_IDEAL) * (scores.ideals[Kind.UNANSWERED] or 1.0)
        return float((scores.entries[places] / ideals).max(initial=0.0))

    def entries(self, kind: Kind, passage: int) -> slice:
        """The places in `scores` of a passage's entries."""
        starts = self._ranges[kind]
        return slice(starts[passage], starts[passage + 1])

    def count(self, kind: Kind, passage: int) -> int:
        """How many entries of this kind the passage has."""
        starts: list[int] = self._ranges[kind]
        return starts[passage + 1] - starts[passage]

    def has(self, kind: Kind, passage: int) -> bool:
        return self.count(kind, passage) > 0

    def asked_with(self, stems: Iterable[int], passage: int) -> int:
        """How many of the passage's questions have one of the stems."""
        places = self.entries(Kind.QUESTION, passage)
        holders = chain.from_iterable(self._postings.entries.row(stem).tolist() for stem in stems)
        return len({entry for entry in holders if places.start <= entry < places.stop})

    def asked_by_sentence(self, stems: Iterable[int]) -> Ids:
        """By sentence of all originals how many of the questions that it answers have one of the stems."""
        holders = np.zeros(self._postings.entry_count + 1, np.int64)
        for stem in stems:
            holders[self._postings.entries.row(stem)] = 1
        return self._by_answer.sum(holders)

    def is_in_texts(self, stems: Iterable[int]) -> bool:
        """Whether a passage's text has one of the stems."""
        return not self._text_stems.isdisjoint(stems)

    def of_sentences(self, scores: Scores) -> Floats:
        """By sentence of all originals: its own score, or its translation's, and that of the best question which it
        answers, weighed alike.
        """
        own, asked = self._by_original.best(scores.entries), self._by_answer.best(scores.entries)
        found: Floats = own * (_KIND_WEIGHTS[Kind.QUESTION] / _KIND_WEIGHTS[Kind.SENTENCE]) + asked
        return found

    def rarity(self, stem: int | None) -> float:
        """The idf of a stem among single questions, without them among sentences; None is an unknown one."""
        return self._rarities[-1 if stem is None else stem]

    def _read_rarities(self, kind: Kind) -> list[float]:
        of_stems = self._idf[slice(*self._vocabulary.bounds[Field.STEM]), kind]
        return [*of_stems.tolist(), float(self._highest_idf[Field.STEM, kind])]


def _word(read: Callable[[str], Word], analyzer: Analyzer, typed: str) -> Word:
    return read(analyzer.normalise(typed))


def _found_by(
    read: Callable[[str], Word], vocabulary: Vocabulary, postings: Postings, normalised: str, weight: float
) -> Found:
    return postings.find(vocabulary.terms_of(read(normalised)), weight)


def _by_words(questions: Table, entries: Entries, *, is_answered: bool) -> dict[bytes, Listed]:
    """Where each question is listed first, by its words' ids."""
    ids, bounds = questions.items.tobytes(), (questions.starts * questions.items.itemsize).tolist()
    rows = [ids[start:end] for start, end in pairwise(bounds)]
    sentences = entries.sentences or repeat(-1, len(rows))
    listed = [Listed(*each, is_answered) for each in zip(entries.owners, sentences, strict=True)]
    return dict(zip(reversed(rows), reversed(listed), strict=True))


def _stems_of(vocabulary: Vocabulary, tokens: Sequence[Table], passage: int) -> frozenset[int]:
    """The stems and parts of compounds in a passage's text and its questions."""
    table = vocabulary.tables[Field.STEM]
    words = distinct(np.concatenate([of_kind.row(passage) for of_kind in tokens]))
    return frozenset(table.items[table.places(words)[0]].tolist())
