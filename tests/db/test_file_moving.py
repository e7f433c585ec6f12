"""Files moved: by their own procedure, in batches, with the clock stopped and going on, and taken back."""

from __future__ import annotations

import multiprocessing
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from desktop.domain.errors import UserError
from desktop.domain.files import FILE_TRANSITIONS
from desktop.domain.ids import new_id
from desktop.models.engine import create_office_engine
from desktop.models.files import (
    Application,
    ApplicationItem,
    ApplicationPause,
    Deliverable,
    Movement,
    Routing,
)
from desktop.models.record import Event
from desktop.office.files.moving import (
    MOVES,
    FileRef,
    MissingItem,
    Moved,
    MoveFiles,
    UndoMove,
    move_files,
    undo_move,
)
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from tests.support.filed_office import FiledFile, FiledOffice, at_local, make_file, make_filed_office

MONDAY = at_local(23, 9)


@dataclass
class Hall:
    engine: Engine
    runner: Runner
    clock: SetClock
    office: FiledOffice
    url: str

    def file(self, **values: Any) -> FiledFile:
        return make_file(self.engine, self.office, **{"created_at": MONDAY, **values})

    def move(self, *files: FiledFile | str, **values: Any) -> Moved:
        refs = tuple(
            FileRef(code=one) if isinstance(one, str) else FileRef(application_id=one.application_id)
            for one in files
        )
        command = MoveFiles(
            **{"office_id": self.office.office_id, "staff_id": self.office.operator, "files": refs, **values}
        )
        moved: Moved = self.runner.run(move_files, command).value
        return moved

    def undo(self, batch: uuid.UUID, staff: uuid.UUID | None = None) -> Moved:
        command = UndoMove(
            office_id=self.office.office_id, staff_id=staff or self.office.operator, batch=batch
        )
        moved: Moved = self.runner.run(undo_move, command).value
        return moved

    def row(self, file: FiledFile) -> Any:
        with self.engine.connect() as connection:
            return connection.execute(
                select(Application.__table__).where(Application.id == file.application_id)
            ).one()

    def rows(self, table: Any, file: FiledFile) -> list[Any]:
        with self.engine.connect() as connection:
            found = select(table.__table__).where(table.application_id == file.application_id)
            if table is Movement:
                found = found.order_by(Movement.position)
            return list(connection.execute(found))

    def later(self, **time: float) -> None:
        self.clock.current += timedelta(**time)

    def refused(self, *files: FiledFile | str, **values: Any) -> UserError:
        with pytest.raises(UserError) as caught:
            self.move(*files, **values)
        return caught.value


@pytest.fixture
def hall(database_url: str) -> Iterator[Hall]:
    engine = create_office_engine(database_url)
    clock = SetClock(MONDAY + timedelta(hours=1))
    runner = Runner(engine, clock)
    yield Hall(engine, runner, clock, make_filed_office(engine), database_url)
    runner.close()
    engine.dispose()


def test_a_file_goes_through_its_whole_procedure_and_stops_at_the_handover(hall: Hall) -> None:
    file = hall.file()
    seen = []
    for _step in range(6):
        moved = hall.move(file).moved[0]
        seen.append((moved.step, moved.state))
        hall.later(minutes=20)
    assert seen == [
        (3, "verified"), (4, "in_process"), (5, "in_process"), (6, "in_process"), (7, "waiting_signature"),
        (8, "ready"),
    ]  # fmt: skip
    assert [one.label for one in hall.rows(Deliverable, file)] == ["Kartu Keluarga"]
    row = hall.row(file)
    assert row.ready_at_utc == hall.clock.current - timedelta(minutes=20)
    assert row.holder_id == hall.office.operator
    assert row.version == 7
    assert hall.refused(file).code == "file.needs_handover"
    steps = [(one.position, one.action, one.from_step, one.step) for one in hall.rows(Movement, file)]
    assert steps[1:] == [(n, "next_step", n, n + 1) for n in range(2, 8)]


def test_a_procedure_without_a_ready_step_makes_the_file_ready_for_the_handover(hall: Hall) -> None:
    file = hall.file(service=3)
    moved = hall.move(file).moved[0]
    assert (moved.step, moved.state) == (2, "ready")
    assert hall.refused(file).code == "file.needs_handover"


def test_the_applicants_step_stops_the_promise_and_leaving_it_moves_the_date(hall: Hall) -> None:
    file = hall.file(state="in_process", step=4)
    due = hall.row(file).due_at_utc
    assert hall.move(file).moved[0].paused
    assert hall.row(file).paused_since_utc == hall.clock.current
    hall.later(days=2)
    moved = hall.move(file).moved[0]
    assert not moved.paused
    assert hall.row(file).paused_since_utc is None
    # Complete on Monday, one working day: Tuesday at closing; two working days with the applicant: Thursday.
    assert moved.due_at_utc == at_local(26, 15) != due
    [pause] = hall.rows(ApplicationPause, file)
    assert (pause.started_at_utc, pause.ended_at_utc) == (
        hall.clock.current - timedelta(days=2),
        hall.clock.current,
    )


def test_returning_names_what_is_missing_and_leaves_the_rest(hall: Hall) -> None:
    file = hall.file(state="verified")
    hall.move(
        file, action="return", reason="incomplete", note="KTP tidak terbaca",
        missing=(MissingItem(requirement="ktp", kind="copy"),),
    )  # fmt: skip
    row = hall.row(file)
    assert (row.state, row.reason, row.note, row.holder_id) == (
        "returned",
        "incomplete",
        "KTP tidak terbaca",
        None,
    )
    assert row.step == 3
    assert row.paused_since_utc is not None
    assert row.return_by == (hall.clock.current + timedelta(days=14)).date()
    values = {one.requirement: one.value for one in hall.rows(ApplicationItem, file)}
    assert values == {"f-1-02": "received", "kk-lama": "received", "ktp": "missing"}


@pytest.mark.parametrize("action", ["return", "refuse", "cancel", "send_back"])
def test_a_reason_is_a_code_and_is_needed(hall: Hall, action: str) -> None:
    file = hall.file(state="in_process")
    error = hall.refused(file, action=action, staff_id=hall.office.verifier)
    assert error.code == "file.reason_needed"
    assert error.details["reasons"]
    assert hall.refused(file, action=action, reason="karena").code == "file.reason_needed"
    assert hall.row(file).version == 1


def test_only_heads_refuse_and_send_back(hall: Hall) -> None:
    file = hall.file(state="in_process", step=6)
    assert hall.refused(file, action="refuse", reason="biometric").code == "file.role"
    assert hall.refused(file, action="send_back", reason="entry_error").code == "file.role"
    back = hall.move(file, action="send_back", reason="entry_error", staff_id=hall.office.verifier).moved[0]
    assert (back.step, back.state) == (4, "in_process"), (
        "the applicant's step lies between and is passed over"
    )
    refused = hall.move(file, action="refuse", reason="biometric", staff_id=hall.office.verifier).moved[0]
    assert refused.state == "refused"


def test_a_refused_file_comes_in_again_with_a_new_promise(hall: Hall) -> None:
    file = hall.file(state="refused")
    hall.later(days=1)
    hall.move(file, action="resubmit", staff_id=hall.office.clerk)
    row = hall.row(file)
    assert (row.state, row.step, row.revision) == ("received", 2, 2)
    assert row.due_at_utc == at_local(25, 15)
    assert row.promised_at_utc == MONDAY + timedelta(days=1)


def test_every_move_from_every_state_is_as_the_table_says(hall: Hall) -> None:
    reasons = {"send_back": "other", "return": "other", "refuse": "other", "cancel": "other"}
    for action in MOVES:
        for state in (
            "returned",
            "verified",
            "ready",
            "collected",
            "refused",
            "archived",
            "cancelled",
            "uncollected",
        ):
            file = hall.file(state=state, nik=None, name="Tanpa Nama")
            values = {"action": action, "reason": reasons.get(action), "staff_id": hall.office.supervisor}
            if state in FILE_TRANSITIONS[action].sources:
                if action == "uncollected":
                    values["staff_id"] = None
                assert hall.move(file, **values).count == 1, (action, state)
            else:
                error = hall.refused(file, **values)
                assert error.code in ("file.wrong_state", "file.needs_handover"), (action, state)
                assert error.details["number"] == file.number


def test_a_file_moved_backwards_is_told_with_who_and_when(hall: Hall) -> None:
    file = hall.file(state="waiting_signature", created_at=at_local(22, 20))
    error = hall.refused(file, target_step=4)
    assert error.code == "file.backwards"
    assert error.details["by"] == "Andi Rahmat"
    assert error.details["label_id"] == "Ditandatangani (TTE)"
    assert error.details["at"] == "06.00"
    assert error.details["number"] == file.number
    early = hall.file(state="verified")
    assert hall.refused(early, target_step=7).code == "file.too_early"
    assert hall.move(early, target_step=4).moved[0].step == 4


def test_a_batch_says_which_one_failed_and_moves_the_rest(hall: Hall) -> None:
    files = [hall.file(nik=None) for _ in range(28)]
    ready = hall.file(state="ready")
    wrong = files[0].number[:-1] + ("0" if files[0].number[-1] != "0" else "1")
    moved = hall.move(*[one.code for one in files], ready.number.lower(), wrong, "bukan nomor")
    assert moved.count == 28
    assert [one.code for one in moved.moved] == [one.code for one in files]
    assert [one.error for one in moved.refused] == [
        "file.needs_handover", "number.file_check", "number.unknown",
    ]  # fmt: skip
    assert moved.refused[0].code == ready.number
    assert files[0].number in moved.refused[1].args["likely"]
    batches = {one.batch for file in files for one in hall.rows(Movement, file) if one.action == "next_step"}
    assert batches == {moved.batch}


def test_the_same_paper_scanned_twice_into_a_batch_moves_once(hall: Hall) -> None:
    file = hall.file()
    batch = new_id()
    assert hall.move(file, batch=batch).count == 1
    assert hall.refused(file, batch=batch).code == "file.twice"
    assert hall.move(file).count == 1, "another batch may"
    again = hall.move(file.code, file.code)
    assert (again.count, again.refused[0].error) == (1, "file.twice")


def test_a_clerk_who_looked_at_an_older_version_is_told(hall: Hall) -> None:
    file = hall.file()
    hall.move(file)
    ref = FileRef(application_id=file.application_id, expected_version=1)
    error = hall.refused(files=(ref,))
    assert error.code == "file.changed"
    assert (error.details["action"], error.details["by"], error.details["state"]) == (
        "next_step", "Andi Rahmat", "verified",
    )  # fmt: skip


def test_a_repeated_command_moves_once(hall: Hall) -> None:
    file = hall.file()
    key = new_id()
    first = hall.move(file, command_id=key)
    second = hall.move(file, command_id=key)
    assert second.repeated
    assert second.moved == first.moved
    assert len(hall.rows(Movement, file)) == 2


def test_a_batch_is_taken_back_whole(hall: Hall) -> None:
    files = [hall.file(state="in_process", step=4), hall.file(state="in_process", step=5), hall.file()]
    before = [hall.row(one) for one in files]
    moved = hall.move(*files)
    hall.later(minutes=4)
    back = hall.undo(moved.batch)
    assert back.count == 3
    for file, was in zip(files, before, strict=True):
        now = hall.row(file)
        assert {k: v for k, v in now._mapping.items() if k != "version"} == {
            k: v for k, v in was._mapping.items() if k != "version"
        }
        assert now.version == 3
        movements = hall.rows(Movement, file)
        assert [one.undone for one in movements[-2:]] == [True, False]
        assert movements[-1].action == "undo"
    with hall.engine.connect() as connection:
        kinds = connection.execute(select(Event.kind).where(Event.kind == "movement.undone")).all()
    assert len(kinds) == 3
    with pytest.raises(UserError, match="undo_none"):
        hall.undo(moved.batch)


def test_a_return_is_taken_back_with_its_checklist_and_pause(hall: Hall) -> None:
    file = hall.file(state="verified")
    moved = hall.move(
        file, action="return", reason="unreadable", missing=(MissingItem(requirement="ktp", kind="copy"),)
    )
    hall.undo(moved.batch)
    assert {one.value for one in hall.rows(ApplicationItem, file)} == {"received"}
    [pause] = hall.rows(ApplicationPause, file)
    assert pause.ended_at_utc == pause.started_at_utc
    assert hall.row(file).state == "verified"
    assert hall.row(file).paused_since_utc is None


def test_what_cannot_be_taken_back(hall: Hall) -> None:
    first, second = hall.file(), hall.file()
    moved = hall.move(first, second)
    with pytest.raises(UserError, match="undo_other"):
        hall.undo(moved.batch, hall.office.clerk)
    hall.later(seconds=30)
    hall.move(second, staff_id=hall.office.clerk)
    with pytest.raises(UserError, match="undo_changed") as caught:
        hall.undo(moved.batch)
    assert caught.value.details["by"] == "Rina Wulandari"
    assert caught.value.details["number"] == second.number
    assert hall.row(first).step == 3, "none of the batch was taken back"
    third = hall.move(hall.file())
    hall.later(minutes=6)
    with pytest.raises(UserError, match="undo_late"):
        hall.undo(third.batch)


def test_originals_are_given_back_before_a_file_is_archived(hall: Hall) -> None:
    file = hall.file(state="collected", custody=("KK lama",))
    error = hall.refused(file, action="archive")
    assert (error.code, error.details["count"]) == ("file.originals_held", 1)
    other = hall.file(state="collected")
    hall.move(other, action="archive", place_id=hall.office.box)
    row = hall.row(other)
    assert (row.state, row.step, row.place_id, row.holder_id) == ("archived", 10, hall.office.box, None)
    assert row.closed_at_utc == hall.clock.current


def test_a_paper_that_is_on_its_way_to_somebody_else_stays(hall: Hall) -> None:
    file = hall.file(state="in_process", step=6)
    with hall.engine.connect().execution_options(loket_write=True) as connection:
        connection.execute(
            insert(Routing).values(
                id=new_id(), office_id=hall.office.office_id, application_id=file.application_id,
                list_id=new_id(), from_id=hall.office.operator, to_id=hall.office.verifier, to_unit="",
                sent_at_utc=hall.clock.current, recalled=False,
            )
        )  # fmt: skip
        connection.commit()
    error = hall.refused(file)
    assert error.code == "file.on_the_way"
    assert error.details["to"] == "Kasi Nurhayati"
    hall.move(file, staff_id=hall.office.verifier)
    [sent] = hall.rows(Routing, file)
    assert sent.signed_by_id == hall.office.verifier, "moving it signs for it"


def _race(hall: Hall, commands: list[MoveFiles]) -> list[Any]:
    """Run commands at the same moment, each on a connection of its own."""
    barrier = threading.Barrier(len(commands))
    answers: list[Any] = [None] * len(commands)

    def go(place: int) -> None:
        runner = Runner(hall.engine, hall.clock)
        try:
            barrier.wait()
            answers[place] = runner.run(move_files, commands[place]).value
        except UserError as error:
            answers[place] = error
        finally:
            runner.close()

    threads = [threading.Thread(target=go, args=(n,)) for n in range(len(commands))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def test_two_clerks_close_one_file(hall: Hall) -> None:
    file = hall.file(state="ready")
    clerks = [hall.office.clerk, hall.office.supervisor]
    answers = _race(
        hall,
        [
            MoveFiles(
                office_id=hall.office.office_id, staff_id=one, action="cancel", reason="applicant_asked",
                files=(FileRef(application_id=file.application_id, expected_version=1),),
            )
            for one in clerks
        ],
    )  # fmt: skip
    won = [one for one in answers if isinstance(one, Moved)]
    [lost] = [one for one in answers if isinstance(one, UserError)]
    assert len(won) == 1
    assert lost.code == "file.changed"
    assert lost.details["action"] == "cancel"
    assert lost.details["by"] in ("Rina Wulandari", "Budi Santosa")
    assert [one.action for one in hall.rows(Movement, file)].count("cancel") == 1


def _scan(url: str, office_id: uuid.UUID, staff: uuid.UUID, codes: list[str], start: Any, out: Any) -> None:
    engine = create_office_engine(url)
    runner = Runner(engine, SetClock(MONDAY + timedelta(hours=2)))
    start.wait()
    moved = runner.run(
        move_files,
        MoveFiles(office_id=office_id, staff_id=staff, files=tuple(FileRef(code=code) for code in codes)),
    ).value
    out.put((moved.count, sorted({one.error for one in moved.refused})))
    runner.close()
    engine.dispose()


def test_two_processes_scan_the_same_batch(hall: Hall) -> None:
    files = [hall.file(nik=None) for _ in range(20)]
    codes = [one.code for one in files]
    context = multiprocessing.get_context("spawn")
    start, out = context.Barrier(2), context.Queue()
    staff = (hall.office.operator, hall.office.verifier)
    workers = [
        context.Process(
            target=_scan,
            args=(hall.url, hall.office.office_id, staff[n], codes[:: 1 if n else -1], start, out),
        )
        for n in range(2)
    ]
    for worker in workers:
        worker.start()
    answers = [out.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join(30)
    assert sum(count for count, _errors in answers) == 20
    assert {error for _count, errors in answers for error in errors} <= {"file.changed"}
    assert {hall.row(one).step for one in files} == {3}
    assert {len(hall.rows(Movement, one)) for one in files} == {2}
