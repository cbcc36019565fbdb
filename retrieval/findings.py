"""What reading one corpus file brings up, collected so that all of it can be told at once."""

from __future__ import annotations

from retrieval.model import Problem, Severity


class Findings:
    """The problems of one file, in the order they are met."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def error(self, line: int | None, message: str) -> None:
        self._add(Severity.ERROR, line, message)

    def warning(self, line: int | None, message: str) -> None:
        self._add(Severity.WARNING, line, message)

    def note(self, line: int | None, message: str) -> None:
        self._add(Severity.NOTE, line, message)

    @property
    def has_errors(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def softened(self) -> tuple[Problem, ...]:
        """Errors as warnings: for files that only accompany an article, which is served without them."""
        return tuple(
            Problem(Severity.WARNING, problem.file, problem.line, problem.message)
            if problem.severity is Severity.ERROR
            else problem
            for problem in self.problems
        )

    def _add(self, severity: Severity, line: int | None, message: str) -> None:
        self.problems.append(Problem(severity, self.file, line, message))
