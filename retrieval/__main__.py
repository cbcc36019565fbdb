"""python -m retrieval ask | search | summary | check: the engine without Discord."""

from __future__ import annotations

import argparse
import gc
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from retrieval import plain
from retrieval.corpus import Corpus
from retrieval.errors import RetrievalError
from retrieval.model import Answer, Severity, Summary
from retrieval.retriever import Retriever

_CORPUS = Path("corpus")
_EXIT_ERROR = 1


class _UsageError(Exception):
    """What the caller has to mend, in one line."""


class _Parser(argparse.ArgumentParser):
    """Tells what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        raise _UsageError(f"{self.prog}: {message}; --help lists what there is")


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 1 on errors, each on a line of stderr."""
    try:
        code = _run(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # whoever read has enough; what is still to be flushed at exit goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _EXIT_ERROR
    except OSError as error:
        print(f"python -m retrieval: the output can't be written ({error.strerror})", file=sys.stderr)
        return _EXIT_ERROR
    return code


def _run(arguments: Sequence[str] | None) -> int:
    try:
        options = _parser().parse_args(arguments)
        code: int = options.run(options)
    except (RetrievalError, _UsageError) as error:
        print(error, file=sys.stderr)
        return _EXIT_ERROR
    return code


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m retrieval", description="Quote articles word for word.")
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

    check = commands.add_parser(
        "check",
        help="what loads, what was dropped, and every problem",
        description="Tell what loads, what was dropped, which paragraphs have no questions in which language, and every"
        " problem as `file:line: what, and the mend`. The status is 1 if one is an error.",
    )
    check.set_defaults(run=_check)

    for command in (ask, search, summary, check):
        command.add_argument("--corpus", metavar="DIR", type=Path, default=_CORPUS, help="(default: corpus)")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} isn't a number from 1")
    return int(text)


def _load(options: argparse.Namespace) -> Retriever:
    retriever = Retriever.load(options.corpus)
    for problem in retriever.corpus.problems:
        if problem.severity is not Severity.NOTE:
            print(problem, file=sys.stderr)
    return retriever


def _ask(options: argparse.Namespace) -> int:
    print(plain.reply(_load(options).answer(options.question)))
    return 0


def _search(options: argparse.Namespace) -> int:
    if (options.question is None) == (options.questions is None):
        raise _UsageError("search: give either a QUESTION or --questions FILE.jsonl")
    questions = [options.question] if options.questions is None else _read_questions(options.questions)
    retriever = _load(options)
    for question in questions:
        answer = retriever.answer(question, k=options.k)
        print(json.dumps(_as_json(answer), ensure_ascii=False) if options.json else _listing(answer))
    return 0


def _read_questions(file: Path) -> list[str]:
    try:
        lines = file.read_bytes().split(b"\n")
    except OSError as error:
        raise _UsageError(f"{file}: can't be read ({error.strerror}); give a file") from error
    return [_read_question(f"{file}:{number}", line) for number, line in enumerate(lines, 1) if line.strip()]


def _read_question(place: str, line: bytes) -> str:
    try:
        question = json.loads(line)["question"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:  # ValueError: no JSON, or not UTF-8
        raise _UsageError(f'{place}: not a JSON object with a "question" key; mend the line') from error
    if not isinstance(question, str):
        raise _UsageError(f'{place}: "question" is no text; put it in quotation marks')
    return question


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
    print(json.dumps(_summary_as_json(summary), ensure_ascii=False) if options.json else plain.sentences(summary))
    return 0


def _summary_as_json(summary: Summary) -> dict[str, object]:
    return {
        "article": summary.article.slug,
        "off_topic": summary.is_off_topic,
        "sentences": [{"passage": chosen.passage.id, "sentence": chosen.sentence.text} for chosen in summary.sentences],
    }


def _check(options: argparse.Namespace) -> int:
    corpus = Corpus.load(options.corpus)
    for article in corpus.articles:
        translation = f", translated into {article.translation.language}" if article.translation else ""
        passages = _counted(article.passage_count, "passage")
        title = f"“{article.title}” by {article.author}"
        print(f"{article.slug}: {title}, {passages}, {article.language}{translation}")
    for problem in corpus.problems:
        print(f"{problem.place}: {problem.severity}: {problem.messages['en']}")
    articles, passages = _counted(len(corpus.articles), "article"), _counted(corpus.passage_count, "passage")
    print(f"version {corpus.version}, {articles}, {passages}")
    return _EXIT_ERROR if corpus.has_errors else 0


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _write_utf8() -> None:
    """Whatever the terminal's encoding: other programs read this. What isn't text is escaped as JSON does it."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    _write_utf8()
    gc.disable()  # to look for garbage takes a fifth of the time, and the process ends soon
    os._exit(main())  # all is written; to free every object takes a twentieth
