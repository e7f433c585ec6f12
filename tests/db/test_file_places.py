"""Shelves and boxes: added, scanned, filled; where the file and what it gave are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from desktop.domain.errors import UserError
from desktop.models.engine import create_office_engine
from desktop.models.files import Application, Deliverable, Movement
from desktop.office.files.moving import FileRef
from desktop.office.files.places import (
    AddPlace,
    ChangePlace,
    Placed,
    PlaceFiles,
    add_place,
    change_place,
    list_places,
    place_code,
    place_files,
)
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from tests.support.filed_office import FiledFile, FiledOffice, at_local, make_file, make_filed_office

MONDAY = at_local(23, 9)


class Hall:
    """An office on Monday morning."""

    def __init__(self, url: str) -> None:
        self.engine = create_office_engine(url)
        self.runner = Runner(self.engine, SetClock(MONDAY))
        self.office: FiledOffice = make_filed_office(self.engine)
        self.who: dict[str, Any] = {"office_id": self.office.office_id, "staff_id": self.office.clerk}

    def file(self, **values: Any) -> FiledFile:
        return make_file(
            self.engine, self.office, **{"created_at": MONDAY - timedelta(hours=20), "nik": None, **values}
        )

    def put(self, place: str, *files: FiledFile, **values: Any) -> Placed:
        refs = tuple(FileRef(code=one.code) for one in files)
        placed: Placed = self.runner.run(
            place_files, PlaceFiles(**self.who, place=place, files=refs, **values)
        ).value
        return placed

    def refused(self, *args: Any, **values: Any) -> UserError:
        with pytest.raises(UserError) as caught:
            self.put(*args, **values)
        return caught.value

    def row(self, file: FiledFile) -> Any:
        with self.engine.connect() as connection:
            return connection.execute(
                select(Application.__table__).where(Application.id == file.application_id)
            ).one()

    def rows(self, table: Any, file: FiledFile) -> list[Any]:
        with self.engine.connect() as connection:
            return list(
                connection.execute(select(table.__table__).where(table.application_id == file.application_id))
            )


@pytest.fixture
def hall(database_url: str) -> Iterator[Hall]:
    hall = Hall(database_url)
    yield hall
    hall.runner.close()
    hall.engine.dispose()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("RC4", "RC4"), ("r c-4", "RC4"), ("R123456789", None), ("R12345678A", None), ("RABCDEFGHI", "RABCDEFGHI"),
        ("R", None), ("RABCDEFGHIJ", None), ("K260048667", None), ("رف", None), ("", None), ("R😀", None),
    ],
)  # fmt: skip
def test_a_places_code_is_never_a_file_number(text: str, code: str | None) -> None:
    assert place_code(text) == code


def test_places_are_added_renamed_and_put_out_of_use(hall: Hall) -> None:
    added = hall.runner.run(add_place, AddPlace(**hall.who, code="rd-1", name=" Rak D  laci 1 ")).value
    assert (added.code, added.name) == ("RD1", "Rak D laci 1")
    for code, name, error in (
        ("RD1", "Lain", "code_taken"), ("X1", "Rak", "code_form"), ("RD2", "  ", "name_needed"),
        ("RD2", "n" * 61, "name_needed"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=error):
            hall.runner.run(add_place, AddPlace(**hall.who, code=code, name=name))
    hall.runner.run(change_place, ChangePlace(**hall.who, place_id=added.place_id, active=False))
    assert [one.code for one in hall.runner.read(list_places, hall.office.office_id)] == ["RB1", "RC4"]
    assert hall.refused("RD1", hall.file()).code == "place.inactive"
    assert hall.refused("RZ9", hall.file()).code == "place.unknown"


def test_a_file_put_on_a_shelf_is_held_by_nobody(hall: Hall) -> None:
    files = [hall.file(state="verified"), hall.file(state="in_process")]
    away = hall.file(state="returned")
    placed = hall.put("rc4", *files, away)
    assert (placed.count, placed.place.name) == (2, "Rak C laci 4")
    assert [(one.code, one.error) for one in placed.refused] == [(away.number, "file.wrong_state")]
    for file in files:
        row = hall.row(file)
        assert (row.holder_id, row.place_id, row.version) == (None, hall.office.shelf, 2)
        last = max(hall.rows(Movement, file), key=lambda one: one.position)
        assert (last.action, last.place_id, last.batch) == ("place", hall.office.shelf, placed.batch)
    assert {one.code: one.files for one in hall.runner.read(list_places, hall.office.office_id)} == {
        "RB1": 0, "RC4": 2,
    }  # fmt: skip


def test_a_ready_files_documents_go_with_it(hall: Hall) -> None:
    file = hall.file(state="ready", deliverables=("Kartu Keluarga", "Akta Kelahiran"))
    assert hall.put("RB1", file).placed[0].documents == 2
    assert {one.place_id for one in hall.rows(Deliverable, file)} == {hall.office.box}
    hall.put("RC4", file, what="documents")
    assert {one.place_id for one in hall.rows(Deliverable, file)} == {hall.office.shelf}
    assert hall.row(file).place_id == hall.office.box, "the paper stays where it was"
    assert hall.refused("RC4", hall.file(), what="documents").code == "file.no_documents"


def test_a_repeated_scan_of_the_command_places_once(hall: Hall) -> None:
    file = hall.file()
    command = PlaceFiles(**hall.who, place="RC4", files=(FileRef(application_id=file.application_id),))
    first = hall.runner.run(place_files, command).value
    again = hall.runner.run(place_files, command).value
    assert again.repeated
    assert again.placed == first.placed
    assert hall.row(file).version == 2
