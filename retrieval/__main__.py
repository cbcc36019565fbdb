"""python -m retrieval ask | search | summary | check: the engine without Discord."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from retrieval.corpus import Corpus
from retrieval.errors import RetrievalError
from retrieval.model import Answer, Article, Hit, Passage, Sentence, Severity, Summary, Verdict
from retrieval.retriever import Retriever

_CORPUS = Path("corpus")
_EXIT_ERROR = 1


class _UsageError(Exception):
    """What the caller has to mend, in one line."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 1 on errors, each on a line of stderr."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (RetrievalError, _UsageError) as error:
        print(error, file=sys.stderr)
        return _EXIT_ERROR


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m retrieval", description="Quote articles word for word.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    ask = commands.add_parser("ask", help="the reply as a reader would see it")
    ask.add_argument("question", metavar="QUESTION")
    ask.set_defaults(run=_ask)

    search = commands.add_parser("search", help="the hits of one question or of a file of them")
    search.add_argument("question", metavar="QUESTION", nargs="?")
    search.add_argument("--questions", metavar="FILE.jsonl", type=Path, help='an object a line with a "question" key')
    search.add_argument("--k", type=_count, default=10, help="hits a question (default: 10)")
    search.add_argument("--json", action="store_true", help="one object a line, in input order")
    search.set_defaults(run=_search)

    summary = commands.add_parser("summary", help="the sentences that sum an article up")
    summary.add_argument("--article", metavar="SLUG")
    summary.add_argument("--section", metavar="HEADING")
    summary.add_argument("--topic", metavar="TEXT")
    summary.add_argument("--sentences", metavar="N", type=int, choices=range(1, 11), default=3, help="from 1 to 10")
    summary.add_argument("--json", action="store_true")
    summary.set_defaults(run=_summary)

    check = commands.add_parser("check", help="what loads, what was dropped, and every problem")
    check.set_defaults(run=_check)

    for command in (ask, search, summary, check):
        command.add_argument("--corpus", metavar="DIR", type=Path, default=_CORPUS, help="(default: corpus)")
    return parser


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return count


def _load(options: argparse.Namespace) -> Retriever:
    retriever = Retriever.load(options.corpus)
    for problem in retriever.corpus.problems:
        if problem.severity is not Severity.NOTE:
            print(problem, file=sys.stderr)
    return retriever


def _ask(options: argparse.Namespace) -> int:
    print(_reply(_load(options).answer(options.question)))
    return 0


def _reply(answer: Answer) -> str:
    """In plain text what the bot says in Discord; in the question's language the translation follows."""
    if answer.verdict is Verdict.ARTICLE and answer.article is not None:
        return _card(answer.article, answer.lead)
    if answer.verdict is Verdict.NONE:
        missing = ", ".join(f"„{word}“" for word in answer.unknown_words)
        why = f"The corpus doesn't know {missing}." if missing else "No passage answers that."
        return f"No answer in the corpus. {why}"
    hit = answer.hits[0]
    doubt = "This may not answer it:\n" if answer.verdict is Verdict.UNSURE else ""
    return doubt + _quote(hit, with_translation=_reads_translation(answer.language, hit))


def _reads_translation(language: str | None, hit: Hit) -> bool:
    translation = hit.passage.translation
    return translation is not None and translation.language == language


def _quote(hit: Hit, *, with_translation: bool) -> str:
    passage = hit.passage
    lines = [f"> {_marked(passage.text, hit.sentence)}", _source(passage)]
    if with_translation and passage.translation is not None and passage.article.translation is not None:
        lines.append(f"Translation by {passage.article.translation.translator}:")
        lines.append(f"> {_marked(passage.translation.text, hit.translated_sentence)}")
    return "\n".join(lines)


def _marked(text: str, sentence: Sentence | None) -> str:
    """With the best sentence between asterisks."""
    if sentence is None:
        return text
    return f"{text[: sentence.start]}**{sentence.text}**{text[sentence.end :]}"


def _source(passage: Passage) -> str:
    article = passage.article
    parts = [article.author, article.title, f"paragraph {passage.number} of {article.passage_count}"]
    return " · ".join([*parts, article.url] if article.url else parts)


def _card(article: Article, lead: Hit | None) -> str:
    headings = [section.heading for section in article.sections if section.heading]
    facts = [article.title, f"by {article.author}", *(f"- {heading}" for heading in headings)]
    facts += [value for value in (article.published, article.source, article.url) if value]
    if lead is not None:
        facts.append(f"> {lead.sentence.text}")
    return "\n".join(facts)


def _search(options: argparse.Namespace) -> int:
    if (options.question is None) == (options.questions is None):
        raise _UsageError("search: give either a QUESTION or --questions FILE.jsonl")
    questions = [options.question] if options.questions is None else _read_questions(options.questions)
    retriever = _load(options)
    for question in questions:
        answer = retriever.answer(question, k=options.k)
        print(json.dumps(_as_json(answer), ensure_ascii=False) if options.json else _listing(answer), flush=False)
    return 0


def _read_questions(file: Path) -> list[str]:
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _UsageError(f"{file}: can't be read ({error}); give a UTF-8 file") from error
    questions = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            question = json.loads(line)["question"]
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise _UsageError(f'{file}:{number}: not an object with a "question" key; mend the line') from error
        if not isinstance(question, str):
            raise _UsageError(f'{file}:{number}: "question" is no string; mend the line')
        questions.append(question)
    return questions


def _as_json(answer: Answer) -> dict[str, object]:
    return {
        "question": answer.question,
        "language": answer.language,
        "verdict": answer.verdict,
        "hits": [
            {
                "passage": hit.passage.id,
                "score": round(hit.score, 4),
                "text": hit.passage.text,
                "sentence": hit.sentence.text,
            }
            for hit in answer.hits
        ],
    }


def _listing(answer: Answer) -> str:
    head = f"{answer.question}  [{answer.verdict}, {answer.language or 'language unknown'}]"
    return "\n".join([head, *(f"  {hit.score:8.2f}  {hit.passage.id}  {hit.sentence.text}" for hit in answer.hits)])


def _summary(options: argparse.Namespace) -> int:
    summary = _load(options).summary(options.article, options.section, options.topic, options.sentences)
    print(json.dumps(_summary_as_json(summary), ensure_ascii=False) if options.json else _summary_text(summary))
    return 0


def _summary_as_json(summary: Summary) -> dict[str, object]:
    return {
        "article": summary.article.slug,
        "sentences": [{"passage": chosen.passage.id, "sentence": chosen.sentence.text} for chosen in summary.sentences],
    }


def _summary_text(summary: Summary) -> str:
    lines = [f"> {chosen.sentence.text} [{chosen.passage.number}]" for chosen in summary.sentences]
    return "\n".join([*lines, f"{summary.article.author} · {summary.article.title}"])


def _check(options: argparse.Namespace) -> int:
    corpus = Corpus.load(options.corpus)
    for article in corpus.articles:
        translation = f", translated into {article.translation.language}" if article.translation else ""
        print(f"{article.slug}: {article.passage_count} passages by {article.author}, {article.language}{translation}")
    for problem in corpus.problems:
        print(f"{problem.severity}: {problem}")
    print(f"version {corpus.version}, {len(corpus.articles)} articles, {corpus.passage_count} passages")
    return _EXIT_ERROR if corpus.has_errors else 0


if __name__ == "__main__":
    sys.exit(main())
