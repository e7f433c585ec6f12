"""The sample office's files of the last days: taken in, moved, stopped, ready, late. Used by the demo and the tour.

Everything is done by the use-cases that windows use, on a clock set to the past days; people are invented.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from desktop.app.demo.clock import at
from desktop.app.demo.sample import ANDI, RINA, RINAS_COUNTER, SampleOffice
from desktop.office.files.commands import GivenPerson, ItemAnswer, TakeInFile, TakenIn
from desktop.office.runner import Runner
from desktop.office.work import SetClock

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

SURVEY: Final = "skm.teluksari.example"
THURSDAY: Final = date(2026, 11, 19)
FRIDAY: Final = date(2026, 11, 20)

SUPARNO: Final = GivenPerson(name="Suparno Adi", nik="6471011203680028", phone="0812 5550 0128")
MARLINA: Final = GivenPerson(name="Marlina Tandi", nik="6471016505900006", phone="0812 5550 0106")
HESTI: Final = GivenPerson(name="Hesti Ramadhani", nik="6471014408920001", phone="0812 5550 0142")
BUDI: Final = GivenPerson(name="Budi", nik="6471020101850009")
LATE: Final = GivenPerson(name="Yuliana Sambo", nik="6471035704880003", phone="0812 5550 0188")


@dataclass(frozen=True, slots=True)
class SampleFiles:
    """The numbers that the tour needs: codes as a scanner reads them."""

    ready: str
    """Marlina Tandi's, ready on a shelf since Friday."""
    paused: str
    """Suparno Adi's: it waited for his initials on Friday, and is ready today."""
    late: str
    """Yuliana Sambo's, promised for Friday and still in process."""
    running: tuple[str, ...]
    """Files of this morning, in process."""
    shelf: str
    """The code of a shelf."""


def make_files(engine: Engine, office: SampleOffice) -> SampleFiles:
    """Take in and move the files of the last working days; the office's day has not begun.

    Args:
        engine: of the sample office.
        office: its keys.
    """
    hands = _Hands(engine, office)
    try:
        return hands.work()
    finally:
        hands.runner.close()


class _Hands:
    """The people of the last days."""

    def __init__(self, engine: Engine, office: SampleOffice) -> None:
        self.office = office
        self.clock = SetClock(at(9, day=THURSDAY))
        self.runner = Runner(engine, self.clock)

    def work(self) -> SampleFiles:
        from desktop.office.files.places import AddPlace, add_place

        shelf = AddPlace(
            office_id=self.office.office_id, staff_id=self.staff(ANDI), code="RC4", name="Rak C laci 4",
            kind="shelf",
        )  # fmt: skip
        place = self.runner.run(add_place, shelf).value.place_id
        from desktop.office.office_settings import SetOffice, set_office

        survey = SetOffice(office_id=self.office.office_id, values={"files.survey_url": SURVEY})
        self.runner.run(set_office, survey)

        self.clock.current = at(9, 14, day=THURSDAY)
        paused = self.take("KK-UBAH", SUPARNO)
        late = self.take("KIA-BARU", LATE)
        ready = self.take("KTP-RUSAK", MARLINA)
        self.clock.current = at(9, 31, day=THURSDAY)
        others = [
            self.take("KK-TAMBAH", GivenPerson(name=name)) for name in ("Rahmat Hidayat", "Sri Wahyuni")
        ]
        self.steps(at(10, 2, day=THURSDAY), (paused, ready, late, *others), 2)
        self.steps(at(10, 20, day=THURSDAY), (paused, ready), 1)
        self.steps(at(14, 40, day=THURSDAY), (ready,), 2)
        self.until_ready(at(15, 0, day=THURSDAY), ready, place)
        self.steps(at(10, 31, day=FRIDAY), (paused,), 1)
        self.steps(at(14, 40, day=FRIDAY), (paused,), 1)
        morning = [
            self.take_at(at(8, minute, day=FRIDAY), "KIA-BARU", GivenPerson(name=name))
            for minute, name in ((12, "Dewi Anggraini"), (25, "Agustinus"), (48, "Nur Aisyah"))
        ]
        self.steps(at(11, day=FRIDAY), tuple(morning), 2)
        return SampleFiles(
            ready=ready.code,
            paused=paused.code,
            late=late.code,
            running=tuple(one.code for one in morning),
            shelf="RC4",
        )

    def staff(self, login: str) -> uuid.UUID:
        return self.office.staff[login][0]

    def take_at(self, moment: datetime, service: str, person: GivenPerson) -> TakenIn:
        self.clock.current = moment
        return self.take(service, person)

    def take(self, service: str, person: GivenPerson) -> TakenIn:
        """Rina takes a complete file in."""
        from desktop.office.files.registering import take_in_file
        from desktop.office.live.intake import open_intake

        service_id = self.office.services[service][0]
        form = self.runner.read(open_intake, self.office.office_id, self.staff(RINA), service_id=service_id)
        command = TakeInFile(
            office_id=self.office.office_id,
            staff_id=self.staff(RINA),
            counter_id=self.office.counters[RINAS_COUNTER],
            service_id=service_id,
            applicant=person,
            items=tuple(
                ItemAnswer(
                    requirement=one.requirement,
                    kind=one.kind,
                    value="original_shown" if one.kind == "original_shown" else "received",
                )
                for one in form.requirements
            ),
            notice_way="phone_call" if person.phone else "come_back",
        )
        taken: TakenIn = self.runner.run(take_in_file, command).value
        return taken

    def steps(self, moment: datetime, files: Iterable[TakenIn], count: int) -> None:
        """Andi moves files on by so many steps."""
        for _step in range(count):
            self.move(moment, files)

    def until_ready(self, moment: datetime, file: TakenIn, place: uuid.UUID) -> None:
        """The document is made and lies on its shelf."""
        for _step in range(12):
            moved: Any = self.move(moment, (file,), place=place)
            if moved.moved and moved.moved[0].state == "ready":
                return
        raise AssertionError("the sample's file did not become ready")

    def move(self, moment: datetime, files: Iterable[TakenIn], place: uuid.UUID | None = None) -> Any:
        from desktop.office.files.moving import FileRef, MoveFiles, move_files

        self.clock.current = max(moment, self.clock.current)
        command = MoveFiles(
            office_id=self.office.office_id,
            staff_id=self.staff(ANDI),
            files=tuple(FileRef(application_id=one.application_id) for one in files),
            place_id=place,
        )
        return self.runner.run(move_files, command).value
