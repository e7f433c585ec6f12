"""Behind the page "Data pribadi": the register, the person, answers, the paper. No Qt.

Opening a person or a request is written down as a look at their data.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from desktop.domain.errors import LoketError
from desktop.office.files.privacy import (
    DecideRequest,
    LookAtPerson,
    PersonRow,
    ReceiveRequest,
    RequestDetail,
    RequestRow,
    decide_request,
    due_requests,
    find_people,
    receive_request,
    record_look,
    request_detail,
)
from desktop.office.files.privacy_data import MyData, PrintMyData, my_data, print_my_data
from desktop.office.queue.rows import zone_of
from desktop.ui.files.privacy.state import (
    Asked,
    Line,
    PersonCard,
    PersonLine,
    RequestCard,
    RequestLine,
    Scene,
    Screen,
)
from desktop.ui.tasks import StationContext, Tasks

PAUSE_MS = 200
MINUTE_MS = 60_000
_SHOWN_LOOKS = 5


class PrivacyPresenter:
    """One page, from its opening until it is closed."""

    def __init__(
        self, tasks: Tasks, context: StationContext, view: Screen, staff_id: uuid.UUID | None
    ) -> None:
        self._tasks, self._context, self._view, self._staff_id = tasks, context, view, staff_id
        self.scene = Scene()
        self._zone = ZoneInfo("UTC")
        self._asked = 0
        self._waiting: Any = None
        self._timers: list[Any] = []

    def start(self) -> None:
        """Read the register, and again whenever something changed and as the clock runs."""
        self._view.show_scene(self.scene)
        self._read(zone_of, done=self._told_zone)

    def stop(self) -> None:
        """The page was closed."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()

    def _told_zone(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self._reload()
        self._timers = [
            self._tasks.on_news(self._reload, owner=self),
            self._tasks.every(MINUTE_MS, self._reload, owner=self),
        ]

    # ---- finding ----

    def search(self, text: str) -> None:
        """The field changed: look for people after a rest."""
        if self._waiting is not None:
            self._waiting.cancel()
        if not text.strip():
            self._show(searched="", found=())
            return
        self._waiting = self._tasks.later(PAUSE_MS, lambda: self._find(text.strip()), owner=self)

    def _find(self, text: str) -> None:
        self._asked += 1
        asked = self._asked

        def found(rows: tuple[PersonRow, ...]) -> None:
            if asked == self._asked:
                self._show(searched=text, found=tuple(_person_line(row) for row in rows))

        self._read(find_people, text, done=found, background=True)

    # ---- opening ----

    def open_person(self, person_id: uuid.UUID) -> None:
        """Show what is held about somebody, and write the look down."""
        line = next((one for one in self.scene.found if one.person_id == person_id), None)

        def looked(_result: Any) -> None:
            self._read(my_data, person_id, done=got)

        def got(data: MyData) -> None:
            known = line or PersonLine(person_id, data.name, "", data.restricted, 0)
            looks = tuple(
                (look.at_utc.astimezone(self._zone), look.who, look.why) for look in data.looks[:_SHOWN_LOOKS]
            )
            held = tuple((section.code, len(section.facts)) for section in data.sections)
            card = PersonCard(replace(known, restricted=data.restricted), held, looks, len(data.looks))
            self._show(person=card, request=None, fault=None, said=None)

        self._run(record_look, LookAtPerson(**self._who, person_id=person_id, why="request"), looked)

    def open_request(self, request_id: uuid.UUID) -> None:
        """Show a request with its values, and write the look down."""
        line = next(one for one in self.scene.requests if one.request_id == request_id)

        def looked(_result: Any) -> None:
            self._read(request_detail, request_id, done=got)

        def got(detail: RequestDetail) -> None:
            card = RequestCard(self._line(detail.row), detail.before, detail.to, detail.note)
            self._show(request=card, person=None, fault=None, said=None)

        self._run(record_look, LookAtPerson(**self._who, person_id=line.person_id, why="request"), looked)

    # ---- requests ----

    def receive(self, asked: Asked) -> None:
        """Enter a request of the person that is open."""
        person = self.scene.person
        if person is None:
            return

        def received(result: Any) -> None:
            card = RequestCard(self._line(result.value), "", "", asked.note)
            self._show(request=card, person=None, busy=False, said=Line("privacy.received"))
            self._reload()
            self._read(request_detail, result.value.request_id, done=detailed)

        def detailed(detail: RequestDetail) -> None:
            self._show(request=RequestCard(self._line(detail.row), detail.before, detail.to, detail.note))

        command = ReceiveRequest(
            **self._who, person_id=person.line.person_id, kind=asked.kind, field=asked.field, to=asked.to,
            lift=asked.lift, note=asked.note,
        )  # fmt: skip
        self._run(receive_request, command, received)

    def decide(self, granted: bool, decision: str = "") -> None:
        """Answer the request that is open."""
        card = self.scene.request
        if card is None or card.line.state != "open":
            return

        def decided(result: Any) -> None:
            said = Line("privacy.granted" if granted else "privacy.was_refused")
            self._show(request=replace(card, line=self._line(result.value)), busy=False, said=said)
            self._reload()

        command = DecideRequest(
            **self._who, request_id=card.line.request_id, granted=granted, decision=decision
        )
        self._run(decide_request, command, decided)

    def print_data(self) -> None:
        """Print data saya of whoever is open; the office's printer for sheets, if it has one."""
        person, request = self.scene.person, self.scene.request
        key = person.line.person_id if person else request.line.person_id if request else None
        if key is None:
            return

        def printed(result: Any) -> None:
            code = "privacy.printed" if result.value.printed else "privacy.kept_paper"
            self._show(busy=False, said=Line(code))

        command = PrintMyData(
            **self._who, person_id=key, language=self._context.language, any_printer=True,
            request_id=request.line.request_id if request else None,
        )  # fmt: skip
        self._run(print_my_data, command, printed)

    # ---- inside ----

    @property
    def _who(self) -> dict[str, Any]:
        context = self._context
        return {"office_id": context.office_id, "station_id": context.station_id, "staff_id": self._staff_id}

    def _read(self, query: Any, *args: Any, done: Any, failed: Any = None, background: bool = False) -> None:
        self._tasks.read(query, self._context.office_id, *args, done=done, failed=failed or self._failed,
                         owner=self, background=background)  # fmt: skip

    def _run(self, use_case: Any, command: Any, done: Callable[[Any], None]) -> None:
        self._show(busy=True, fault=None, said=None)
        self._tasks.run(use_case, command, done=done, failed=self._failed, owner=self)

    def _failed(self, error: LoketError) -> None:
        self._show(busy=False, fault=Line(error.code, error.details))

    def _reload(self) -> None:
        self._read(due_requests, done=self._loaded)

    def _loaded(self, rows: tuple[RequestRow, ...]) -> None:
        self._show(loaded=True, requests=tuple(self._line(row) for row in rows))

    def _line(self, row: RequestRow) -> RequestLine:
        return RequestLine(
            row.request_id, row.person_id, row.kind, row.state, row.name, row.nik,
            row.received_at_utc.astimezone(self._zone), row.due_at_utc.astimezone(self._zone), row.minutes_left,
            row.field, row.lift, row.decision,
        )  # fmt: skip

    def _show(self, **changed: Any) -> None:
        scene = replace(self.scene, **{"busy": False, **changed})
        if scene != self.scene:
            self.scene = scene
            self._view.show_scene(scene)


def _person_line(row: PersonRow) -> PersonLine:
    return PersonLine(row.person_id, row.name, row.nik, row.restricted, row.files)
