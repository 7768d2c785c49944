"""What can go wrong between a channel and the outside; no message holds words of people."""


class BotError(Exception):
    """Anything the package bot refuses or cannot do."""


class Undecodable(BotError):
    """An update that a channel cannot read; it is put aside and the next one goes on."""

    def __init__(self, update_id: int | None, fault: str) -> None:
        super().__init__(f"update {update_id} cannot be read: {fault}")
        self.update_id = update_id
        self.fault = fault


class SendError(BotError):
    """A message did not go, or nobody knows whether it went; `reason` is one word or a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Refused(SendError):
    """It will never go; with `gone` nothing else will go to this chat either."""

    def __init__(self, reason: str, *, gone: bool) -> None:
        super().__init__(reason)
        self.gone = gone


class Flooded(SendError):
    """Too fast: nothing may go to this chat for so many seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__("flooded")
        self.retry_after = retry_after


class Unreachable(SendError):
    """Nothing went out, or the server said it did nothing; the same again does no harm."""


class Lost(SendError):
    """It went out and the answer did not come: it may have been delivered."""


class CommandRefused(BotError):
    """A command cannot do what was asked; the message tells the host in one line what to do."""


class AlreadyRunning(BotError):
    """Another `run` serves this database; a second one would answer everybody twice."""


class OtherHalfEnded(BotError):
    """Of the two processes of a `run` the other one is gone."""

    def __init__(self) -> None:
        super().__init__("the process that takes the turns ended; see the log, and start again.")


class LearningFailed(BotError):
    """The program that learns from the content did not come to its end."""

    def __init__(self, code: int) -> None:
        super().__init__(
            f"learning from the topics ended with code {code}; see the lines above, "
            "make room in memory or on disk, and start again."
        )


class PortTaken(BotError):
    """The web chat cannot listen where the settings say."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"port {port} on {host} is taken; stop what uses it, or set AANSPREEKPUNT_PORT."
        )
