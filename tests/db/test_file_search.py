"""A file found by scan, number, NIK, telephone and parts of a name; what a wrong number is answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.domain.numbers import FileNumber, check_character
from desktop.models.engine import create_office_engine
from desktop.models.files import Application, VoidedNumber
from desktop.models.people import Person
from desktop.office.live import file_search
from desktop.office.live.file_search import open_by_code, search_files
from desktop.office.live.file_values import FileHead, FoundFiles
from desktop.office.queue import IssueTicket, issue_ticket
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from tests.support.filed_office import (
    NIKS,
    FiledFile,
    FiledOffice,
    at_local,
    make_file,
    make_filed_office,
)

MONDAY = at_local(23, 9)


class Hall:
    """An office on Monday morning."""

    def __init__(self, url: str) -> None:
        self.engine = create_office_engine(url)
        self.runner = Runner(self.engine, SetClock(MONDAY))
        self.office: FiledOffice = make_filed_office(self.engine)

    def file(self, **values: Any) -> FiledFile:
        return make_file(
            self.engine, self.office, **{"created_at": MONDAY - timedelta(hours=2), "nik": None, **values}
        )

    def scan(self, text: str) -> FileHead:
        return self.runner.read(open_by_code, self.office.office_id, text)

    def refused(self, text: str) -> UserError:
        with pytest.raises(UserError) as caught:
            self.scan(text)
        return caught.value

    def search(self, text: str, **more: Any) -> FoundFiles:
        return self.runner.read(search_files, self.office.office_id, text, **more)

    def names(self, text: str) -> list[str]:
        return [one.applicant for one in self.search(text).rows]


@pytest.fixture
def hall(database_url: str) -> Iterator[Hall]:
    hall = Hall(database_url)
    yield hall
    hall.runner.close()
    hall.engine.dispose()


def test_a_scan_and_every_typed_form_open_the_file(hall: Hall) -> None:
    file = hall.file(state="in_process", name="Suparno Adi", nik=NIKS[0], place_id=hall.office.shelf)
    hall.file()
    for text in (
        file.code,
        file.number,
        file.number.lower(),
        file.code.replace("0", "O"),
        f" {file.number}\n",
    ):
        head = hall.scan(text)
        assert head.application_id == file.application_id
    assert (head.number, head.state, head.step_id_text, head.actor) == (
        file.number, "in_process", "Entri SIAK", "operator",
    )  # fmt: skip
    assert (head.applicant, head.nik, head.place, head.place_code, head.holder) == (
        "Suparno Adi", "647101********01", "Rak C laci 4", "RC4", "",
    )  # fmt: skip


def test_a_mistyped_number_offers_only_numbers_that_exist(hall: Hall) -> None:
    files = [hall.file() for _ in range(20)]
    code = files[9].code  # K260000010 and its check
    swapped = code[:7] + code[8] + code[7] + code[9]
    error = hall.refused(swapped)
    assert error.code == "number.file_check"
    assert files[9].number in error.details["likely"]  # type: ignore[operator]
    assert set(error.details["likely"]) <= {one.number for one in files}  # type: ignore[arg-type]
    far = hall.refused("Z99-123456-" + ("0" if check_character("Z99123456") != "0" else "1"))
    assert (far.code, far.details["likely"]) == ("number.file_check", [])


def test_voided_unknown_and_foreign_codes(hall: Hall) -> None:
    file = hall.file()
    gone = hall.file()
    voided = FileNumber("K", 2026, 500)
    with hall.engine.connect().execution_options(loket_write=True) as connection:
        connection.execute(
            insert(VoidedNumber).values(
                id=new_id(), office_id=hall.office.office_id, series_id=hall.office.series, number=500,
                code=voided.code, reason="kertas rusak", voided_at_utc=MONDAY,
            )
        )  # fmt: skip
        connection.commit()
    error = hall.refused(voided.text)
    assert (error.code, error.details["reason"], error.details["number"]) == (
        "file.voided", "kertas rusak", voided.text,
    )  # fmt: skip
    assert hall.refused(FileNumber("K", 2026, 777).code).code == "file.not_found"
    for text in (
        "8991234567890",
        "https://example.invalid/x",
        "B087",
        "",
        "بطاقة",
        "K26-000001-" + "9" * 300,
    ):
        assert hall.refused(text).code == "number.unknown"
    with pytest.raises(UserError) as caught:
        hall.runner.read(open_by_code, new_id(), file.code)
    assert caught.value.code == "file.not_found", "another office's file"
    assert hall.scan(gone.code).number == gone.number


def test_a_queue_slip_opens_the_file_that_was_taken_in_from_it(hall: Hall) -> None:
    file = hall.file()
    tickets = [
        hall.runner.run(
            issue_ticket, IssueTicket(office_id=hall.office.office_id, service_id=hall.office.services[0])
        ).value
        for _ in range(2)
    ]
    with hall.engine.connect().execution_options(loket_write=True) as connection:
        connection.execute(
            update(Application)
            .where(Application.id == file.application_id)
            .values(ticket_id=tickets[0].ticket_id)
        )
        connection.commit()
    assert hall.scan(tickets[0].code).application_id == file.application_id
    error = hall.refused(tickets[1].code)
    assert (error.code, error.details["number"]) == ("file.slip_no_file", tickets[1].label)


def test_names_are_found_in_parts_in_any_order_and_in_old_spelling(hall: Hall) -> None:
    for name in ("Muhammad Soeharto", "Djoko Widodo", "Siti Nur'aini, S.Pd.", "St. Nurhaliza", "Adi Suparno"):
        hall.file(name=name)
    assert hall.names("suharto") == ["Muhammad Soeharto"]
    assert hall.names("HARTO muhamad") == ["Muhammad Soeharto"]
    assert hall.names("joko") == ["Djoko Widodo"]
    assert hall.names("nuraini s.pd") == ["Siti Nur'aini, S.Pd."]
    assert set(hall.names("nur")) == {"Siti Nur'aini, S.Pd.", "St. Nurhaliza"}
    assert hall.names("parno adi") == ["Adi Suparno"]
    assert hall.names("suparno widodo") == []
    assert hall.search("a").by == hall.search("  ").by == "nothing"
    assert hall.names("100%_") == []


def test_the_newest_come_first_and_a_limit_says_that_there_are_more(hall: Hall) -> None:
    files = [hall.file(name=f"Budi {n}", created_at=MONDAY - timedelta(days=n)) for n in (3, 1, 2)]
    found = hall.search("budi", limit=2)
    assert [one.application_id for one in found.rows] == [files[1].application_id, files[2].application_id]
    assert found.more
    assert not hall.search("budi", limit=3).more


def test_a_renamed_person_is_found_by_the_new_name_only(hall: Hall) -> None:
    file = hall.file(name="Lama Sekali")
    with hall.engine.connect().execution_options(loket_write=True) as connection:
        connection.execute(
            update(Person)
            .where(Person.id == file.person_id)
            .values(name="Baru Sekali", name_search="baru sekali")
        )
        connection.commit()
    assert hall.names("lama") == []
    assert hall.names("baru") == ["Baru Sekali"]


def test_numbers_niks_and_telephones(hall: Hall) -> None:
    first = hall.file(name="Suparno Adi", nik=NIKS[0], phone="+6281254321098")
    second = hall.file(name="Rudi Hartono", nik=NIKS[1], phone="+62542876543")
    assert [one.code for one in hall.search(first.number).rows] == [first.code]
    assert [one.code for one in hall.search("000002").rows] == [second.code]
    assert [one.code for one in hall.search("2").rows] == [second.code]
    by_nik = hall.search(NIKS[0])
    assert (by_nik.by, [one.code for one in by_nik.rows]) == ("nik", [first.code])
    assert [one.code for one in hall.search(NIKS[1][:10]).rows] == [second.code]
    for text in ("0812-5432-1098", "+62 812 5432 1098", "081254"):
        found = hall.search(text)
        assert (found.by, [one.code for one in found.rows]) == ("phone", [first.code]), text
    assert [one.code for one in hall.search("(0542) 876543").rows] == [second.code]
    assert all("*" in one.nik for one in hall.search("rudi").rows)
    assert hall.search("6471019999999999").rows == ()


def test_a_restricted_persons_name_is_hidden(hall: Hall) -> None:
    hall.file(name="Melati Rahasia", nik=NIKS[2], restricted=True)
    [row] = hall.search("melati").rows
    assert (row.applicant, row.nik, row.restricted) == ("M*** R***", "*" * 16, True)


@pytest.mark.parametrize("newest", [3, 40_000])
def test_common_names_are_found_whichever_way_is_taken(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, newest: int
) -> None:
    for n in range(12):
        hall.file(name=f"Muhammad {'Genap' if n % 2 else 'Ganjil'}", created_at=MONDAY - timedelta(days=n))
    before = [one.code for one in hall.search("muhamad").rows]
    both = [one.code for one in hall.search("genap moehammad").rows]
    assert (len(before), len(both)) == (12, 6)
    monkeypatch.setattr(file_search, "COMMON", 4)
    monkeypatch.setattr(file_search, "NEWEST", newest)
    assert [one.code for one in hall.search("muhamad").rows] == before
    assert [one.code for one in hall.search("genap moehammad").rows] == both
