"""python -m retrieval ask | search | summary | check: the engine without Discord."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from retrieval.corpus import Corpus
from retrieval.errors import RetrievalError
from retrieval.language import detect_language
from retrieval.model import Answer, Hit, Passage, Problem, Severity, Summary, Verdict
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
