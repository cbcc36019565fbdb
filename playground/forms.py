"""Collects what is wrong with a body, each error at its path, in Discord's shape and words."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any

from playground.errors import ApiError
from playground.model import Json

Path = tuple[str | int, ...]


class FormErrors:
    """The checking methods take any JSON, say what is wrong with it, and return what is of the right type.

    None counts as absent and is only wrong where something is required.
    """

    def __init__(self) -> None:
        self._tree: Json = {}

    def check(self) -> None:
        """Raises all that was found at once (code 50035)."""
        if self._tree:
            raise ApiError(HTTPStatus.BAD_REQUEST, 50035, "Invalid Form Body", self._tree)

    def add(self, path: Path, code: str, message: str) -> None:
        node = self._tree
        for step in path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def required(self, path: Path) -> None:
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required")

    def _wrong_type(self, path: Path, kind: str) -> None:
        self.add(path, f"{kind.upper()}_TYPE_CONVERT", f"Could not interpret value as {kind}.")

    def _length(self, path: Path, least: int, most: int) -> None:
        if least:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        else:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")

    def text(self, path: Path, value: Any, most: int, least: int = 0) -> str | None:
        """Its length is counted in code points, as Discord does."""
        if value is None:
            return None
        if not isinstance(value, str):
            self._wrong_type(path, "string")
            return None
        if not least <= len(value) <= most:
            self._length(path, least, most)
        return value

    def one_of(self, path: Path, value: Any, allowed: Sequence[str | int]) -> bool:
        if not isinstance(value, bool) and isinstance(value, str | int) and value in allowed:
            return True
        self.add(path, "BASE_TYPE_CHOICES", f"Value must be one of ({', '.join(map(str, allowed))}).")
        return False

    def integer(self, path: Path, value: Any, least: int, most: int) -> int | None:
        """Digits in a string are taken too, as in a query."""
        if value is None:
            return None
        digits = isinstance(value, str) and value.isascii() and value.isdecimal()
        if not digits and (isinstance(value, bool) or not isinstance(value, int)):
            self.add(path, "NUMBER_TYPE_COERCE", f"Value {str(value)[:50]!r} is not int.")
            return None
        if int(value) > most:
            self.add(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")
            return None
        if int(value) < least:
            self.add(path, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {least}.")
            return None
        return int(value)

    def snowflake(self, path: Path, value: Any) -> int | None:
        found = self.integer(path, value, 0, 1 << 64)
        if found is None and value is None:
            self.required(path)
        return found

    def mapping(self, path: Path, value: Any) -> Json:
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._wrong_type(path, "dict")
            return {}
        return value

    def listing(self, path: Path, value: Any, most: int, least: int = 0) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list):
            self._wrong_type(path, "list")
            return []
        if not least <= len(value) <= most:
            self._length(path, least, most)
        return value

    def objects(self, path: Path, value: Any, most: int, least: int = 0) -> Iterator[tuple[Path, Json]]:
        """The list's objects, each with its path."""
        for index, entry in enumerate(self.listing(path, value, most, least)):
            if isinstance(entry, dict):
                yield (*path, index), entry
            else:
                self._wrong_type((*path, index), "dict")
