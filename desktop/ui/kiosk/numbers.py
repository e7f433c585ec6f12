"""Where the kiosk gets its numbers: makes the command of a choice, keeps the number, its slip and its copies.

Used by the kiosk's presenter only; plain Python.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from desktop.domain.errors import UserError
from desktop.domain.nik import daily_hash
from desktop.office.appointments import CheckedIn, CheckIn, check_in
from desktop.office.live.kiosk import KioskService, KioskState
from desktop.office.live.waits import Wait
from desktop.office.paper_queue import ReprintSlip, reprint_slip
from desktop.office.queue import IssueTicket, issue_ticket
from desktop.office.slips import slip_content
from desktop.ui.kiosk.flow import Flow
from desktop.ui.kiosk.issuing import Given, Issuing, SlipWatch
from desktop.ui.kiosk.states import Body, DoneState, Say, WaitState, When
from desktop.ui.tasks import StationContext, Tasks

TROUBLE_S = 45

_REFUSALS = {
    "queue.quota": "kiosk.quota",
    "queue.nik_limit": "kiosk.nik_limit",
    "queue.no_service": "kiosk.no_service",
    "appointment.code_form": "kiosk.code_unknown",
    "appointment.code_check": "kiosk.code_unknown",
    "appointment.code_unknown": "kiosk.code_unknown",
    "appointment.unknown": "kiosk.code_unknown",
    "appointment.was_cancelled": "kiosk.code_cancelled",
    "appointment.other_day": "kiosk.code_other_day",
    "appointment.day_over": "kiosk.code_day_over",
    "appointment.done": "kiosk.code_done",
    "appointment.too_early": "kiosk.code_early",
}


class NumberDesk:
    """Gives one number at a time.

    Args:
        tasks, context: as the presenter's.
        owner: callbacks end with it.
        changed: something to show changed.
        given: the number is there.
        refused: why there is none.
    """

    def __init__(self, tasks: Tasks, context: StationContext, owner: object, *, changed: Callable[[], None],
                 given: Callable[[], None], refused: Callable[[Say], None]) -> None:  # fmt: skip
        self._tasks, self._context, self._owner = tasks, context, owner
        self._tell_given, self._tell_refused = given, refused
        self._issuing = Issuing(tasks, owner, changed, self._got, self._no)
        self._slip = SlipWatch(tasks, owner, changed)
        self._offer: Given | None = None
        self._trouble_s = 0
        self._zone = ZoneInfo("UTC")
        self.given: Given | None = None

    @property
    def busy(self) -> bool:
        """Whether a number was asked for and is not there yet."""
        return self._issuing.busy

    @property
    def quiet(self) -> bool:
        """Whether it was asked for only a moment ago: nothing needs to be said yet."""
        return self.busy and not (self._issuing.slow or self._issuing.trouble)

    @property
    def paperless(self) -> bool:
        """Whether the visitor must keep the number without paper."""
        return self._slip.state in ("no_paper", "not_printed")

    @property
    def can_reprint(self) -> bool:
        """Whether another slip of the number can be asked for."""
        return self._context.printer_id is not None and self._slip.state == "printed"

    def forget(self) -> None:
        """The visitor has gone."""
        self._issuing.forget()
        self.given = self._offer = None
        self._trouble_s = 0

    def connection_back(self) -> None:
        """The database answers again: ask at once for what is still wanted."""
        self._issuing.send()

    def tick(self) -> bool:
        """A second has passed; True when the office has not answered for too long."""
        self._slip.tick()
        self._trouble_s = self._trouble_s + 1 if self.busy and self._issuing.trouble else 0
        return self._trouble_s >= TROUBLE_S

    def issue(self, state: KioskState, flow: Flow, today: date) -> None:
        """Ask for the number of what was chosen. The NIK goes no further than its hash of today."""
        service = flow.service(state)
        if service is None or self.busy:
            return
        wait = service.priority_wait if flow.priority else service.wait
        low, median, high = (wait.low_min, wait.median_min, wait.high_min) if wait else (None, None, None)
        version, english = service.version, flow.language == "en"
        nik_hash = daily_hash(bytes.fromhex(state.nik_key), today, flow.digits) if flow.digits else None
        flow.digits = ""
        self._offer = Given(
            None,
            version.short_en if english else version.short_id,
            low,
            high,
            version.bring_en if english else version.bring_id,
        )
        command = IssueTicket(
            office_id=self._context.office_id,
            station_id=self._context.station_id,
            service_id=service.id,
            priority=flow.priority,
            reason=flow.reason,
            language=flow.language,
            nik_hash=nik_hash,
            slip=_slip(state, service, wait, flow),
            printer_id=self._context.printer_id,
            wait_low_min=low,
            wait_median_min=median,
            wait_high_min=high,
        )
        self._issuing.ask(issue_ticket, command)

    def check_in(self, state: KioskState, flow: Flow) -> None:
        """Ask for the number of the appointment whose code was given."""
        if self.busy:
            return
        self._offer, self._zone = None, ZoneInfo(state.zone)
        command = CheckIn(
            office_id=self._context.office_id,
            station_id=self._context.station_id,
            code=flow.code,
            language=flow.language,
            printer_id=self._context.printer_id,
            priority=flow.priority,
        )
        self._issuing.ask(check_in, command)

    def print_again(self, failed: Callable[[], None]) -> None:
        """Ask for another slip of the number that was given."""
        if self.given is None or not self.can_reprint:
            return
        ticket_id = self.given.ticket.ticket_id
        command = ReprintSlip(
            office_id=self._context.office_id,
            station_id=self._context.station_id,
            ticket_id=ticket_id,
            printer_id=self._context.printer_id,
        )
        self._slip.state = "printing"  # a second touch asks for no second copy
        self._tasks.run(
            reprint_slip,
            command,
            lambda _result: self._slip.start(ticket_id, True),
            lambda _error: failed(),
            owner=self._owner,
        )

    def screen(self, left_s: int) -> Body:
        """The number, or that it is being asked for."""
        given = self.given
        if given is None:
            return WaitState(Say("kiosk.wait_trouble" if self._issuing.trouble else "kiosk.wait"))
        booked = given.ticket.state == "booked" and given.slot_at is not None
        return DoneState(
            number=given.ticket.label,
            service=given.service,
            slip=self._slip.state,
            people_ahead=None if booked else given.ticket.people_ahead,
            low_min=None if booked else given.low_min,
            high_min=None if booked else given.high_min,
            slot=When(given.slot_at, short=True) if booked else None,
            bring=given.bring,
            seconds=left_s,
            note=Say("kiosk.late") if given.late else None,
        )

    def _got(self, value: Any) -> None:
        offer = self._offer
        if offer is not None:
            self.given = Given(value, offer.service, offer.low_min, offer.high_min, offer.bring)
        else:
            checked: CheckedIn = value
            slot = checked.slot_at_utc.astimezone(self._zone)
            self.given = Given(
                checked.ticket, checked.service, bring=checked.bring, slot_at=slot, late=checked.late
            )
        ticket = self.given.ticket
        self._slip.start(ticket.ticket_id, ticket.job_id is not None)
        self._tell_given()

    def _no(self, error: UserError) -> None:
        self._tell_refused(Say(_REFUSALS.get(error.code, error.code), dict(error.details)))


def _slip(state: KioskState, service: KioskService, wait: Wait | None, flow: Flow) -> dict[str, Any]:
    version = service.version
    return slip_content(
        office=state.office_name,
        service=version.short_en if flow.language == "en" else version.short_id,
        zone=state.zone,
        language=flow.language,
        address=state.address,
        hotline=state.hotline,
        wait_low_min=wait.low_min if wait else None,
        wait_high_min=wait.high_min if wait else None,
        bring=version.slip_bring,
        free=version.free,
        fee_text=f"Rp{version.fee_amount:,}".replace(",", ".") if version.fee_amount else "",
        priority=flow.priority,
    )
