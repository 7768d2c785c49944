"""Telegram: updates in by long polling, messages out, private chats only."""

from bot.telegram.connection import Connection, connect
from bot.telegram.decode import chat_of, decode
from bot.telegram.receiver import Receiver
from bot.telegram.sender import TelegramSender

__all__ = ["Connection", "Receiver", "TelegramSender", "chat_of", "connect", "decode"]
