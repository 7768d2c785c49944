"""A client's care network as a CSV file: the columns, and how each row is read or refused.

One file holds one client: one row of the circle `cliënt` and a row for each member. Dutch headings
in any order, comma or semicolon between fields, UTF-8. In a cell `|` stands between several values.

    naam             as the client calls them: 'Fatma van de thuiszorg'
    rol              in plain words: 'wijkverpleegkundige', 'dochter'
    kring            cliënt, informeel, vrijwilliger, wettelijk or beroepskracht
    persoon          full name, for whoever uses the chat: staff must be on file already, others
                     are put on file. Is that name taken, then the id of the one who is meant, or
                     'nieuw:' before the name for somebody else
    organisatie      may be empty
    taken            what they do: 'zet de medicijnen klaar | gaat mee naar de dokter'
    dagen            when they come: 'ma 09:00-09:30 | wo 14:00-16:00'
    voortouw         ja for the one who has the lead, nee or empty for all others
    casemanager      ja for the one who is it, nee or empty for all others
    waarnemer        naam of the row that replaces this one
    contact          how to reach them; needed for voortouw and casemanager
    beste moment     when to reach them best
    spoed            ja when reachable in an emergency
    verborgen voor   naam of the rows that may not see this one, for safety
    afgesproken met  who agreed to it
    afgesproken op   on which day
    cliënt akkoord   ja or nee
    grondslag        toestemming, behandelrelatie or wettelijke taak
    van              first day
    tot              last day, empty while it goes on
    reden einde      gestopt, vervangen, verhuisd, overleden or opgenomen; needed with tot
    bevestigd op     on which day all this was last found to be right
    bevestigd door   by whom

Days are written as 2026-11-24 or 24-11-2026. Nothing is brought in as long as one line is wrong.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from conversations.membership import Agreement, NewMember
from conversations.network_cells import CIRCLES, GROUNDS, REASONS, Cells
from knowledge.care_network import Circle, Period, Task

COLUMNS: Final = (
    *("naam", "rol", "kring", "persoon", "organisatie", "taken", "dagen", "voortouw"),
    *("casemanager", "waarnemer", "contact", "beste moment", "spoed", "verborgen voor"),
    *("afgesproken met", "afgesproken op", "cliënt akkoord", "grondslag", "van", "tot"),
    *("reden einde", "bevestigd op", "bevestigd door"),
)
REQUIRED: Final = (
    *("naam", "rol", "kring", "taken", "afgesproken met", "afgesproken op", "cliënt akkoord"),
    *("grondslag", "van", "bevestigd op", "bevestigd door"),
)
NEW: Final = "nieuw:"
_LARGEST: Final = 1_000_000  # bytes; a network of a hundred people is a tenth of it
_MOST_FAULTS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the file; people and other rows are still named, not found."""

    line: int
    member: NewMember
    person: str  # a name, an id, or 'nieuw:' and a name; empty: does not use the chat
    stand_in: str
    hidden_from: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The rows of a file, or what is wrong with it: one line per fault, with what to do."""

    rows: tuple[Row, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def client(self) -> Row:
        return next(row for row in self.rows if row.member.circle is Circle.CLIENT)


def parse(data: bytes, *, recorded_by: str) -> Reading:
    """Read a file as a whole: rows when all of it is right, else every fault and no rows."""
    if len(data) > _LARGEST:
        return Reading(faults=("The file is too large for one client's network.",))
    try:
        table = list(_table(data))
    except UnicodeDecodeError:
        return Reading(faults=("The file is not UTF-8; save it as 'CSV UTF-8'.",))
    except csv.Error as fault:
        return Reading(faults=(f"The file is not CSV ({fault}); save it as 'CSV UTF-8'.",))
    faults = list(_heading_faults(table))
    if faults:
        return Reading(faults=tuple(faults))
    rows = [_row(line, cells, recorded_by, faults) for line, cells in _records(table)]
    read = [row for row in rows if row is not None]
    faults += _faults_between(read, complete=not faults)
    if faults:
        return Reading(faults=tuple(faults[:_MOST_FAULTS]))
    return Reading(rows=tuple(read))


def _table(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Give each record that is not empty, with the line where it begins."""
    text = data.decode("utf-8-sig")
    if "\0" in text:
        raise csv.Error("it holds NUL")
    heading = text.split("\n", 1)[0]
    delimiter = ";" if heading.count(";") > heading.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = reader.line_num + 1


def _heading_faults(table: list[tuple[int, list[str]]]) -> Iterator[str]:
    if not table:
        yield "The file is empty; see the columns with: people import --help."
        return
    names = [_heading(cell) for cell in table[0][1]]
    unknown = [name for name in names if name and name not in COLUMNS]
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        yield f"line 1: these columns are missing: {', '.join(missing)}; add them."
    for name in unknown:
        yield f"line 1: there is no column {name!r}; see: people import --help."
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        yield f"line 1: the column {name!r} stands there twice; remove one."
    if len(table) == 1:
        yield "There are no rows below the headings; add the client and the members."


def _records(table: list[tuple[int, list[str]]]) -> Iterator[tuple[int, Mapping[str, str]]]:
    names = [_heading(cell) for cell in table[0][1]]
    for line, cells in table[1:]:
        found = {name: " ".join(cell.split()) for name, cell in zip(names, cells, strict=False)}
        extra = any(cell.strip() for cell in cells[len(names) :])
        yield line, {**dict.fromkeys(COLUMNS, ""), **found, **({"": "extra"} if extra else {})}


def _heading(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def _row(line: int, values: Mapping[str, str], recorded_by: str, faults: list[str]) -> Row | None:
    cells = Cells(line, values)
    if values.get("") == "extra":
        cells.refuse("", "there are more fields than headings; put quotes around such a text")
    row = Row(
        line=line,
        member=_member(cells, recorded_by),
        person=cells.text("persoon"),
        stand_in=cells.text("waarnemer"),
        hidden_from=cells.several("verborgen voor"),
    )
    faults += cells.faults
    return None if cells.faults else row


def _member(cells: Cells, recorded_by: str) -> NewMember:
    circle = cells.one_of("kring", CIRCLES)
    lead, case_manager = cells.yes("voortouw"), cells.yes("casemanager")
    period = _period(cells)
    if circle is not Circle.CLIENT and not cells.several("taken"):
        cells.refuse("taken", "there is no task; fill one in")
    if lead or case_manager:
        cells.needed("contact", why="whoever has the lead or is case manager can be reached")
    if case_manager:
        cells.needed("persoon", why="a case manager uses the chat")
    return NewMember(
        name=cells.needed("naam"),
        role=cells.needed("rol"),
        circle=circle,
        organisation=cells.text("organisatie"),
        lead=lead,
        case_manager=case_manager,
        contact=cells.text("contact"),
        best_moment=cells.text("beste moment"),
        emergency=cells.yes("spoed"),
        agreement=Agreement(
            agreed_with=cells.needed("afgesproken met"),
            agreed_on=cells.day("afgesproken op"),
            client_agrees=cells.yes("cliënt akkoord", needed=True),
        ),
        ground=cells.one_of("grondslag", GROUNDS),
        period=period,
        end_reason=None if period.until is None else cells.one_of("reden einde", REASONS),
        confirmed_on=cells.day("bevestigd op"),
        confirmed_by=cells.needed("bevestigd door"),
        recorded_by=recorded_by,
        tasks=tuple(Task(label=label, period=period) for label in cells.several("taken")),
        visits=cells.visits("dagen", period),
    )


def _period(cells: Cells) -> Period:
    since = cells.day("van")
    until = cells.day("tot") if cells.text("tot") else None
    if until is not None and until < since:
        cells.refuse("tot", "this day lies before the first day")
    return Period(since=since, until=until)


def _faults_between(rows: list[Row], *, complete: bool) -> Iterator[str]:
    """Check what a row cannot know by itself; missing rows only when all rows could be read."""
    clients = [row for row in rows if row.member.circle is Circle.CLIENT]
    for row in clients[1:]:
        yield f"line {row.line}: kring: the client stands there twice; one file is one client."
    for flag, word in (("lead", "voortouw"), ("case_manager", "casemanager")):
        going_on = [r for r in rows if getattr(r.member, flag) and r.member.period.until is None]
        for row in going_on[1:]:
            yield f"line {row.line}: {word}: only one at a time; write nee, or give it a 'tot'."
    if complete and not clients:
        yield "There is no row of the kring cliënt; add the client."
    if complete:
        yield from _loose_names(rows)


def _loose_names(rows: list[Row]) -> Iterator[str]:
    names = {row.member.name.casefold() for row in rows}
    for row in rows:
        for column, named in _named(row):
            if named.casefold() not in names:
                yield f"line {row.line}: {column}: {named!r} is not the naam of a row here."


def _named(row: Row) -> Iterator[tuple[str, str]]:
    if row.stand_in:
        yield "waarnemer", row.stand_in
    yield from (("verborgen voor", name) for name in row.hidden_from)
