"""`loket server init` on a real PostgreSQL, and what each kind of station may do there and what not.

The roles belong to the server, not to a database: each worker of a parallel run has a server of its own.
"""

from __future__ import annotations

import json
import re
import stat
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import select
from sqlalchemy.engine import make_url

from desktop.__main__ import main
from desktop.domain.errors import EnvironmentFault, UserError
from desktop.models.engine import create_office_engine
from desktop.models.paper import Printer
from desktop.models.roles import FUNCTIONS, KINDS, LIMITS, RIGHTS, SEQUENCES, rights_of, role_of
from desktop.models.server import unlisted_tables
from desktop.models.staff import Staff
from desktop.models.tables import metadata
from desktop.office.alarms import AnswerAlarm, RaiseAlarm, answer_alarm, open_alarms, raise_alarm
from desktop.office.appointments import BookAppointment, CheckIn, book_appointment, check_in
from desktop.office.appointments.lists import bookable_services, desk_day
from desktop.office.appointments.slots import MakeSlots, list_slots, make_slots
from desktop.office.audit import seal_events
from desktop.office.commands import purge_commands
from desktop.office.counters import AddCounter, add_counter
from desktop.office.live.clock import day_of_newest_ticket_ahead
from desktop.office.live.counter import read_counter
from desktop.office.live.counter_lookup import find_ticket, list_services, office_name
from desktop.office.live.display import read_calls, read_display
from desktop.office.live.kiosk import read_kiosk, read_slip
from desktop.office.paper_jobs import ClaimJob, MarkJob, claim_job, has_work, mark_job
from desktop.office.paper_queue import ReprintSlip, reprint_slip
from desktop.office.paper_status import paper_counts, unprinted
from desktop.office.printers import AddPrinter, add_printer
from desktop.office.queue import (
    CallNext,
    Finish,
    IssueTicket,
    StartService,
    call_next,
    finish,
    issue_ticket,
    start_service,
)
from desktop.office.queue.direct import ServeWithoutTicket, serve_without_ticket
from desktop.office.queue.serving import (
    HoldTicket,
    MarkNoShow,
    Recall,
    ReturnTicket,
    TransferTicket,
    hold_ticket,
    mark_no_show,
    recall,
    return_ticket,
    transfer_ticket,
)
from desktop.office.queue.undo import TakeBack, take_back
from desktop.office.runner import Runner
from desktop.office.shifts import CloseCounter, OpenCounter, close_counter, list_counters, open_counter
from desktop.office.slips import read_slip_content
from desktop.office.staff import AddStaff, SignIn, add_staff, hash_password, sign_in
from desktop.office.stations import Heartbeat, RegisterStation, beat, register_station
from desktop.office.work import SetClock
from tests.support.postgres import PostgresServer
from tests.support.waiting import wait_for
from tests.support.whole_office import MORNING, PASSWORD

DATABASE = "loket_peran"
MONDAY = date(2026, 11, 23)
ALL_ROLES = ", ".join(role_of(kind) for kind in KINDS)


@dataclass
class Made:
    """A server that was made ready, and what `server init` said about it."""

    server: PostgresServer
    told: dict[str, Any]
    passwords: Path
    office_id: uuid.UUID
    clerk_id: uuid.UUID
    printer_id: uuid.UUID
    service_id: uuid.UUID
    counters: tuple[uuid.UUID, ...]

    def url(self, kind: str) -> str:
        return self.server.url(DATABASE).replace("//postgres@", f"//{role_of(kind)}@")

    @contextmanager
    def station(self, kind: str, now: datetime = MORNING) -> Iterator[tuple[Runner, dict[str, Any]]]:
        """A station of this kind that has registered: its runner and the keys of its commands."""
        engine = create_office_engine(self.url(kind))
        runner = Runner(engine, SetClock(now))
        try:
            place = runner.run(
                register_station,
                RegisterStation(office_id=self.office_id, name=f"{kind} {uuid.uuid4().hex[:6]}", kind=kind),
            ).value
            yield runner, {"office_id": self.office_id, "station_id": place.station_id}
        finally:
            runner.close()
            engine.dispose()

    def refused(self, kind: str, statement: str) -> bool:
        with psycopg.connect(self.url(kind)) as connection:
            try:
                connection.execute(statement)  # type: ignore[arg-type]  # written below
            except errors.InsufficientPrivilege:
                return True
            finally:
                connection.rollback()
        return False


def _drop(server: PostgresServer) -> None:
    server.drop_database(DATABASE)
    for kind in KINDS:
        server.execute(f"DROP ROLE IF EXISTS {role_of(kind)}")


def _init(*words: str, server: PostgresServer) -> int:
    return main(["server", "init", "--url", server.url(), "--database", DATABASE, "--json", *words])


@pytest.fixture(scope="module")
def made(
    postgres_server: PostgresServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Made]:
    """One office, made once by the command, with a clerk, two counters and a printer."""
    folder = tmp_path_factory.mktemp("server")
    sandi = folder / "sandi.txt"
    sandi.write_text(PASSWORD + "\n", encoding="utf-8")
    _drop(postgres_server)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOKET_HOME", str(folder))
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        lines: list[str] = []
        patch.setattr("builtins.print", lambda *words, **options: lines.extend(map(str, words)))
        code = _init(
            "--roles-passwords-file", str(folder / "peran.toml"), "--office-name", "Dukcapil Kota Teluk Sari",
            "--admin", "admin", "--password-file", str(sandi), server=postgres_server,
        )  # fmt: skip
    assert code == 0, lines
    told = json.loads(next(line for line in lines if line.startswith("{")))
    office_id = uuid.UUID(told["office"]["office_id"])
    engine = create_office_engine(postgres_server.url(DATABASE))
    runner = Runner(engine, SetClock(MORNING))
    clerk = AddStaff(office_id=office_id, login="rina", name="Rina Wulandari", roles=("clerk",),
                     password_hash=hash_password(PASSWORD))  # fmt: skip
    clerk_id = runner.run(add_staff, clerk).value.staff_id
    for name in ("1", "2"):
        runner.run(add_counter, AddCounter(office_id=office_id, name=name))
    runner.run(
        add_printer,
        AddPrinter(office_id=office_id, name="Struk", kind="escpos58", address={"host": "127.0.0.1", "port": 9100}),
    )  # fmt: skip
    counters = tuple(one.counter_id for one in runner.read(list_counters, office_id))
    service_id = runner.read(read_kiosk, office_id).groups[0].services[0].id
    runner.close()
    with engine.connect() as connection:
        printer_id = connection.execute(select(Printer.id)).scalar_one()
    engine.dispose()
    yield Made(
        postgres_server, told, folder / "peran.toml", office_id, clerk_id, printer_id, service_id, counters
    )
    _drop(postgres_server)


# ---- the command ----


def test_the_command_makes_everything_and_tells(made: Made) -> None:
    told = made.told
    assert told["created"]
    assert told["passwords_written"]
    assert sorted(told["roles_made"]) == sorted(role_of(kind) for kind in KINDS)
    assert told["office"]["admin_login"] == "admin"
    assert told["unlisted_tables"] == []
    # The embedded server has no TLS and trusts everybody: both are said, in words too.
    assert told["tls"] is False
    assert told["trusted_rules"] > 0
    assert len(told["warnings"]) == 3
    assert any("docs/guide/server.md" in line for line in told["warnings"])
    assert "scram-sha-256" in told["pg_hba"][0]
    assert DATABASE in told["pg_hba"][0]
    mode = stat.S_IMODE(made.passwords.stat().st_mode)
    assert mode == 0o600
    assert len(re.findall(r'^loket_\w+ = "[\w-]{32}"$', made.passwords.read_text("utf-8"), re.MULTILINE)) == 6


def test_run_again_it_changes_nothing(made: Made, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def state() -> list[Any]:
        with psycopg.connect(made.server.url(DATABASE)) as connection:
            return [
                connection.execute(statement).fetchall()
                for statement in (
                    "SELECT relname, relacl::text FROM pg_class WHERE relacl IS NOT NULL ORDER BY 1",
                    "SELECT attrelid::regclass::text, attname, attacl::text FROM pg_attribute "
                    "WHERE attacl IS NOT NULL ORDER BY 1, 2",
                    "SELECT proname, proacl::text FROM pg_proc WHERE proacl IS NOT NULL ORDER BY 1",
                    "SELECT rolname, rolpassword, rolconnlimit FROM pg_authid WHERE rolname LIKE 'loket%' ORDER BY 1",
                    "SELECT datacl::text FROM pg_database WHERE datname = current_database()",
                    "SELECT setconfig::text FROM pg_db_role_setting ORDER BY 1",
                )
            ]

    before = state()
    assert len(before[4]) == 1
    assert before[3][0][1].startswith("SCRAM-SHA-256$")
    sandi = tmp_path / "sandi.txt"
    sandi.write_text(PASSWORD, encoding="utf-8")
    code = _init(
        "--office-name", "Lain", "--admin", "lain", "--password-file", str(sandi), server=made.server
    )
    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (told["created"], told["roles_made"], told["passwords_file"]) == (False, [], None)
    assert (told["office"], told["office_there"]) == (None, "Dukcapil Kota Teluk Sari")
    assert state() == before
    # And with the file of the first time the same passwords are set once more.
    assert _init("--roles-passwords-file", str(made.passwords), server=made.server) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["passwords_file"] == str(made.passwords)
    assert not told["passwords_written"]


def test_rights_that_somebody_added_by_hand_are_taken_away(made: Made) -> None:
    with psycopg.connect(made.server.url(DATABASE), autocommit=True) as connection:
        connection.execute("GRANT SELECT ON person TO loket_kiosk")
        connection.execute("GRANT SELECT (nik) ON person TO PUBLIC")
        connection.execute("GRANT pg_read_all_data TO loket_display")
        connection.execute("ALTER ROLE loket_kiosk SUPERUSER")
    assert not made.refused("kiosk", "SELECT nik FROM person")
    assert _init(server=made.server) == 0
    assert made.refused("kiosk", "SELECT nik FROM person")
    assert made.refused("display", "SELECT nik FROM person")


def test_the_passwords_are_the_ones_of_the_file(made: Made) -> None:
    """The server really checks one of them here (SCRAM), which the other tests leave to trust."""
    assert made.server._folder is not None
    rules = made.server._folder / "data" / "pg_hba.conf"
    before = rules.read_text(encoding="utf-8")
    url = make_url(made.url("kiosk"))
    right = re.search(r'^loket_kiosk = "(.*)"$', made.passwords.read_text("utf-8"), re.MULTILINE)
    assert right is not None

    def lets_in(password: str) -> bool:
        address = url.set(password=password).render_as_string(hide_password=False)
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    assert _init("--roles-passwords-file", str(made.passwords), server=made.server) == 0
    rules.write_text("host all loket_kiosk 127.0.0.1/32 scram-sha-256\n" + before, encoding="utf-8")
    try:
        made.server.execute("SELECT pg_reload_conf()")
        wait_for(lambda: not lets_in("salah"), timeout_s=10, what="the server to read its new rules")
        assert lets_in(right[1])
    finally:
        rules.write_text(before, encoding="utf-8")
        made.server.execute("SELECT pg_reload_conf()")
    wait_for(lambda: lets_in("salah"), timeout_s=10, what="the server to read its old rules")


def test_limits_hold(made: Made) -> None:
    for kind in KINDS:
        with psycopg.connect(made.url(kind)) as connection:
            found = {
                name: connection.execute(
                    "SELECT setting FROM pg_settings WHERE name = %s", (name,)
                ).fetchone()
                for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
            }
        limits = LIMITS[kind]
        assert found == {
            "lock_timeout": (str(limits.lock_timeout_ms),),
            "statement_timeout": (str(limits.statement_timeout_ms),),
            "idle_in_transaction_session_timeout": (str(limits.idle_in_transaction_ms),),
        }
    with psycopg.connect(made.server.url(DATABASE)) as connection:
        rows = connection.execute("SELECT rolname, rolconnlimit FROM pg_roles WHERE rolname LIKE 'loket_%'")
        assert dict(rows.fetchall()) == {role_of(kind): LIMITS[kind].connections for kind in KINDS}


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("--url", "sqlite:///kantor.db"), 1, "server.not_postgresql"),
        (("--url", "postgresql://postgres@127.0.0.1:1/postgres"), 3, "database.lost"),
        (("--url", "{url}", "--database", "Loket; DROP"), 1, "server.database_name"),
        (("--url", "{url}", "--office-name", "Dukcapil"), 1, "server.office_halves"),
        (("--url", "{lowly}"), 1, "server.no_rights"),
        (("--url", "{url}", "--roles-passwords-file", "{short}"), 1, "server.passwords_short"),
        (("--url", "{url}", "--roles-passwords-file", "{strange}"), 1, "server.passwords_bad"),
        (("--url", "{url}", "--new-passwords", "--roles-passwords-file", "{short}"), 1, "server.passwords_exist"),
        ((), 2, "cli.usage"),
    ],
)  # fmt: skip
def test_refusals_change_nothing(
    made: Made,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    words: tuple[str, ...],
    exit_code: int,
    code: str,
) -> None:
    (tmp_path / "short.toml").write_text('loket_kiosk = "pendek"\n', encoding="utf-8")
    (tmp_path / "strange.toml").write_text('postgres = "tidak-boleh-sama-sekali"\n', encoding="utf-8")
    filled = {
        "{url}": made.server.url(),
        "{lowly}": made.url("kiosk"),
        "{short}": str(tmp_path / "short.toml"),
        "{strange}": str(tmp_path / "strange.toml"),
    }
    assert main(["server", "init", *(filled.get(word, word) for word in words), "--json"]) == exit_code
    assert json.loads(capsys.readouterr().out)["error"] == code
    with psycopg.connect(made.server.url()) as connection:
        assert connection.execute("SELECT 1 FROM pg_database WHERE datname = 'loket'").fetchone() is None


# ---- a kiosk ----


def test_a_kiosk_does_its_work(made: Made) -> None:
    with made.station("kiosk") as (runner, who):
        state = runner.read(read_kiosk, made.office_id)
        assert state.groups
        slip = runner.read(read_slip_content, made.office_id, made.service_id)
        command = IssueTicket(
            **who, service_id=made.service_id, slip=slip, printer_id=made.printer_id, nik_hash="ab" * 16
        )
        ticket = runner.run(issue_ticket, command).value
        assert ticket.job_id is not None
        assert runner.run(issue_ticket, command).value.repeated
        assert runner.read(has_work, made.office_id, made.printer_id)
        job = runner.run(claim_job, ClaimJob(**who, printer_id=made.printer_id, worker="k")).value
        assert job is not None
        for state_of_job in ("sending", "sent"):
            marked = MarkJob(**who, job_id=uuid.UUID(job.job_id), worker="k", state=state_of_job)
            assert runner.run(mark_job, marked).value
        found = runner.read(read_slip, ticket.ticket_id)
        assert found is not None
        runner.run(reprint_slip, ReprintSlip(**who, ticket_id=ticket.ticket_id, printer_id=made.printer_id))
        assert (
            runner.run(claim_job, ClaimJob(**who, printer_id=made.printer_id, worker="k")).value is not None
        )
        assert runner.run(raise_alarm, RaiseAlarm(**who, kind="help")).value.open
        runner.run(beat, Heartbeat(**who))


def test_a_kiosk_checks_an_appointment_in(made: Made) -> None:
    with made.station("kiosk") as (runner, _):
        groups = runner.read(read_kiosk, made.office_id).groups
    group = next(one.id for one in groups if made.service_id in [service.id for service in one.services])
    with made.station("supervisor") as (runner, who):
        slots = MakeSlots(
            **who, group_id=group, from_day=MONDAY, to_day=MONDAY, times=(time(10),), minutes=30, quota=2
        )
        runner.run(make_slots, slots)
        slot = runner.read(list_slots, made.office_id, MONDAY, MONDAY)[0]
    with made.station("counter") as (runner, who):
        who["staff_id"] = made.clerk_id
        booked = runner.run(
            book_appointment,
            BookAppointment(
                **who, slot_id=slot.id, service_id=made.service_id, name="Sari Melati", phone="0811555010"
            ),
        ).value
        assert runner.read(desk_day, made.office_id, MONDAY).appointments[0].name == "Sari Melati"
    with made.station("kiosk", slot.starts_at_utc - timedelta(minutes=5)) as (runner, who):
        checked = runner.run(check_in, CheckIn(**who, code=booked.code, printer_id=made.printer_id)).value
        assert checked.ticket.state == "booked"
    with made.station("kiosk", slot.starts_at_utc + timedelta(minutes=1)) as (runner, who):
        # The next visitor's ticket lets the appointment into the line.
        runner.run(issue_ticket, IssueTicket(**who, service_id=made.service_id))


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT nik FROM person",
        "SELECT id FROM person",
        "SELECT count(*) FROM person",
        "SELECT value FROM contact",
        "SELECT content FROM document_person",
        "SELECT password_hash FROM staff",
        "SELECT login FROM staff",
        "SELECT * FROM staff",
        "SELECT person_id FROM visit",
        "SELECT note FROM ticket",
        "SELECT after FROM event",
        "UPDATE staff SET password_hash = 'x'",
        "UPDATE ticket SET counter_id = NULL",
        "UPDATE office SET ticket_limit_per_nik = 99",
        "DELETE FROM ticket",
        "DELETE FROM nik_use",
        "TRUNCATE command",
        "INSERT INTO call (id) VALUES (gen_random_uuid())",
        "SELECT loket_call_next('{}')",
        "CREATE TABLE sendiri (a int)",
        "CREATE TEMPORARY TABLE sendiri (a int)",
        "COPY person TO STDOUT",
        "SET ROLE loket_admin",
    ],
)
def test_a_kiosk_is_refused(made: Made, statement: str) -> None:
    assert made.refused("kiosk", statement)


def test_a_refusal_is_the_environments_fault_not_a_bug(made: Made) -> None:
    with made.station("kiosk") as (runner, _), pytest.raises(EnvironmentFault) as caught:
        runner.read(lambda work: work.connection.execute(select(Staff.password_hash)).all())
    assert caught.value.code == "database.permission"


# ---- a display ----


def test_a_display_shows_the_hall(made: Made) -> None:
    with made.station("display") as (runner, who):
        assert runner.read(read_display, made.office_id).office == "Dukcapil Kota Teluk Sari"
        assert runner.read(read_calls, made.office_id).now_utc == MORNING
        runner.run(beat, Heartbeat(**who))


def test_a_display_writes_nothing_but_its_own_place(made: Made) -> None:
    written = {
        (table, verb)
        for table, cells in RIGHTS.items()
        for verb, _ in rights_of(cells[KINDS.index("display")])
        if verb != "SELECT"
    }
    assert written == {("station", "INSERT"), ("station", "UPDATE"), ("event", "INSERT")}
    with made.station("display") as (runner, who):
        for use_case, command in (
            (issue_ticket, IssueTicket(**who, service_id=made.service_id)),
            (raise_alarm, RaiseAlarm(**who, kind="help")),
            (open_counter, OpenCounter(**who, staff_id=made.clerk_id, counter_id=made.counters[0])),
        ):
            with pytest.raises(EnvironmentFault) as caught:
                runner.run(use_case, command)  # type: ignore[arg-type]
            assert caught.value.code == "database.permission"
    for statement in ("SELECT needs FROM ticket", "SELECT code FROM ticket", "SELECT name FROM person",
                      "SELECT name FROM staff", "SELECT nik_key FROM office", "SELECT nik_hash FROM nik_use",
                      "UPDATE call SET times = 0", "DELETE FROM station", "SELECT kind FROM event"):  # fmt: skip
        assert made.refused("display", statement), statement


# ---- a counter ----


def test_a_counter_works_a_day(made: Made) -> None:
    with made.station("kiosk") as (kiosk, who):
        tickets = [
            kiosk.run(issue_ticket, IssueTicket(**who, service_id=made.service_id)).value for _ in range(5)
        ]
    with made.station("counter", MORNING + timedelta(hours=1)) as (runner, who):
        with pytest.raises(UserError) as caught:
            runner.run(sign_in, SignIn(**who, login="rina", password="bukan-ini"))
        assert caught.value.code == "staff.wrong"
        signed = runner.run(sign_in, SignIn(**who, login="rina", password=PASSWORD)).value
        own = {**who, "staff_id": signed.staff_id}
        who = {**own, "counter_id": made.counters[0]}
        runner.run(open_counter, OpenCounter(**who))

        def run(use_case: Callable[..., Any], command: Any) -> Any:
            return runner.run(use_case, command).value

        called = run(call_next, CallNext(**who))
        assert called.ticket_id is not None
        run(recall, Recall(**who))
        began = StartService(**who)
        run(start_service, began)
        run(take_back, TakeBack(**who, step_command_id=began.command_id))
        run(start_service, StartService(**who))
        run(finish, Finish(**who, ticket_id=called.ticket_id))
        run(call_next, CallNext(**who))
        run(hold_ticket, HoldTicket(**who, reason="documents"))
        absent = run(call_next, CallNext(**who))
        run(mark_no_show, MarkNoShow(**who))
        run(return_ticket, ReturnTicket(**own, ticket_id=absent.ticket_id))
        sent = run(call_next, CallNext(**who))
        run(start_service, StartService(**who))
        run(transfer_ticket, TransferTicket(**own, ticket_id=sent.ticket_id, to_counter_id=made.counters[1]))
        run(serve_without_ticket, ServeWithoutTicket(**who, service_id=made.service_id))
        run(finish, Finish(**who))
        run(reprint_slip, ReprintSlip(**own, ticket_id=tickets[0].ticket_id, printer_id=made.printer_id))
        assert runner.read(read_counter, made.office_id, made.counters[0]) is not None
        assert runner.read(find_ticket, made.office_id, tickets[0].label) is not None
        for query in (office_name, list_services, list_counters, open_alarms, unprinted, paper_counts,
                      day_of_newest_ticket_ahead, bookable_services, desk_day):  # fmt: skip
            runner.read(query, made.office_id)
        alarm = run(raise_alarm, RaiseAlarm(**who))
        assert not run(answer_alarm, AnswerAlarm(**own, alarm_id=alarm.alarm_id)).open
        run(close_counter, CloseCounter(**who))
        # The house is kept by whichever counter comes first.
        runner.run(seal_events, made.office_id)  # type: ignore[arg-type]
        runner.run(purge_commands, made.office_id)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM person",
        "SELECT details FROM data_request",
        "DELETE FROM contact",
        "DELETE FROM document_person",
        "UPDATE staff SET password_hash = 'x'",
        "INSERT INTO staff_role (staff_id, role) VALUES (gen_random_uuid(), 'administrator')",
        "SELECT nik_key FROM office",
        "SELECT nik_hash FROM nik_use",
        "DELETE FROM event",
        "UPDATE event SET reason = ''",
        "UPDATE queue_policy SET bound = 1",
        "UPDATE counter_service SET weight = 5",
    ],
)
def test_a_counter_is_refused(made: Made, statement: str) -> None:
    assert made.refused("counter", statement)


# ---- the rest, and what comes later ----


def test_an_administrator_sets_the_office_up(made: Made) -> None:
    with made.station("admin") as (runner, who):
        who["staff_id"] = runner.run(sign_in, SignIn(**who, login="admin", password=PASSWORD)).value.staff_id
        runner.run(add_counter, AddCounter(**who, name="9"))
        budi = AddStaff(**who, login="budi", name="Budi Hartono", roles=("clerk",),
                        password_hash=hash_password(PASSWORD))  # fmt: skip
        runner.run(add_staff, budi)
    assert made.refused("admin", "DELETE FROM event")
    assert made.refused("admin", "CREATE TABLE sendiri (a int)")


def test_tools_run_as_the_administrator_and_the_supervisor(
    made: Made, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("LOKET_DATABASE_URL", made.url("admin"))
    for words in (
        ("db", "check"),
        ("db", "backup", str(tmp_path / "cadangan.db")),
        ("catalogue", "export", str(tmp_path / "layanan.yaml")),
        ("catalogue", "import", str(tmp_path / "layanan.yaml"), "--replace"),
    ):
        assert main(list(words)) == 0, capsys.readouterr().err
    monkeypatch.setenv("LOKET_DATABASE_URL", made.url("supervisor"))
    with made.station("kiosk") as (runner, _):
        group = runner.read(read_kiosk, made.office_id).groups[0]
    code, letter = next(one.code for one in group.services if not one.general), group.letter
    bookings = tmp_path / "janji.csv"
    bookings.write_text(
        f"reference;date;time;service;name;phone\nUJI-1;2026-11-24;09:00;{code};Sari;081155501000\n", "utf-8"
    )
    for words in (
        (
            "appointment",
            "slots",
            "--group",
            letter,
            "--from",
            "2026-11-24",
            "--times",
            "09:00",
            "--quota",
            "2",
        ),
        ("appointment", "import", str(bookings)),
    ):
        assert main(list(words)) == 0, capsys.readouterr().err


@pytest.mark.parametrize("kind", ["backoffice", "supervisor"])
def test_staff_sign_in_at_every_station_of_theirs(made: Made, kind: str) -> None:
    with made.station(kind) as (runner, who):
        assert (
            runner.run(sign_in, SignIn(**who, login="rina", password=PASSWORD)).value.name == "Rina Wulandari"
        )


def test_only_the_stations_that_must_can_read_a_nik(made: Made) -> None:
    def readers(table: str, column: str) -> set[str]:
        with psycopg.connect(made.server.url(DATABASE)) as connection:
            return {
                kind
                for kind in KINDS
                if connection.execute(
                    "SELECT has_column_privilege(%s, %s, %s, 'SELECT')", (role_of(kind), table, column)
                ).fetchone() == (True,)
            }  # fmt: skip

    # A counter takes files in and hands them over, so it works with residents; kiosk and display never do.
    assert readers("person", "nik") == {"counter", "backoffice", "supervisor", "admin"}
    assert readers("document_person", "content") == {"counter", "backoffice", "supervisor", "admin"}
    assert readers("blob", "content") == {"counter", "backoffice", "supervisor", "admin"}
    assert readers("data_request", "details") == {"backoffice", "supervisor", "admin"}
    assert readers("contact", "value") == {"counter", "backoffice", "supervisor", "admin"}
    assert readers("staff", "password_hash") == {"counter", "backoffice", "supervisor", "admin"}
    assert readers("office", "nik_key") == {"kiosk", "admin"}


def test_every_table_function_and_sequence_has_its_line(made: Made) -> None:
    """A migration that adds one must say in desktop/models/roles.py who may use it."""
    assert set(RIGHTS) == {*metadata.tables, "alembic_version"}
    for table, cells in RIGHTS.items():
        named = {name for cell in cells for _, names in rights_of(cell) for name in names}
        if table in metadata.tables:
            assert named <= set(metadata.tables[table].columns.keys()), table
    with psycopg.connect(made.server.url(DATABASE)) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        functions = connection.execute(
            "SELECT p.oid, p.proname FROM pg_proc p WHERE pronamespace = 'public'::regnamespace"
        ).fetchall()
        sequences = connection.execute("SELECT sequencename FROM pg_sequences").fetchall()
        listed = [
            connection.execute("SELECT %s::regprocedure::oid", (name,)).fetchone() for name in FUNCTIONS
        ]
    assert {name for (name,) in tables} == set(RIGHTS)
    assert {row[0] for row in listed if row} == {oid for oid, _ in functions}
    assert {name for (name,) in sequences} == set(SEQUENCES)


def test_a_table_without_a_line_is_shut_and_named(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    with psycopg.connect(made.server.url(DATABASE), autocommit=True) as connection:
        connection.execute("CREATE TABLE kelak (a int)")
        connection.execute("CREATE FUNCTION kelak() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    try:
        for kind in KINDS:
            assert made.refused(kind, "SELECT a FROM kelak")
            assert made.refused(kind, "SELECT kelak()")
        assert unlisted_tables(made.server.url(DATABASE)) == ("kelak",)
        assert _init(server=made.server) == 0
        assert json.loads(capsys.readouterr().out)["unlisted_tables"] == ["kelak"]
    finally:
        with psycopg.connect(made.server.url(DATABASE), autocommit=True) as connection:
            connection.execute("DROP TABLE kelak")
            connection.execute("DROP FUNCTION kelak()")


def test_a_misspelt_right_is_an_error() -> None:
    assert list(rights_of("r(id name) a w")) == [("SELECT", ("id", "name")), ("INSERT", ()), ("UPDATE", ())]
    for wrong in ("x", "r,a", "r(id"):
        with pytest.raises(ValueError, match="not rights"):
            list(rights_of(wrong))
