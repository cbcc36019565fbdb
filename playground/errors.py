"""Discord's errors: those that its API answers with, and those of a member's client."""

from http import HTTPStatus

from playground.model import Json


class PlaygroundError(Exception):
    """A member tried what their Discord would not offer them."""


class ApiError(Exception):
    """An answer in Discord's error shape."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.payload: Json = {"message": message, "code": code}
        if errors:
            self.payload["errors"] = errors


def unauthorized() -> ApiError:
    return ApiError(HTTPStatus.UNAUTHORIZED, 0, "401: Unauthorized")


def not_found() -> ApiError:
    return ApiError(HTTPStatus.NOT_FOUND, 0, "404: Not Found")


def unknown(what: str) -> ApiError:
    """By the name of the resource, e.g. "Message"."""
    codes = {
        "Channel": 10003,
        "Guild": 10004,
        "Member": 10007,
        "Message": 10008,
        "User": 10013,
        "Webhook": 10015,
        "interaction": 10062,
        "application command": 10063,
    }
    return ApiError(HTTPStatus.NOT_FOUND, codes[what], f"Unknown {what}")


def forbidden(code: int) -> ApiError:
    messages = {
        50001: "Missing Access",
        50003: "Cannot execute action on a DM channel",
        50005: "Cannot edit a message authored by another user",
        50007: "Cannot send messages to this user",
        50013: "Missing Permissions",
        50021: "Cannot execute action on a system message",
        160005: "Thread is locked",
    }
    return ApiError(HTTPStatus.FORBIDDEN, code, messages[code])


def refused(code: int) -> ApiError:
    messages = {
        30034: "Maximum number of daily application command creates has been reached (200)",
        40060: "Interaction has already been acknowledged.",
        50006: "Cannot send an empty message",
        50024: "Cannot execute action on this channel type",
        50083: "Thread is archived",
        50109: "The request body contains invalid JSON.",
        160002: "You cannot reply without permission to read message history",
        160004: "A thread has already been created for this message",
    }
    return ApiError(HTTPStatus.BAD_REQUEST, code, messages[code])


def dead_token() -> ApiError:
    return ApiError(HTTPStatus.UNAUTHORIZED, 50027, "Invalid Webhook Token")
