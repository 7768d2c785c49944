"""A network file is read as a whole, or every line that is wrong is told with what to do."""

from datetime import date, time

import pytest

from conversations import network_file
from conversations.membership import EndReason, Ground
from conversations.network_file import COLUMNS, Reading
from knowledge.care_network import Circle, Period, Task, Visit

CLIENT = {
    "naam": "Ans",
    "rol": "cliënt",
    "kring": "cliënt",
    "persoon": "Ans Voorbeeld",
    "taken": "",
    "afgesproken met": "Ans Voorbeeld",
    "afgesproken op": "2026-01-05",
    "cliënt akkoord": "ja",
    "grondslag": "toestemming",
    "van": "2026-01-05",
    "bevestigd op": "2026-11-02",
    "bevestigd door": "Noor Fictief",
}
NURSE = CLIENT | {
    "naam": "Fatma van de thuiszorg",
    "rol": "wijkverpleegkundige",
    "kring": "beroepskracht",
    "persoon": "",
    "organisatie": "Thuiszorg Fictief",
    "taken": "zet de medicijnen klaar | helpt bij het wassen",
    "dagen": "ma 09:00-09:30 | Do 9.00 - 9.30",
    "grondslag": "behandelrelatie",
}


def written(*rows: dict[str, str], delimiter: str = ";") -> bytes:
    lines = [COLUMNS, *(tuple(row.get(column, "") for column in COLUMNS) for row in rows)]
    return "\r\n".join(delimiter.join(line) for line in lines).encode()


def read(*rows: dict[str, str]) -> Reading:
    return network_file.parse(written(*rows), recorded_by="Noor Fictief")


def faults_of(**changes: str) -> tuple[str, ...]:
    """Say what is wrong with a nurse of whom this is different; she stands on line 3."""
    changed = {column.replace("_", " "): value for column, value in changes.items()}
    return read(CLIENT, NURSE | changed).faults


def test_a_client_and_a_nurse_are_read() -> None:
    client, nurse = read(CLIENT, NURSE).rows

    period = Period(since=date(2026, 1, 5))
    assert (client.person, client.member.circle) == ("Ans Voorbeeld", Circle.CLIENT)
    assert nurse.member.tasks == (
        Task(label="zet de medicijnen klaar", period=period),
        Task(label="helpt bij het wassen", period=period),
    )
    assert nurse.member.visits == (
        Visit(weekday=1, starts=time(9), ends=time(9, 30), period=period),
        Visit(weekday=4, starts=time(9), ends=time(9, 30), period=period),
    )
    assert (nurse.member.ground, nurse.member.recorded_by) == (Ground.TREATMENT, "Noor Fictief")


def test_a_file_saved_with_commas_and_a_byte_order_mark_is_read() -> None:
    data = b"\xef\xbb\xbf" + written(CLIENT, NURSE, delimiter=",")

    assert len(network_file.parse(data, recorded_by="Noor Fictief").rows) == 2


def test_a_text_of_two_lines_in_quotes_is_one_cell_and_lines_are_still_counted() -> None:
    two_lines = NURSE | {"taken": '"kookt\nen wast af"'}

    assert read(CLIENT, two_lines).rows[1].member.tasks[0].label == "kookt en wast af"
    assert read(CLIENT, two_lines, NURSE | {"spoed": "soms"}).faults == (
        "line 5: spoed: 'soms' is neither ja nor nee.",
    )


def test_a_member_who_left_has_a_last_day_and_a_reason() -> None:
    (_, nurse) = read(CLIENT, NURSE | {"tot": "31-10-2026", "reden einde": "Verhuisd"}).rows

    assert nurse.member.period.until == date(2026, 10, 31)
    assert nurse.member.end_reason is EndReason.MOVED


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"naam": ""}, "line 3: naam: this is empty; fill it in."),
        ({"taken": " | "}, "line 3: taken: there is no task; fill one in."),
        ({"van": "31-02-2026"}, "line 3: van: '31-02-2026' is not a day; write it as 2026-11-24."),
        ({"van": "gisteren"}, "line 3: van: 'gisteren' is not a day; write it as 2026-11-24."),
        (
            {"tot": "2025-01-01", "reden_einde": "gestopt"},
            "line 3: tot: this day lies before the first day.",
        ),
        ({"tot": "2026-12-01"}, "line 3: reden einde: '' is none of gestopt, vervangen, "),
        ({"kring": "familie"}, "line 3: kring: 'familie' is none of cliënt, informeel, "),
        ({"voortouw": "x"}, "line 3: voortouw: 'x' is neither ja nor nee."),
        ({"voortouw": "ja"}, "line 3: contact: this is empty; fill it in, for whoever has"),
        ({"cliënt_akkoord": ""}, "line 3: cliënt akkoord: '' is neither ja nor nee."),
        ({"dagen": "elke dag"}, "line 3: dagen: 'elke dag' is no visit; write it as ma 09:00"),
        ({"dagen": "ma 10:00-09:00"}, "line 3: dagen: 'ma 10:00-09:00' is no visit; write it"),
        ({"dagen": "ma 25:00-26:00"}, "line 3: dagen: 'ma 25:00-26:00' is no visit; write it"),
        ({"waarnemer": "Kim"}, "line 3: waarnemer: 'Kim' is not the naam of a row here."),
        ({"verborgen_voor": "Kim"}, "line 3: verborgen voor: 'Kim' is not the naam of a row"),
        ({"kring": "cliënt"}, "line 3: kring: the client stands there twice; one file is one"),
        ({"rol": "x" * 501}, "line 3: rol: longer than 500 signs; make it shorter."),
    ],
)
def test_a_wrong_cell_is_told_with_its_line_and_what_to_do(
    changes: dict[str, str], fault: str
) -> None:
    faults = faults_of(**changes)

    assert [each[: len(fault)] for each in faults] == [fault]


def test_a_case_manager_can_be_reached_and_uses_the_chat() -> None:
    assert [fault.split(":")[1].strip() for fault in faults_of(casemanager="ja")] == [
        "contact",
        "persoon",
    ]


def test_all_faults_are_told_at_once_and_nothing_is_read() -> None:
    reading = read(CLIENT | {"van": "", "grondslag": "?"}, NURSE | {"spoed": "?"})

    assert (len(reading.faults), reading.rows) == (3, ())


def test_two_at_a_time_cannot_have_the_lead() -> None:
    leads = {"voortouw": "ja", "contact": "0800 0000"}

    assert read(CLIENT, NURSE | leads, NURSE | leads | {"naam": "Kim"}).faults == (
        "line 4: voortouw: only one at a time; write nee, or give it a 'tot'.",
    )


def test_a_file_without_the_client_is_refused() -> None:
    assert read(NURSE).faults == ("There is no row of the kring cliënt; add the client.",)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "The file is empty;"),
        (b"\xff\xfe\x00", "The file is not UTF-8;"),
        (b"naam;rol\nAns;\0", "The file is not CSV (it holds NUL);"),
        (b'naam;rol\n"Ans;', "The file is not CSV (unexpected end of data);"),
        (b"x" * 1_000_001, "The file is too large"),
        (b"naam;leeftijd\nAns;82", "line 1: these columns are missing: rol, kring, "),
        (";".join(COLUMNS).encode(), "There are no rows below the headings;"),
        ((";".join(COLUMNS) + ";hobby\nx").encode(), "line 1: there is no column 'hobby';"),
        ((";".join(COLUMNS) + ";naam\nx").encode(), "line 1: the column 'naam' stands there"),
    ],
)
def test_a_file_that_is_no_network_is_refused_in_one_clear_line(data: bytes, fault: str) -> None:
    first, *_ = network_file.parse(data, recorded_by="Noor Fictief").faults

    assert first[: len(fault)] == fault


def test_more_fields_than_headings_are_not_silently_dropped() -> None:
    data = written(CLIENT, NURSE) + b"too;much"

    (fault,) = network_file.parse(data, recorded_by="Noor Fictief").faults
    assert fault.startswith("line 3: there are more fields than headings;")
