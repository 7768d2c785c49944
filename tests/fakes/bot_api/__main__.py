"""`python -m tests.fakes.bot_api`: the fake as a process; prints its base address on one line."""

import argparse
import asyncio

from tests.fakes.bot_api.server import FakeBotApi


async def _run(port: int, *, controlled: bool) -> None:
    async with FakeBotApi(port=port, controlled=controlled) as api:
        print(f"http://127.0.0.1:{api.port}", flush=True)  # noqa: T201 - whoever starts it reads this
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.fakes.bot_api", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--control", action="store_true", help="take orders at POST /control/VERB")
    asked = parser.parse_args()
    asyncio.run(_run(asked.port, controlled=asked.control))


if __name__ == "__main__":
    main()
