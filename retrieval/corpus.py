"""The corpus: articles and their passages as they were when the folder was read, immutable."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path

from retrieval.articles import ArticleText, TranslationText, read_article, read_translation
from retrieval.corpus_files import CorpusFile, CorpusFolder, Kind, read_folder
from retrieval.errors import UnknownArticleError
from retrieval.expansion import (
    ExpansionQuestion,
    SynonymRule,
    read_questions,
    read_synonyms,
    read_unanswered,
    report_missing_questions,
)
from retrieval.findings import Findings
from retrieval.language import SUPPORTED_LANGUAGES
from retrieval.markdown import Block
from retrieval.model import Article, Difference, Passage, Problem, Section, Severity, TranslatedText, Translation
from retrieval.sentences import split_sentences

_DIGEST_LENGTH = 12


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Passages by id, number or digest; articles in the order of their slugs.

    `version` is a short hash of the files' names and contents. `synonyms` are by language.
    """

    directory: Path
    version: str
    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]
    synonyms: Mapping[str, tuple[SynonymRule, ...]]
    _passages: tuple[Passage, ...] = field(repr=False)
    _questions: Mapping[str, tuple[ExpansionQuestion, ...]] = field(repr=False)
    _unanswered: Mapping[str, tuple[ExpansionQuestion, ...]] = field(repr=False)  # by slug
    _articles_by_slug: Mapping[str, Article] = field(repr=False)
    _ordinals: Mapping[str, int] = field(repr=False)  # of passages, by id
    _passages_by_digest: Mapping[str, Passage] = field(repr=False)

    @classmethod
    def load(cls, directory: Path) -> Corpus:
        """What can be served and every problem. Raises CorpusUnreadableError if the folder itself can't be read."""
        return _Loader(directory, read_folder(directory)).load()

    @property
    def has_errors(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def passage_count(self) -> int:
        return len(self._passages)

    def article(self, slug: str) -> Article:
        """Raises UnknownArticleError."""
        try:
            return self._articles_by_slug[slug]
        except KeyError:
            raise UnknownArticleError(slug) from None

    def passage(self, id_: str) -> Passage | None:
        """The passage called `slug#n`."""
        ordinal = self._ordinals.get(id_)
        return None if ordinal is None else self._passages[ordinal]

    def passage_at(self, ordinal: int) -> Passage:
        """Counted from 0 through all articles."""
        return self._passages[ordinal]

    def passages(self, slug: str | None = None) -> Iterator[Passage]:
        """In reading order: of one article (raises UnknownArticleError) or of all."""
        if slug is None:
            return iter(self._passages)
        article = self.article(slug)
        first = self._ordinals[f"{slug}#1"]
        return iter(self._passages[first : first + article.passage_count])

    def ordinal(self, passage: Passage) -> int | None:
        """Where this very text stands among all passages, None if it isn't there."""
        found = self.find(passage.digest)
        return None if found is None else self._ordinals[found.id]

    def find(self, digest: str) -> Passage | None:
        """The passage with this very text, wherever it stands now."""
        return self._passages_by_digest.get(digest)

    def questions(self, passage_id: str) -> tuple[ExpansionQuestion, ...]:
        return self._questions.get(passage_id, ())

    def unanswered(self, slug: str) -> tuple[ExpansionQuestion, ...]:
        """Questions that the article doesn't answer."""
        return self._unanswered.get(slug, ())

    def difference(self, newer: Corpus) -> Difference:
        """Passages are compared by text, so a paragraph that only moved is no change."""
        old, new = self._articles_by_slug, newer._articles_by_slug
        added, removed, changed = _passage_changes(self, newer)
        articles_changed = [
            slug
            for slug in sorted(old.keys() & new.keys())
            if old[slug] != new[slug]
            or self._content(slug) != newer._content(slug)
            or self.unanswered(slug) != newer.unanswered(slug)
        ]
        return Difference(
            articles_added=tuple(sorted(new.keys() - old.keys())),
            articles_removed=tuple(sorted(old.keys() - new.keys())),
            articles_changed=tuple(articles_changed),
            passages_added=tuple(added),
            passages_removed=tuple(removed),
            passages_changed=tuple(changed),
        )

    def _content(self, slug: str) -> list[object]:
        """All that readers and searches meet in an article's passages."""
        return [(p.digest, p.heading, p.translation, self.questions(p.id)) for p in self.passages(slug)]


class _Loader:
    """Reads one folder's files into a Corpus."""

    def __init__(self, directory: Path, folder: CorpusFolder) -> None:
        self._directory = directory
        self._folder = folder
        self._problems: list[Problem] = list(folder.problems)
        self._questions: dict[str, tuple[ExpansionQuestion, ...]] = {}
        self._unanswered: dict[str, tuple[ExpansionQuestion, ...]] = {}

    def load(self) -> Corpus:
        by_kind: defaultdict[Kind, list[CorpusFile]] = defaultdict(list)
        for file in self._folder.files:
            by_kind[file.kind].append(file)
        articles = self._article_files(by_kind[Kind.ARTICLE])
        known = articles.keys() | self._folder.unreadable
        translations = self._companions_of(known, by_kind[Kind.TRANSLATION])
        questions = self._companions_of(known, by_kind[Kind.QUESTIONS])
        unanswered = self._companions_of(known, by_kind[Kind.UNANSWERED])
        synonyms: dict[str, tuple[SynonymRule, ...]] = dict.fromkeys(SUPPORTED_LANGUAGES, ())
        for file in by_kind[Kind.SYNONYMS]:
            findings = Findings(file.name)
            synonyms[file.language] = read_synonyms(file.text, findings)
            self._problems.extend(findings.problems)
        passages: list[Passage] = []
        for slug, file in sorted(articles.items()):
            loaded = self._load_article(file, translations.get(slug, []))
            if loaded:
                self._load_questions(file, loaded, questions.get(slug, []), unanswered.get(slug, []))
            passages.extend(loaded)
        served = {passage.article.slug: passage.article for passage in passages}
        if not served:
            findings = Findings(".")
            findings.error(None, "no_article")
            self._problems.extend(findings.problems)
        return Corpus(
            directory=self._directory,
            version=self._folder.version,
            articles=tuple(served.values()),
            problems=tuple(sorted(self._problems, key=lambda problem: (problem.file, problem.line or 0))),
            synonyms=synonyms,
            _passages=tuple(passages),
            _questions=self._questions,
            _unanswered=self._unanswered,
            _articles_by_slug=served,
            _ordinals={passage.id: ordinal for ordinal, passage in enumerate(passages)},
            _passages_by_digest={passage.digest: passage for passage in passages},
        )

    def _article_files(self, files: Sequence[CorpusFile]) -> dict[str, CorpusFile]:
        """One file a slug: of `slug.md` and `slug.txt` the first, the other is an error."""
        articles: dict[str, CorpusFile] = {}
        for file in files:
            first = articles.setdefault(file.slug, file)
            if first is not file:
                findings = Findings(file.name)
                findings.error(None, "slug_twice", first=first.name)
                self._problems.extend(findings.problems)
        return articles

    def _companions_of(self, known: set[str], files: Sequence[CorpusFile]) -> dict[str, list[CorpusFile]]:
        """Translations or questions by slug; without an article of that slug they are left out."""
        companions: defaultdict[str, list[CorpusFile]] = defaultdict(list)
        for file in files:
            if file.slug in known:
                companions[file.slug].append(file)
            else:
                findings = Findings(file.name)
                findings.warning(None, f"without_article_{file.kind}", slug=file.slug)
                self._problems.extend(findings.problems)
        return companions

    def _load_article(self, file: CorpusFile, translations: Sequence[CorpusFile]) -> tuple[Passage, ...]:
        findings = Findings(file.name)
        text = read_article(file.name, file.text, findings)
        self._problems.extend(findings.problems)
        if text is None:
            return ()
        translation = None
        for candidate in translations:
            translation = self._load_translation(candidate, text) or translation
        return _passages(file.slug, text, translation)

    def _load_questions(
        self,
        file: CorpusFile,
        passages: Sequence[Passage],
        questions: Sequence[CorpusFile],
        unanswered: Sequence[CorpusFile],
    ) -> None:
        """Those that the article's passages answer, and those that it doesn't; at most one file of each."""
        found: Mapping[str, tuple[ExpansionQuestion, ...]] = {}
        for listed in questions:
            findings = Findings(listed.name)
            found = read_questions(listed.text, passages, findings)
            report_missing_questions(passages, found, findings)
            self._questions.update(found)
            self._problems.extend(findings.problems)
        for listed in unanswered:
            findings = Findings(listed.name)
            answered = itertools.chain.from_iterable(found.values())
            self._unanswered[file.slug] = read_unanswered(listed.text, passages[0].article.language, answered, findings)
            self._problems.extend(findings.problems)
        findings = Findings(file.name)
        if not questions:
            findings.note(None, "no_questions_file", slug=file.slug)
        elif not unanswered:
            findings.note(None, "no_unanswered_file", slug=file.slug)
        self._problems.extend(findings.problems)

    def _load_translation(self, file: CorpusFile, original: ArticleText) -> tuple[str, TranslationText] | None:
        findings = Findings(file.name)
        if file.language == original.language:
            findings.warning(None, "language_of_article", language=file.language)
            translation = None
        else:
            translation = read_translation(file.text, file.language, original, findings)
        self._problems.extend(findings.softened())
        return None if translation is None else (file.language, translation)


def _passages(slug: str, text: ArticleText, translated: tuple[str, TranslationText] | None) -> tuple[Passage, ...]:
    sections = _sections(text.blocks)
    paragraphs = [block.text for block in text.blocks if not block.is_heading]
    translation = None
    translated_texts: list[TranslatedText | None] = [None] * len(paragraphs)
    if translated is not None:
        language, other = translated
        headings = iter([block.text for block in other.blocks if block.is_heading])
        translation = Translation(
            language, other.title, other.translator, tuple(next(headings) if s.heading else "" for s in sections)
        )
        translated_texts = [
            TranslatedText(language, block.text, split_sentences(block.text, language))
            for block in other.blocks
            if not block.is_heading
        ]
    article = Article(
        slug=slug,
        title=text.title,
        author=text.author,
        language=text.language,
        sections=sections,
        passage_count=len(paragraphs),
        published=text.published,
        url=text.url,
        source=text.source,
        translation=translation,
    )
    headings_by_number = {n: s.heading for s in sections for n in range(s.first, s.last + 1)}
    seen: Counter[str] = Counter()
    passages: list[Passage] = []
    for number, (paragraph, other_text) in enumerate(zip(paragraphs, translated_texts, strict=True), 1):
        seen[paragraph] += 1
        digest = hashlib.sha256(f"{slug}\0{paragraph}\0{seen[paragraph]}".encode()).hexdigest()[:_DIGEST_LENGTH]
        sentences = split_sentences(paragraph, text.language)
        passages.append(Passage(article, number, headings_by_number[number], paragraph, sentences, digest, other_text))
    return tuple(passages)


def _sections(blocks: Sequence[Block]) -> tuple[Section, ...]:
    """Every heading has a paragraph under it: `read_article` sees to that."""
    sections: list[Section] = []
    heading: str | None = ""  # None once its section has begun
    number = 0
    for block in blocks:
        if block.is_heading:
            heading = block.text
            continue
        number += 1
        if heading is not None:
            sections.append(Section(heading, number, number))
            heading = None
        else:
            sections[-1] = replace(sections[-1], last=number)
    return tuple(sections)


def _passage_changes(old: Corpus, new: Corpus) -> tuple[list[str], list[str], list[str]]:
    """Ids added, removed and changed, article by article. A text that replaces another is a change."""
    added: list[str] = []
    removed: list[str] = []
    changed: list[str] = []
    slugs = sorted({article.slug for article in (*old.articles, *new.articles)})
    for slug in slugs:
        before, after = _digests(old, slug), _digests(new, slug)
        moved = before.keys() & after.keys()
        matcher = SequenceMatcher(None, list(before), list(after), autojunk=False)
        ids_before, ids_after = (
            [None if digest in moved else id_ for digest, id_ in each.items()] for each in (before, after)
        )
        for _, i1, i2, j1, j2 in matcher.get_opcodes():
            gone = [id_ for id_ in ids_before[i1:i2] if id_ is not None]
            fresh = [id_ for id_ in ids_after[j1:j2] if id_ is not None]
            pairs = min(len(gone), len(fresh))
            changed += fresh[:pairs]
            added += fresh[pairs:]
            removed += gone[pairs:]
    return added, removed, changed


def _digests(corpus: Corpus, slug: str) -> dict[str, str]:
    """The ids of an article's passages by digest, in reading order; none for an article that isn't there."""
    if all(article.slug != slug for article in corpus.articles):
        return {}
    return {passage.digest: passage.id for passage in corpus.passages(slug)}
