"""What can go wrong in conversations and their store, each told in one clear line for the host.

No message holds what people said or who they are: an error may end up in a log.
"""

from typing import Literal

Rule = Literal["unique", "check", "foreign key", "not null", "type", "unchangeable"]


class ConversationsError(Exception):
    """Anything the package conversations refuses or cannot do."""


class StoreError(ConversationsError):
    """The database cannot do what was asked; the message says what is wrong and what to do."""


class StoreUnreadable(StoreError):
    """The database is missing, damaged, not ours to open, or not a database at all."""


class SchemaNewer(StoreError):
    """The database was written by a newer version of the program than this one."""


class StoreBusy(StoreError):
    """Another process held the database too long; nothing was written, so trying again is safe."""


class StoreLost(StoreError):
    """The connection to the database broke off; what was under way is undone or, rarely, done."""


class StoreFull(StoreError):
    """The disk is full or cannot be written; what was under way is undone."""


class TransactionLost(StoreError):
    """A statement in this atomic block failed before; the block must be left first."""


class ConstraintBroken(StoreError):
    """A rule of the schema refused the change; `rule` says which kind, `text` which one."""

    def __init__(self, rule: Rule, text: str) -> None:
        super().__init__(f"The database refused a change that breaks a rule ({rule}): {text}.")
        self.rule = rule
        self.text = text


class ValueRefused(StoreError):
    """A value cannot be stored the same way on both engines; clean or convert it first."""


class MomentUnclear(StoreError):
    """A moment has no time zone, or is not written as the store writes it."""


class BackupRefused(StoreError):
    """A copy could not be made, checked or put back; the database in use is untouched."""


class PlaceholderLeft(ConversationsError):
    """A sentence was spoken without all its values; the message is its English source."""


class UnknownScript(ConversationsError):
    """A stored dialogue belongs to a script that this version does not have."""


class NameUnclear(ConversationsError):
    """A name fits nobody on file, or several; `choices` are for whoever asked, never for a log."""

    def __init__(self, name: str, choices: tuple[str, ...], *, known: bool) -> None:
        super().__init__("This name fits several people." if known else "Nobody has this name.")
        self.name = name
        self.choices = choices  # ids when several people have it, else names that come near
        self.known = known


class RoleRefused(ConversationsError):
    """A role cannot be given, ended or used here; the message says what to do first."""


class NetworkRefused(ConversationsError):
    """A care network cannot be changed like this; the message says what to do first."""


class AbsenceRefused(ConversationsError):
    """An absence cannot be recorded like this; the message says what to do."""


class InvitationRefused(ConversationsError):
    """An invitation cannot be made for this person and role; the message says what to do first."""
