"""Work off the UI thread: results come back on the main thread, news arrives, a lost line is told and mended."""

from __future__ import annotations

import gc
import threading
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject

from benchmarks.slow_link import SlowLink
from desktop.app.headless import OpenOffice, open_office
from desktop.app.lanes import Lanes
from desktop.domain.errors import EnvironmentFault, LoketError, UserError
from desktop.models.engine import create_office_engine
from desktop.office.queue import IssueTicket, issue_ticket
from desktop.office.work import Command, Result, Work
from tests.support.small_office import SmallOffice, make_small_office


@pytest.fixture
def office(database_url: str) -> Iterator[tuple[SmallOffice, OpenOffice]]:
    engine = create_office_engine(database_url)
    small = make_small_office(engine)
    engine.dispose()
    with open_office(database_url, "tests") as opened:
        yield small, opened


@pytest.fixture
def lanes(office: tuple[SmallOffice, OpenOffice], database_url: str, qapp: Any) -> Iterator[Lanes]:
    lanes = Lanes(create_office_engine(database_url), office[0].office_id)
    lanes.start()
    yield lanes
    lanes.close()


def _ticket(small: SmallOffice) -> IssueTicket:
    return IssueTicket(office_id=small.office_id, service_id=small.services[0])


def test_a_result_comes_back_on_the_main_thread_and_everybody_is_told_to_look(
    qtbot: Any, lanes: Lanes, office: tuple[SmallOffice, OpenOffice]
) -> None:
    small, _opened = office
    results: list[tuple[str, threading.Thread]] = []
    looks: list[int] = []
    lanes.on_news(lambda: looks.append(1))
    lanes.run(
        issue_ticket,
        _ticket(small),
        lambda result: results.append((result.value.label, threading.current_thread())),
    )
    qtbot.waitUntil(lambda: bool(results and looks), timeout=10_000)
    assert results == [("A001", threading.main_thread())]


def test_what_another_program_commits_is_news_before_the_slow_poll(
    qtbot: Any, lanes: Lanes, office: tuple[SmallOffice, OpenOffice]
) -> None:
    small, opened = office
    heard = threading.Event()
    lanes._slow.stop()  # only the wake-up may tell
    ready: list[Any] = []
    lanes.read(lambda work: work.now(), done=ready.append)
    qtbot.waitUntil(lambda: bool(ready), timeout=10_000)
    lanes.on_news(heard.set)

    def issued_and_heard() -> bool:
        # The listener may still be on its way to its first LISTEN: somebody else takes another number then.
        opened.run(issue_ticket, _ticket(small))
        qtbot.waitUntil(lambda: True)
        return heard.is_set()

    qtbot.waitUntil(issued_and_heard, timeout=10_000)


def test_nothing_is_called_back_once_the_owner_is_gone(
    qtbot: Any, lanes: Lanes, office: tuple[SmallOffice, OpenOffice]
) -> None:
    gate = threading.Event()
    called: list[str] = []
    owner = QObject()

    def slow(work: Work) -> str:
        gate.wait(10)
        return "late"

    lanes.read(slow, done=called.append, owner=owner)
    del owner
    gc.collect()
    gate.set()
    lanes.read(lambda work: "after", done=called.append)
    qtbot.waitUntil(lambda: bool(called), timeout=10_000)
    assert called == ["after"]


def test_a_refusal_and_a_bug_reach_whoever_asked(qtbot: Any, lanes: Lanes) -> None:
    failures: list[LoketError] = []

    def refuse(work: Work, command: Command) -> Result[None]:
        raise UserError("queue.quota", quota=3)

    def broken(work: Work, command: Command) -> Result[None]:
        raise ZeroDivisionError

    command = Command(office_id=uuid.uuid4())
    lanes.run(refuse, command, failed=failures.append)
    lanes.run(broken, command, failed=failures.append)
    qtbot.waitUntil(lambda: len(failures) == 2, timeout=10_000)
    assert failures[0].code == "queue.quota"
    assert failures[1].code == "app.incident"
    assert failures[1].details["number"]


def test_a_report_does_not_delay_what_a_person_waits_for(qtbot: Any, lanes: Lanes) -> None:
    gate = threading.Event()
    order: list[str] = []

    def report(work: Work) -> str:
        gate.wait(10)
        return "report"

    lanes.read(report, done=order.append, background=True)
    lanes.read(lambda work: "call", done=order.append)
    qtbot.waitUntil(lambda: order == ["call"], timeout=10_000)
    gate.set()
    qtbot.waitUntil(lambda: order == ["call", "report"], timeout=10_000)


def test_a_pulled_cable_is_told_and_so_is_its_return(
    qtbot: Any, postgres_url: str, postgres_server: Any, qapp: Any
) -> None:
    engine = create_office_engine(postgres_url)
    small = make_small_office(engine)
    engine.dispose()
    with SlowLink(postgres_server.port) as link:
        through = postgres_url.replace(f":{postgres_server.port}/", f":{link.port}/")
        lanes = Lanes(create_office_engine(through), small.office_id)
        told: list[LoketError | None] = []
        lanes.on_connection(told.append)
        lanes.start()
        try:
            ready: list[Any] = []
            lanes.read(lambda work: work.now(), done=ready.append)
            qtbot.waitUntil(lambda: bool(ready), timeout=10_000)
            link.refuse = True
            link.cut()
            qtbot.waitUntil(lambda: any(isinstance(one, EnvironmentFault) for one in told), timeout=20_000)
            link.refuse = False
            qtbot.waitUntil(lambda: told[-1] is None, timeout=20_000)
            results: list[str] = []
            lanes.run(issue_ticket, _ticket(small), lambda result: results.append(result.value.label))
            qtbot.waitUntil(lambda: results == ["A001"], timeout=20_000)
        finally:
            lanes.close()
