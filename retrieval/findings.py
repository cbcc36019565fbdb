"""What reading one corpus file brings up, collected so that all of it can be told at once. The words are data."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from retrieval.model import Problem, Severity

_PROBLEMS = Path(__file__).with_name("languages") / "problems.toml"


class Findings:
    """The problems of one file, in the order they are met, each by its key in languages/problems.toml.

    The details are the values that its texts name.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def error(self, line: int | None, key: str, /, **details: str | int) -> None:
        self._add(Severity.ERROR, line, key, details)

    def warning(self, line: int | None, key: str, /, **details: str | int) -> None:
        self._add(Severity.WARNING, line, key, details)

    def note(self, line: int | None, key: str, /, **details: str | int) -> None:
        self._add(Severity.NOTE, line, key, details)

    @property
    def has_errors(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def softened(self) -> tuple[Problem, ...]:
        """Errors as warnings: for files that only accompany an article, which is served without them."""
        return tuple(
            replace(problem, severity=Severity.WARNING) if problem.severity is Severity.ERROR else problem
            for problem in self.problems
        )

    def _add(self, severity: Severity, line: int | None, key: str, details: Mapping[str, str | int]) -> None:
        messages = {language: text.format_map(details) for language, text in _texts()[key].items()}
        self.problems.append(Problem(severity, self.file, line, messages))


@functools.cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    """By key and language."""
    return tomllib.loads(_PROBLEMS.read_text(encoding="utf-8"))
