"""The desk's appointments: a day's list, check-in, booking, cancelling. No Qt."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from desktop.domain.calendar import zone_label
from desktop.domain.errors import LoketError
from desktop.office.appointments import (
    BookAppointment,
    CancelAppointment,
    CheckIn,
    book_appointment,
    cancel_appointment,
    check_in,
    code_text,
)
from desktop.office.appointments.lists import (
    AppointmentDay,
    AppointmentRow,
    bookable_services,
    desk_day,
    local,
    offered_slots,
)
from desktop.ui.counter.appointments_state import (
    AppointmentsScreen,
    Choice,
    DayState,
    Line,
    SlotLine,
    Visitor,
)
from desktop.ui.tasks import StationContext, Tasks


class AppointmentsPresenter:
    """One opening of the panel.

    Args:
        tasks: work off the UI thread, time and news.
        context: where this station stands; its slips go to its printer.
        view: the panel.
        staff_id: who works here; named in events.
    """

    def __init__(
        self, tasks: Tasks, context: StationContext, view: AppointmentsScreen, staff_id: uuid.UUID | None
    ) -> None:
        self._tasks, self._context, self._view = tasks, context, view
        self._who: dict[str, Any] = {
            "office_id": context.office_id,
            "station_id": context.station_id,
            "staff_id": staff_id,
        }
        self._day: date | None = None
        self._zone = ""
        self._shown: DayState | None = None
        self._busy = False
        self._groups: dict[uuid.UUID, uuid.UUID] = {}
        self._service: uuid.UUID | None = None
        self._news: Any = None

    def start(self) -> None:
        """Read today, and stay live until `stop`."""
        self._news = self._tasks.on_news(self.read, owner=self)
        self.read()

    def stop(self) -> None:
        """The panel is closed."""
        if self._news is not None:
            self._news.cancel()

    def read(self) -> None:
        """Read the day that is shown."""
        self._tasks.read(
            desk_day,
            self._context.office_id,
            self._day,
            done=self._got,
            failed=self._failed,
            owner=self,
        )

    def turn(self, days: int) -> None:
        """Go to another day."""
        if self._shown is not None:
            self._day = self._shown.day + timedelta(days=days)
            self.read()

    # what people do

    def check_in_code(self, code: str) -> None:
        """Somebody at the desk says or shows a code."""
        if code.strip():
            self._check_in(CheckIn(**self._who, code=code, **self._at_desk()))

    def check_in(self, key: uuid.UUID) -> None:
        """Somebody of the list is here."""
        self._check_in(CheckIn(**self._who, appointment_id=key, **self._at_desk()))

    def cancel(self, key: uuid.UUID) -> None:
        """Cancel an appointment of the list."""
        self._write(
            cancel_appointment,
            CancelAppointment(**self._who, appointment_id=key),
            lambda outcome: Line("appointment.done_cancelled", {"appointment": code_text(outcome.code)}),
        )

    def begin_booking(self) -> None:
        """Show which services can be booked."""

        def got(services: Any) -> None:
            self._groups = {one.id: one.group_id for one in services}
            if not services:
                self._view.show_fault(Line("appointment.none_free"))
                return
            self._view.show_services(
                tuple(
                    Choice(one.id, one.name_id, one.name_en, one.group_id_name, one.group_en_name)
                    for one in services
                )
            )

        self._tasks.read(
            bookable_services, self._context.office_id, done=got, failed=self._failed, owner=self
        )

    def choose_service(self, key: uuid.UUID) -> None:
        """Show the slots of a service."""
        group = self._groups.get(key)
        if group is None:
            return
        self._service = key

        def got(slots: Any) -> None:
            self._view.show_slots(
                tuple(
                    Choice(one.id, at=one.starts_local, free=one.quota - one.booked, quota=one.quota)
                    for one in slots
                )
            )

        self._tasks.read(
            offered_slots, self._context.office_id, group, done=got, failed=self._failed, owner=self
        )

    def book(self, slot: uuid.UUID, name: str, phone: str) -> None:
        """Book the chosen service in a slot."""
        if self._service is None:
            return

        def said(outcome: Any) -> Line:
            at = local(outcome.starts_at_utc, self._zone)
            self._day = at.date()
            self._view.show_list()
            return Line(
                "appointment.done_booked",
                {"day": at.date(), "time": at, "appointment": code_text(outcome.code)},
            )

        command = BookAppointment(**self._who, slot_id=slot, service_id=self._service, name=name, phone=phone)
        self._write(book_appointment, command, said)

    # inside

    def _at_desk(self) -> dict[str, Any]:
        return {
            "source": "counter",
            "language": self._context.language,
            "printer_id": self._context.printer_id,
        }

    def _check_in(self, command: CheckIn) -> None:
        def said(outcome: Any) -> Line:
            args = {"number": outcome.ticket.label, "time": local(outcome.slot_at_utc, self._zone)}
            if outcome.again:
                return Line("appointment.again", args)
            if outcome.late:
                return Line("appointment.late", args)
            if outcome.ticket.state == "booked":
                return Line("appointment.checked_in_early", args)
            return Line("appointment.checked_in_now", args)

        self._write(check_in, command, said)

    def _write(self, use_case: Any, command: Any, said: Callable[[Any], Line]) -> None:
        if self._busy:
            return  # a second press of a trembling hand is the same press
        self._busy = True

        def done(result: Any) -> None:
            self._busy = False
            self._view.say(said(result.value))
            self.read()

        self._tasks.run(use_case, command, done, self._failed, owner=self)

    def _failed(self, error: LoketError) -> None:
        self._busy = False
        self._view.show_fault(Line(error.code, dict(error.details)))

    def _got(self, day: AppointmentDay) -> None:
        self._zone = day.zone
        state = DayState(day.day, zone_label(day.zone), _slots(day))
        if state != self._shown:
            self._shown = state
            self._view.show_day(state)


def _slots(day: AppointmentDay) -> tuple[SlotLine, ...]:
    visitors: dict[uuid.UUID, list[Visitor]] = {}
    for one in day.appointments:
        visitors.setdefault(one.slot_id, []).append(_visitor(one, today=day.day == day.today))
    return tuple(
        SlotLine(
            key=slot.id,
            at=slot.starts_local,
            letter=slot.letter,
            group_id=slot.group_id_name,
            group_en=slot.group_en_name,
            free=slot.quota - slot.booked,
            quota=slot.quota,
            visitors=tuple(visitors.get(slot.id, ())),
        )
        for slot in day.slots
    )


def _visitor(one: AppointmentRow, *, today: bool) -> Visitor:
    return Visitor(
        key=one.id,
        code=code_text(one.code),
        service_id=one.service_id_name,
        service_en=one.service_en_name,
        name=one.name,
        phone=one.phone,
        state=one.state,
        number=one.number,
        can_check_in=today and one.state == "booked",
        can_cancel=one.state == "booked",
    )
