"""The bot to compare with: python-telegram-bot as its documentation shows it; it stores nothing.

`python -m tests.bench.echo_bot BASE_URL TOKEN`; prints a line when it is up.
"""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


async def up(_: object) -> None:
    print("up", flush=True)


def main() -> None:
    base_url, token = sys.argv[1:]
    builder = Application.builder().token(token).base_url(base_url).post_init(up)
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
