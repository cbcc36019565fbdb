"""A question as one language's index reads it: slips of the pen mended, synonyms looked up, content words weighed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from functools import lru_cache, partial
from operator import attrgetter
from typing import NamedTuple

from retrieval.analysis import Analyzer, words
from retrieval.expansion import SynonymRule
from retrieval.index import Index
from retrieval.vocabulary import Word

_SHORTEST_SLIP = 5  # letters of a word with a slip of any kind: shorter ones have too many neighbours
_SHORTEST_GAP = 4  # letters of one that lacks a letter: "weel"
_SHORTEST_SWAP = 3  # letters of one with two letters swapped, and of a function word that lacks one: "taht", "ovr"
_SHORTEST_TWO_SLIPS = 8  # letters of one that may have two, if a text has what was meant: "hydrolic"
_MOST_SLIPS = 10  # words of one question that are looked into: who has more unknown ones asks nothing here
_SLIPS = ((9, 1), (60, 2))  # up to so many letters, so many slips; longer words are no words
_MOST_VARIED = 3  # letters in which two spellings of a name differ: "Zelenskiy", "Selenskyj"
_SYNONYM_WEIGHT = 0.1  # more of it pulls questions to the wrong passage
_EARLIER_WEIGHT = 0.5
_CACHED_WORDS = 1 << 13  # bounded: members may type anything
_UNKNOWN_WORD = "qxqxqx"  # a slip of no word
_SHORT_QUESTION = 2  # content words: a follow-up no longer than this needs the question before it


class QueryWord(NamedTuple):
    """A content word as typed, the ids of its stems, parts and synonyms, and how rare it is.

    Without stems no text of this language has the word. `is_slip` tells that another word was read for it, and `is_far`
    that it is further from it than slips of so short a word usually are.
    """

    text: str
    stems: tuple[int, ...]
    rarity: float
    is_slip: bool
    is_far: bool


class Query(NamedTuple):
    """All `words` as read, and the question's own as they were `typed` and, particles aside, `meant`; the weights of
    the normalised ones that are `searched` for, and of the further `terms`.
    """

    words: tuple[Word, ...]
    typed: tuple[Word, ...]
    meant: tuple[Word, ...]
    searched: Mapping[str, float]
    terms: Mapping[int, float]
    content: tuple[QueryWord, ...]


class Synonyms:
    """One language's synonym rules, looked up by stems."""

    def __init__(self, analyzer: Analyzer, rules: Sequence[SynonymRule]) -> None:
        self._targets: defaultdict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
        for rule in rules:
            stems = dict.fromkeys(stem for target in rule.targets for stem in analyzer.stems(target))
            for source in rule.sources:
                self._targets[tuple(analyzer.stems(source))].update(stems)
        self._longest: dict[str, int] = {}  # of the phrases that begin with a stem
        for phrase in filter(None, self._targets):
            self._longest[phrase[0]] = max(len(phrase), self._longest.get(phrase[0], 0))

    def of(self, stems: Sequence[str]) -> list[dict[str, None]]:
        """For each stem of a question the stems that mean the same, phrases as a whole."""
        found: list[dict[str, None]] = [{} for _ in stems]
        for start in [place for place, stem in enumerate(stems) if stem in self._longest]:
            for end in range(start + 1, min(start + self._longest[stems[start]], len(stems)) + 1):
                targets = self._targets.get(tuple(stems[start:end]))
                if targets:
                    for place in range(start, end):
                        found[place].update(targets)
        return found


class Reader:
    """Reads questions for one index. What it makes of a word, it keeps."""

    def __init__(self, index: Index, synonyms: Synonyms) -> None:
        self.index = index
        self._synonyms = synonyms
        # Caches of our own methods would be cycles: an old index would wait for the garbage collector.
        self._closest = lru_cache(_CACHED_WORDS)(partial(closest, index))
        self._as_spelled = lru_cache(_CACHED_WORDS)(partial(_as_texts_spell_it, index, synonyms))

    def prepare(self) -> None:
        """Import and gather what few questions need, for those who would rather wait here than at one."""
        self._closest(_UNKNOWN_WORD)

    def read(self, question: str, earlier: str | None, *, asked_in: Collection[Index]) -> Query:
        """`earlier` is the question that this one follows up; it helps when this one is short.

        `asked_in` are the indexes of the languages that it may be asked in: what none of them knows is read as what it
        is a slip of in this one, if this is one of them.
        """
        index, particles = self.index, self.index.analyzer.particles
        typed = words(question)
        as_typed = tuple(map(index.word, typed))
        typed = [text for text, word in zip(typed, as_typed, strict=True) if word.normalised not in particles] or typed
        read_words = self._read_words(_without_capitals_that_tell_nothing(typed), asked_in)
        as_meant = tuple(read_words)
        searched = dict.fromkeys(map(_normalised, read_words), 1.0)
        terms = dict.fromkeys(index.pair_ids(read_words), 1.0)
        if earlier and len({word.normalised for word in read_words if not word.is_function}) <= _SHORT_QUESTION:
            before = self._read_before(earlier, typed, searched)
            read_before = self._read_words(before, asked_in)
            searched = dict.fromkeys(map(_normalised, read_before), _EARLIER_WEIGHT) | searched
            terms = dict.fromkeys(index.pair_ids(read_before), _EARLIER_WEIGHT) | terms
            typed += before
            read_words += read_before
        content: dict[str, QueryWord] = {}  # by what is normalised
        same_stems = self._synonyms.of([word.stem for word in read_words])
        for text, word, same in zip(typed, read_words, same_stems, strict=True):
            if word.is_function or word.normalised in content:
                continue
            others = [id_ for id_ in map(index.stem_ids.get, same) if id_ is not None and id_ not in word.stems]
            for id_ in others:
                terms.setdefault(id_, _SYNONYM_WEIGHT)
            stems = (*word.stems, *others)
            rarity = index.rarity(stems[0] if stems else None)
            content[word.normalised] = QueryWord(text, stems, rarity, *self._slip(text, word))
        return Query(tuple(read_words), as_typed, as_meant, searched, terms, tuple(content.values()))

    def read_names(self, query: Query) -> Query:
        """Of another language's content words those whose stem this index has: what two languages share, mostly
        names.
        """
        known = tuple(map(self.index.word, self.index.known(word.text for word in query.content)))
        return Query(known, known, known, dict.fromkeys(map(_normalised, known), 1.0), {}, ())

    def _read_before(self, earlier: str, typed: Sequence[str], searched: Container[str]) -> list[str]:
        """The words of the question before that this one lacks."""
        index = self.index
        before = [text for text in words(earlier) if index.word(text).normalised not in searched]
        if any(_is_name(index, text) for text in typed):  # "und Putin?" isn't about who was named before
            return [text for text in before if not _is_name(index, text) and index.word(text).stems]
        return before

    def _read_words(self, typed: Sequence[str], asked_in: Collection[Index]) -> list[Word]:
        read_words = [*map(self.index.word, typed)]
        if self.index in asked_in:
            others = [other for other in asked_in if other is not self.index]
            unknown = [
                place
                for place, word in enumerate(read_words)
                if not (word.stems or any(_knows(other, typed[place]) for other in others))
            ]
            for place in unknown[:_MOST_SLIPS]:
                meant = self._closest(typed[place])
                if meant is not None:
                    read_words[place] = self.index.word(meant)
        return [*map(self._as_spelled, read_words)]

    def _slip(self, text: str, word: Word) -> tuple[bool, bool]:
        """Whether another word was read for what is typed, and whether that is far from it."""
        typed = self.index.word(text)
        if typed.normalised == word.normalised:
            return False, False
        return True, word.stem not in self._synonyms.of([typed.stem])[0] and _is_far(typed.normalised, word)


_normalised: Callable[[Word], str] = attrgetter("normalised")


def _is_name(index: Index, text: str) -> bool:
    """Whether a word has a capital and isn't a function word: a name, or in German a noun."""
    return text[0].isupper() and not index.word(text).is_function


def _as_texts_spell_it(index: Index, synonyms: Synonyms, word: Word) -> Word:
    """Of a word that no text has, the synonym that is spelled much like it, if a text has that: mostly of a name."""
    if word.is_function or index.is_in_texts(word.stems):
        return word
    for stem in synonyms.of([word.stem])[0]:
        id_ = index.stem_ids.get(stem)
        if id_ is not None and index.is_in_texts([id_]) and _is_spelled_alike(word.stem, stem):
            return index.word(stem)
    return word


def _knows(index: Index, text: str) -> bool:
    word = index.word(text)
    return word.has_stem or word.is_function or index.analyzer.is_common(text)


def _without_capitals_that_tell_nothing(typed: Sequence[str]) -> list[str]:
    """Of the first word, and of all where everything is in capitals."""
    if all(map(str.isupper, typed)):
        return [text.lower() for text in typed]
    first, *others = typed
    return [first.lower() if first.istitle() else first, *others]


def closest(index: Index, text: str) -> str | None:
    """The corpus's word that an unknown one is a slip of, by letters left out, added, changed or swapped; or the
    language's function word.

    Slips rarely hit a word's first letter, and names that differ in it are others. Another number is no slip, nor is a
    word that a question has which no article answers.
    """
    word = index.word(text)
    normalised = word.normalised
    if normalised in index.analyzer.misspelt and text.islower():  # else it is a name or an abbreviation
        return index.analyzer.misspelt[normalised]
    slips = _slips_allowed(normalised)
    if len(normalised) < _SHORTEST_SWAP or not slips or not normalised.isalpha() or word.is_function:
        return None
    is_abbreviation = len(normalised) < _SHORTEST_SLIP and text.isupper()
    if is_abbreviation or index.has_word(normalised) or index.analyzer.is_common(text):
        return None
    known, function_words = index.words_from(normalised[0]), index.analyzer.function_words_from(normalised[0])
    candidates = [*known, *function_words]
    if len(normalised) < _SHORTEST_SLIP:
        letters = sorted(normalised)
        longer = candidates if len(normalised) >= _SHORTEST_GAP else function_words
        candidates = [word for word in candidates if len(word) == len(letters) and sorted(word) == letters]
        if text.islower():  # else it is a name, or in German a noun
            candidates += [word for word in longer if len(word) == len(letters) + 1]
    found = _nearest(normalised, candidates, slips)
    if found is None and len(normalised) >= _SHORTEST_TWO_SLIPS:
        found = _nearest(normalised, index.words_from(normalised[0], in_texts=True), slips=2)
    return found if found is not None and len(found) >= min(_SHORTEST_SLIP, len(normalised)) else None


def _slips_allowed(normalised: str) -> int:
    return next((slips for longest, slips in _SLIPS if len(normalised) <= longest), 0)


def _is_far(typed: str, meant: Word) -> bool:
    return not _is_within(typed, meant.normalised, _slips_allowed(typed))


def _is_spelled_alike(stem: str, other: str) -> bool:
    return min(len(stem), len(other)) > _MOST_VARIED * 2 and _is_within(stem, other, _MOST_VARIED)


def _is_within(word: str, other: str, slips: int) -> bool:
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - few questions need it

    return OSA.distance(word, other, score_cutoff=slips) <= slips


def _nearest(normalised: str, candidates: Sequence[str], slips: int) -> str | None:
    """The first of those with the fewest slips, at most so many (optimal string alignment)."""
    from rapidfuzz import process  # noqa: PLC0415 - as with the common words: few questions need it
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    found = process.extractOne(normalised, candidates, scorer=OSA.distance, score_cutoff=slips)
    return None if found is None else found[0]
