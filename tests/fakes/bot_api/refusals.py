"""How the server says no: an error code and the words Telegram uses for it."""

from typing import Any


class RefusalError(Exception):
    """The request was understood and turned down."""

    def __init__(self, code: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        body = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(words: str) -> RefusalError:
    return RefusalError(400, f"Bad Request: {words}")


def flooded(retry_after: int) -> RefusalError:
    return RefusalError(
        429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after
    )
