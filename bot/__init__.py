"""How people reach it: Telegram, web chat, terminal and command line; the only outside world."""
