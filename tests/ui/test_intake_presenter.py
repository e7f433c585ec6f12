"""The intake's presenter: opening, drafts, faults, and what becomes of a command that nobody answered."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.errors import EnvironmentFault, UserError
from desktop.office.files.commands import TakenIn
from desktop.office.live.intake_values import IntakeForm, IntakeRequirement, IntakeService, KnownPerson
from desktop.office.work import Result
from desktop.ui.files.intake.form import Form
from desktop.ui.files.intake.office import IntakeOffice, real_office
from desktop.ui.files.intake.presenter import IntakePresenter
from desktop.ui.files.intake.scene import ways_of
from desktop.ui.files.intake.state import Key, Scene
from tests.support.inline import InlineTasks
from tests.ui.intake_desk import HESTI, HESTI_NAME, IntakeOfficeDesk, intake_desk

FIRST, SECOND = ("f-1-02", "form"), ("pas-foto", "photo")
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SITI = "6471014105900099"


class Screen:
    """Stands in for the page: keeps what it was told."""

    def __init__(self) -> None:
        self.scene = Scene()
        self.fields: dict[str, str] = {}
        self.dates: dict[str, date] = {}
        self.focus: object = None
        self.finished = False

    def show_scene(self, scene: Scene) -> None:
        self.scene = scene

    def set_field(self, name: str, text: str) -> None:
        self.fields[name] = text

    def set_date(self, name: str, day: date) -> None:
        self.dates[name] = day

    def focus_field(self, name: str) -> None:
        self.focus = name

    def focus_row(self, key: Key) -> None:
        self.focus = key

    def focus_primary(self) -> None:
        self.focus = "primary"

    def finish(self) -> None:
        self.finished = True


SERVICE = IntakeService(
    service_id=uuid.UUID(int=7), code="KIA-BARU", name_id="KIA baru", name_en="Child card", promise_value=1,
    promise_unit="working_day", fee_amount=0, fee_text_id="", fee_text_en="", forms=(),
)  # fmt: skip
FORM = IntakeForm(
    service=SERVICE,
    requirements=(
        IntakeRequirement(requirement="f-1-02", kind="form", label_id="F-1.02", label_en="F-1.02"),
        IntakeRequirement(requirement="pas-foto", kind="photo", label_id="Pas foto", label_en="Photo"),
    ),
    now_local=NOON,
    time_zone="Asia/Makassar",
)


class Office:
    """Stands in for the office: answers what it is told to, and keeps every command."""

    def __init__(self) -> None:
        self.form: Any = FORM
        self.known: KnownPerson | None = None
        self.commands: list[Any] = []
        self.saved: list[Any] = []
        self.dropped: list[Any] = []
        self.opened: list[dict[str, Any]] = []
        self.fault: Exception | None = None

    def ports(self) -> IntakeOffice:
        def open_intake(_work: Any, _office: Any, _staff: Any, **about: Any) -> IntakeForm:
            self.opened.append(about)
            if isinstance(self.form, Exception):
                raise self.form
            return self.form[len(self.opened) - 1] if isinstance(self.form, list) else self.form

        def take(_work: Any, command: Any) -> Result[TakenIn]:
            self.commands.append(command)
            if self.fault is not None:
                fault, self.fault = self.fault, None
                raise fault
            missing = sum(item.value == "missing" for item in command.items)
            return Result(
                TakenIn(
                    application_id=uuid.UUID(int=9), code="K260000018", number="K26-000001-8", missing=missing,
                    state="returned" if missing else "received", items=2, due_at_utc=None,
                    document_id=uuid.UUID(int=10),
                )
            )  # fmt: skip

        def save(_work: Any, command: Any) -> Result[uuid.UUID]:
            if self.fault is not None:
                raise self.fault
            self.saved.append(command)
            return Result(command.draft_id)

        def drop(_work: Any, command: Any) -> Result[bool]:
            self.dropped.append(command)
            return Result(True)

        def nothing(*_args: Any) -> Any:
            raise AssertionError("not asked for here")

        return IntakeOffice(open_intake, lambda *_a: self.known, nothing, take, save, drop, nothing)


class PlainRunner:
    """Calls with no transaction: the stand-ins read nothing."""

    def run(self, use_case: Any, command: Any) -> Any:
        return use_case(None, command)

    def read(self, query: Any, *args: Any) -> Any:
        return query(None, *args)


class Table:
    """A page without a window."""

    def __init__(self, office: Office, **about: Any) -> None:
        from desktop.office.work import SetClock
        from desktop.ui.tasks import StationContext

        self.office, self.view = office, Screen()
        self.tasks = InlineTasks(PlainRunner(), SetClock(NOON))  # type: ignore[arg-type]
        self.presenter = IntakePresenter(
            self.tasks, StationContext(uuid.UUID(int=1), None), self.view, office.ports(),
            staff_id=uuid.UUID(int=2), **about,
        )  # fmt: skip
        self.presenter.start()

    @property
    def scene(self) -> Scene:
        return self.view.scene

    def fill(self, *values: str, nik: str = SITI, name: str = "Siti") -> None:
        for key, value in zip((FIRST, SECOND), values or ("received", "received"), strict=False):
            self.presenter.answer(key, value, move=True)
        self.presenter.type("nik", nik)
        self.presenter.type("name", name)


@pytest.fixture
def office() -> Office:
    return Office()


# ---- the form ----


def test_f2_waits_for_every_row_and_then_for_the_name(office: Office) -> None:
    table = Table(office)
    assert table.view.focus == FIRST
    table.presenter.submit()
    assert office.commands == []
    assert table.scene.blocked is not None
    assert table.scene.blocked.args == {"count": 2}
    table.presenter.answer(FIRST, "received", move=True)
    assert table.view.focus == SECOND
    table.presenter.answer(SECOND, "not_needed", move=True)
    assert (table.view.focus, table.scene.outcome) == ("nik", "complete")
    table.presenter.type("nik", SITI)
    table.presenter.submit()
    assert table.view.focus == "name"
    assert [one.said.code for one in table.scene.told["name"]] == ["person.name_missing"]
    table.presenter.type("name", "Siti")
    table.presenter.submit()
    (command,) = office.commands
    assert (command.applicant.name, command.applicant.sex, command.applicant.birth_date) == (
        "Siti", "2", date(1990, 5, 1),
    )  # fmt: skip
    assert [item.value for item in command.items] == ["received", "not_needed"]
    assert table.scene.mode == "done"
    table.presenter.submit()
    assert not table.view.finished  # a trembling hand: the number has to be read
    table.tasks.advance(1)
    table.presenter.submit()
    assert table.view.finished


def test_whoever_has_no_nik_is_asked_for_once_and_then_taken(office: Office) -> None:
    table = Table(office)
    table.fill(nik="")
    table.presenter.submit()
    assert (office.commands, table.view.focus) == ([], "nik")
    table.presenter.submit()
    assert office.commands[0].applicant.nik is None


def test_what_the_nik_filled_follows_another_nik_but_not_what_was_typed(office: Office) -> None:
    table = Table(office)
    table.presenter.type("nik", SITI)
    assert (table.view.fields["birth_date"], table.scene.sex) == ("01-05-1990", "2")
    table.presenter.type("nik", "6471010203850001")
    assert (table.view.fields["birth_date"], table.scene.sex) == ("02-03-1985", "1")
    table.presenter.type("birth_date", "03-03-1985")
    table.presenter.type("nik", SITI)
    assert table.presenter.form.fields["birth_date"] == "03-03-1985"


def test_a_known_person_fills_what_is_empty_and_a_differing_name_is_told(office: Office) -> None:
    office.known = KnownPerson(
        person_id=uuid.UUID(int=5), nik=HESTI, name=HESTI_NAME, birth_date=None, sex="2",
        phone="+6281255500142", email="", restricted=True,
    )  # fmt: skip
    table = Table(office)
    table.presenter.type("name", "Hesty")
    table.presenter.type("nik", HESTI)
    assert table.view.fields["phone"] == "0812-5550-0142"
    assert table.scene.restricted
    (told,) = table.scene.told["name"]
    assert (told.said.code, told.error, told.suggestion) == ("intake.name_differs", False, HESTI_NAME)
    table.presenter.take_suggestion("name")
    assert table.view.fields["name"] == HESTI_NAME
    table.fill(nik=HESTI, name=HESTI_NAME)
    table.presenter.submit()
    assert office.commands[0].applicant.person_id == uuid.UUID(int=5)


def test_a_date_that_is_past_refuses_a_slip_but_no_receipt(office: Office) -> None:
    table = Table(office)
    table.fill("received", "missing")
    table.presenter.type("return_by", "22-11-2026")
    table.presenter.submit()
    assert table.view.focus == "return_by"
    table.presenter.answer(SECOND, "received", move=False)
    table.presenter.submit()
    assert office.commands[0].return_by is None


def test_only_ways_that_a_file_can_keep_are_offered(office: Office) -> None:
    import msgspec

    office.form = msgspec.structs.replace(FORM, notice_ways=("none", "phone_call", "come_back", "pigeon"))
    assert ways_of(office.form) == ("none", "phone_call", "come_back")
    table = Table(office)
    assert table.scene.notice_way == "come_back"
    table.presenter.type("phone", "0812 5550 0142")
    assert table.scene.notice_way == "phone_call"
    table.presenter.set_notice_way("none")
    assert table.scene.notice_way == "none"


def test_a_form_is_the_same_after_its_draft() -> None:
    form = Form(date(2026, 11, 23))
    form.fields.update(nik=SITI, name="Siti", proxy_name="Budi")
    form.answers, form.notes = {FIRST: "received", SECOND: "missing"}, {SECOND: "latar merah"}
    form.sex, form.proxy, form.letter, form.filled = "2", True, "letter", {"birth_date"}
    again = Form(date(2026, 11, 23))
    again.restore(form.content("x"), [FIRST, SECOND])
    again.left = set()
    assert again == replace(form, left=set())
    fewer = Form(date(2026, 11, 23))
    fewer.restore(form.content("x"), [FIRST])
    assert fewer.answers == {FIRST: "received"}
    broken = Form(date(2026, 11, 23))
    broken.restore({"answers": [["f-1-02", "form", "burnt"]], "fields": {"shoe": "43"}, "sex": 3}, [FIRST])
    assert (broken.answers, broken.sex) == ({}, None)


# ---- faults ----


def test_after_a_lost_connection_the_same_command_is_sent_again(office: Office) -> None:
    table = Table(office)
    table.fill()
    office.fault = EnvironmentFault("database.lost")
    table.presenter.submit()
    assert table.scene.mode == "unsure"
    table.presenter.type("name", "Sitti")
    table.presenter.submit()
    first, second = office.commands
    assert first.command_id == second.command_id
    assert first == second
    assert table.scene.mode == "done"


def test_a_crash_after_a_lost_answer_still_gives_one_file_one_number(office: Office) -> None:
    import msgspec

    table = Table(office)
    table.fill()
    office.fault = EnvironmentFault("database.lost")
    table.presenter.submit()
    table.tasks.advance(3)
    (kept,) = office.saved
    office.form = msgspec.structs.replace(
        FORM, draft_id=kept.draft_id, draft=kept.content, draft_saved_local=NOON
    )
    again = Table(office)
    assert again.scene.restored == NOON
    again.presenter.submit()
    assert [one.command_id for one in office.commands] == [office.commands[0].command_id] * 2
    assert [one.draft_id for one in office.dropped] == [kept.draft_id]


def test_a_refusal_is_told_at_its_field_until_it_is_mended(office: Office) -> None:
    table = Table(office)
    table.fill()
    office.fault = UserError("nik.province", who="applicant", field="nik")
    table.presenter.submit()
    assert (table.scene.mode, table.view.focus) == ("form", "nik")
    assert [one.said.code for one in table.scene.told["nik"]] == ["nik.province"]
    table.presenter.type("nik", HESTI)
    table.presenter.submit()
    assert table.scene.mode == "done"
    assert office.commands[0].command_id != office.commands[1].command_id


def test_a_page_that_cannot_open_says_why_and_tries_again(office: Office) -> None:
    office.form = UserError("file.wrong_state", number="K26-000001-M", state="ready")
    table = Table(office)
    assert table.scene.mode == "failed"
    assert table.scene.notice is not None
    assert table.scene.notice.code == "file.wrong_state"
    office.form = FORM
    table.presenter.submit()
    assert table.scene.mode == "form"


# ---- drafts ----


def test_a_change_is_saved_two_seconds_later_and_once(office: Office) -> None:
    table = Table(office, ticket_id=uuid.UUID(int=3))
    table.presenter.answer(FIRST, "received", move=True)
    table.tasks.advance(1.5)
    table.presenter.type("name", "Siti")
    assert office.saved == []
    table.tasks.advance(0.5)
    (command,) = office.saved
    assert command.ticket_id == uuid.UUID(int=3)
    assert command.content["fields"]["name"] == "Siti"
    table.tasks.advance(60)
    assert len(office.saved) == 1
    table.presenter.type("name", "Siti N")
    table.presenter.stop()
    assert [one.content["fields"]["name"] for one in office.saved] == ["Siti", "Siti N"]
    assert office.saved[0].draft_id == office.saved[1].draft_id
    table.tasks.advance(60)
    assert len(office.saved) == 2


def test_a_draft_that_could_not_be_saved_is_tried_again(office: Office) -> None:
    table = Table(office)
    table.presenter.type("name", "Siti")
    office.fault = EnvironmentFault("database.lost")
    table.tasks.advance(3)
    assert office.saved == []
    office.fault = None
    table.tasks.advance(3)
    assert len(office.saved) == 1


def test_looking_alone_saves_nothing(office: Office) -> None:
    table = Table(office)
    table.tasks.advance(10)
    table.presenter.stop()
    assert office.saved == []


def test_a_draft_without_a_ticket_knows_its_service(office: Office) -> None:
    import msgspec

    form = Form(date(2026, 11, 23))
    form.fields["name"] = "Siti"
    draft = {"draft_id": uuid.UUID(int=4), "draft": form.content(str(SERVICE.service_id)),
             "draft_saved_local": NOON}  # fmt: skip
    office.form = [
        msgspec.structs.replace(FORM, service=None, requirements=(), **draft),
        msgspec.structs.replace(FORM, **draft),
    ]
    table = Table(office)
    assert [one["service_id"] for one in office.opened] == [None, SERVICE.service_id]
    assert table.view.fields["name"] == "Siti"
    assert table.scene.restored == NOON
    table.presenter.start_over()
    assert table.view.fields["name"] == ""
    assert [one.draft_id for one in office.dropped] == [uuid.UUID(int=4)]


# ---- a power cut, with the real office on both databases ----


@pytest.fixture
def desk(database_url: str) -> Iterator[IntakeOfficeDesk]:
    with intake_desk(database_url, printer=False) as found:
        yield found


_VICTIM = """
import sys, uuid
from desktop.models.engine import create_office_engine
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from desktop.ui.files.intake.office import real_office
from desktop.ui.files.intake.presenter import IntakePresenter
from desktop.ui.tasks import StationContext
from datetime import datetime, UTC
from tests.support.inline import InlineTasks
from tests.ui.test_intake_presenter import Screen

url, office, staff, ticket = sys.argv[1:]
clock = SetClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
tasks = InlineTasks(Runner(create_office_engine(url), clock), clock)
page = IntakePresenter(tasks, StationContext(uuid.UUID(office), None), Screen(), real_office(),
                       staff_id=uuid.UUID(staff), ticket_id=uuid.UUID(ticket))
page.start()
keys = [row.key for row in page.view.scene.rows]
page.answer(keys[0], "received", move=True)
page.type("name", "Siti Nur")
tasks.advance(2)
page.type("name", "Siti Nurhaliza")
print("typing", flush=True)
sys.stdin.read()  # until it is killed
"""


def test_a_killed_program_loses_at_most_two_seconds_of_typing(
    desk: IntakeOfficeDesk, database_url: str
) -> None:
    ticket = desk.serve()
    root = Path(__file__).parents[2]
    victim = subprocess.Popen(
        [sys.executable, "-c", _VICTIM, database_url, str(desk.office.office_id), str(desk.office.clerk_id),
         str(ticket)],
        cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert victim.stdout is not None
        assert victim.stdout.readline().strip() == "typing"
    finally:
        victim.send_signal(signal.SIGKILL)
        victim.wait(30)
        for pipe in (victim.stdin, victim.stdout):
            if pipe is not None:
                pipe.close()
    view = Screen()
    page = IntakePresenter(
        desk.tasks, desk.context, view, real_office(), staff_id=desk.office.clerk_id, ticket_id=ticket
    )
    page.start()
    assert view.fields["name"] == "Siti Nur"
    assert view.scene.rows[0].value == "received"
    assert view.scene.restored is not None
    page.stop()


def test_completing_keeps_who_it_is_and_sends_the_version(desk: IntakeOfficeDesk) -> None:
    before = desk.returned()
    desk.office.clock.current += timedelta(days=1)
    view = Screen()
    page = IntakePresenter(
        desk.tasks, desk.context, view, real_office(), staff_id=desk.office.clerk_id,
        application_id=before.application_id,
    )  # fmt: skip
    page.start()
    assert (view.fields["nik"], view.fields["name"]) == (HESTI, HESTI_NAME)
    (row,) = [one for one in view.scene.rows if one.asked]
    page.answer(row.key, "received", move=True)
    page.submit()
    assert view.scene.done is not None, view.scene.notice
    assert (view.scene.done.number, view.scene.done.complete) == (before.number, True)
    assert desk.application().state == "received"
    page.stop()
