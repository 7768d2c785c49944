"""The commands of `aanspreekpunt`, a file each; `bot/cli.py` has the register."""
