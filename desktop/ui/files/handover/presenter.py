"""The handover page's presenter: reads the file, compares, keeps what was entered, gives out. No Qt."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from desktop.domain.errors import LoketError
from desktop.domain.numbers import FileNumber, read_code
from desktop.office.files.commands import GivenPerson
from desktop.office.files.handover import (
    CheckIdentity,
    HandOver,
    RecordLook,
    check_identity,
    hand_over,
    record_look,
)
from desktop.office.files.handover_values import HandedOver
from desktop.office.live.handover import (
    HandoverState,
    HandoverTicket,
    open_handover,
    read_handover_ticket,
)
from desktop.ui.files.handover.scene import (
    Entered,
    digits_of,
    elapsed_s,
    key_of,
    other_fate,
    scene_of,
    strip_of,
    why_not,
)
from desktop.ui.files.handover.state import DoneScene, HandoverScreen, Line, Scene
from desktop.ui.tasks import StationContext, Tasks

_FRESH = ("file.changed", "file.already_collected", "file.wrong_state", "handover.bag_incomplete",
          "handover.originals_open", "handover.unknown_thing")  # fmt: skip
"""Refusals after which the page must show what is true now."""


class HandoverPresenter:
    """One opening of the page.

    Args:
        staff_id: who gives out; named in events and on the proof.
        counter_id, ticket_id: where the visitor is served, if at a counter.
        on_done: told the outcome once documents have been given out.
    """

    def __init__(
        self,
        tasks: Tasks,
        context: StationContext,
        view: HandoverScreen,
        staff_id: uuid.UUID | None,
        *,
        counter_id: uuid.UUID | None = None,
        ticket_id: uuid.UUID | None = None,
        on_done: Callable[[HandedOver], None] | None = None,
    ) -> None:
        self._tasks, self._context, self._view = tasks, context, view
        self._staff, self._counter, self._ticket_id = staff_id, counter_id, ticket_id
        self._on_done = on_done
        self._who: dict[str, Any] = {
            "office_id": context.office_id,
            "station_id": context.station_id,
            "staff_id": staff_id,
        }
        self._state: HandoverState | None = None
        self._entered = Entered()
        self._done: DoneScene | None = None
        self._ticket: HandoverTicket | None = None
        self._fault: Line | None = None
        self._other = ""
        self._busy = False
        self._scanned = False
        self._order: HandOver | None = None
        self._timer: Any = None

    # coming and going

    def start(self, what: uuid.UUID | str | None) -> None:
        """Open a file, or wait for a scan; the ticket's time runs until `stop`."""
        self._timer = self._tasks.every(1000, self._tick, owner=self)
        if self._ticket_id is not None:
            self._tasks.read(
                read_handover_ticket, self._context.office_id, self._ticket_id,
                done=self._got_ticket, failed=self._failed, owner=self,
            )  # fmt: skip
        self._show()
        if what is not None:
            self.open(what)

    def stop(self) -> None:
        """The page is closed."""
        if self._timer is not None:
            self._timer.cancel()

    def open(self, what: uuid.UUID | str, *, scanned: bool = False) -> None:
        """Read a file by its key or its number."""

        def got(state: HandoverState) -> None:
            if self._state is None or self._state.application_id != state.application_id:
                self._entered = Entered()
                self._look(state)
            self._state, self._done, self._fault, self._other = state, None, None, ""
            self._order = None
            self._scanned = scanned
            self._show()

        self._tasks.read(
            open_handover, self._context.office_id, what, self._staff,
            done=got, failed=self._failed, owner=self,
        )  # fmt: skip

    def take_scan(self, text: str) -> bool:
        """A scan while the page is open; False where it is none of a file's."""
        try:
            number = read_code(text)
        except LoketError as error:
            if error.code != "number.file_check":
                return False
            self._failed(error)
            return True
        if not isinstance(number, FileNumber):
            return False
        here = self._state
        if here is not None and self._done is None and here.code == number.code:
            self._scanned, self._other = True, ""
            self._show(note=Line("handover.same_file"))
        elif here is None or self._done is not None or not self._entered.touched or not self._open_now():
            self.open(number.code, scanned=True)
        elif self._other == number.text:
            self.open_other()  # scanned twice: it is meant
        else:
            self._other = number.text
            self._show()
        return True

    def typed(self, text: str) -> None:
        """A number typed into the page's own field."""
        if text.strip():
            self.open(text)

    def open_other(self) -> None:
        """Leave this file for the one that was scanned in between."""
        if self._other:
            self.open(self._other, scanned=True)

    # what is entered

    def tick(self, key: str, on: bool) -> None:
        """A thing lies in the receiver's hand, or was taken in."""
        (self._entered.ticked.add if on else self._entered.ticked.discard)(key)
        self._show()

    def tick_all(self) -> None:
        """Everything was counted into the receiver's hand."""
        if self._state is not None:
            self._entered.ticked.update(key_of(one) for one in self._state.things)
            self._show()

    def turn(self, key: str) -> None:
        """An original is taken in for good and not given back, or the other way round."""
        for thing in self._state.things if self._state is not None else ():
            if key_of(thing) == key and thing.kind == "original":
                self._entered.fates[key] = other_fate(self._entered.fate(thing))
        self._show()

    def choose_collector(self, collector: str) -> None:
        """``applicant`` or ``proxy``; the digits are of another paper then and are asked again."""
        if collector != self._entered.collector:
            self._entered.collector = collector
            self._entered.last4, self._entered.digits, self._entered.reason = "", "empty", None
            self._show()

    def choose_letter(self, letter: str) -> None:
        """What the proxy brought: ``f107`` or ``letter``."""
        self._entered.letter = letter
        self._show()

    def other_proxy(self) -> None:
        """Somebody else comes than the one who brought the file."""
        self._entered.other_proxy = True
        self._show()

    def set_proxy(self, name: str, nik: str) -> None:
        """Name and NIK from the proxy's own card."""
        self._entered.name, self._entered.nik = name, nik
        self._show()

    def set_digits(self, text: str) -> None:
        """The last four digits; compared by the office as soon as there are four."""
        entered, state = self._entered, self._state
        digits = digits_of(text)[:4]
        if state is None or digits == entered.last4:
            return
        entered.last4, entered.digits, entered.reason = digits, "empty", None
        if len(digits) == 4:
            entered.digits = "asking"

            def compared(result: Any) -> None:
                if self._state is state and entered.last4 == digits:
                    answer = result.value
                    entered.digits = "match" if answer.matched else "mismatch"
                    if not answer.has_nik:
                        entered.digits = "no_nik"
                    self._show()

            command = CheckIdentity(**self._who, application_id=state.application_id, last4=digits)
            self._tasks.run(check_identity, command, compared, self._failed, owner=self)
        self._show()

    def set_reason(self, reason: str | None) -> None:
        """Why there are no digits to compare; None compares them after all."""
        self._entered.reason = reason
        self._entered.last4, self._entered.digits = "", "empty"
        self._show()

    def set_face(self, on: bool) -> None:
        """The face was compared with the photograph."""
        self._entered.face = on
        self._show()

    def set_strokes(self, strokes: tuple[tuple[tuple[float, float], ...], ...]) -> None:
        """What stands on the pad."""
        self._entered.strokes = strokes
        self._show()

    def turn_paper(self) -> None:
        """Sign on paper, or on the pad again."""
        self._entered.signed = "pad" if self._entered.signed == "paper" else "paper"
        self._show()

    # the one action

    def primary(self) -> None:
        """F2: give out, or go on after it."""
        if self._done is not None:
            self._view.close_page()
        elif self._open_now():
            self.give()
        else:
            self._view.ask_scan()

    def why_not(self) -> Line | None:
        """Why F2 has nothing to do."""
        if self._busy:
            return Line("handover.busy")
        if self._open_now() and self._state is not None:
            return why_not(self._state, self._entered)
        return None

    def give(self) -> None:
        """Give the documents out; a press after a lost answer sends the same command again."""
        state, entered = self._state, self._entered
        if state is None or self.why_not() is not None:
            return
        order = self._command(state, entered)
        if self._order is not None and _same(self._order, order):
            order = self._order
        self._order, self._busy, self._fault = order, True, None
        self._show()

        def done(result: Any) -> None:
            self._busy = False
            outcome: HandedOver = result.value
            self._done = _done_scene(state, outcome, entered.signed)
            self._show()
            if self._on_done is not None:
                self._on_done(outcome)

        self._tasks.run(hand_over, order, done, self._refused, owner=self)

    # inside

    def _command(self, state: HandoverState, entered: Entered) -> HandOver:
        proxy = None
        if entered.collector == "proxy" and (entered.other_proxy or not state.proxy):
            proxy = GivenPerson(name=entered.name.strip(), nik=digits_of(entered.nik))
        held = [one for one in state.things if one.kind == "original"]
        fates = {one.id: entered.fate(one) for one in held if one.id is not None}
        printer = self._context.printer_id if entered.signed == "paper" else None
        return HandOver(
            **self._who,
            application_id=state.application_id,
            version=state.version,
            collector=entered.collector,
            proxy=proxy,
            letter=entered.letter if entered.collector == "proxy" else None,
            last4=entered.last4,
            identity_reason=entered.reason,
            face=entered.face,
            given=tuple(one.id for one in state.things if one.kind == "document" and one.id is not None),
            returned=tuple(key for key, fate in fates.items() if fate == "return"),
            withdrawn=tuple(key for key, fate in fates.items() if fate == "withdraw"),
            cards=tuple(one.requirement for one in state.things if one.kind == "card"),
            signed=entered.signed,
            strokes=entered.strokes if entered.signed == "pad" else (),
            ticket_id=self._ticket_id,
            counter_id=self._counter,
            printer_id=printer,
        )

    def _refused(self, error: LoketError) -> None:
        self._busy = False
        if error.code in _FRESH and self._state is not None:
            said = _said(error)
            key = self._state.application_id

            def got(state: HandoverState) -> None:
                self._state, self._fault, self._order = state, said, None
                self._show()

            self._tasks.read(
                open_handover, self._context.office_id, key, self._staff,
                done=got, failed=self._failed, owner=self,
            )  # fmt: skip
            return
        self._failed(error)

    def _failed(self, error: LoketError) -> None:
        self._busy = False
        self._fault = _said(error)
        if self._entered.digits == "asking":
            self._entered.last4, self._entered.digits = "", "empty"
        self._show()

    def _look(self, state: HandoverState) -> None:
        command = RecordLook(**self._who, application_id=state.application_id)
        self._tasks.run(record_look, command, None, self._failed, owner=self)

    def _got_ticket(self, ticket: HandoverTicket | None) -> None:
        self._ticket = ticket
        self._show()
        self._tick()

    def _tick(self) -> None:
        if self._ticket is not None:
            self._view.show_timer(elapsed_s(self._ticket, self._tasks.now()))

    def _open_now(self) -> bool:
        return self._state is not None and self._state.verdict == "ready" and self._done is None

    def _show(self, note: Line | None = None) -> None:
        file = None
        if self._state is not None and self._done is None:
            file = scene_of(
                self._state, self._entered, busy=self._busy, scanned=self._scanned,
                printer=self._context.printer_id is not None,
            )  # fmt: skip
        self._view.show_scene(Scene(strip_of(self._ticket), file, self._done, self._fault, note, self._other))


def _same(one: HandOver, other: HandOver) -> bool:
    """Whether two orders ask for the same, whatever their ids."""
    import msgspec

    return msgspec.structs.replace(other, command_id=one.command_id) == one


def _said(error: LoketError) -> Line:
    details = dict(error.details)
    likely = details.pop("likely", None)
    if isinstance(likely, list) and likely:
        return Line("handover.likely", {"likely": likely})
    if error.code == "file.already_collected":
        return Line("handover.already", details)
    return Line(error.code, details)


def _done_scene(state: HandoverState, outcome: HandedOver, signed: str) -> DoneScene:
    at: datetime = outcome.at_utc.astimezone(state.now_local.tzinfo)
    lines = [Line(f"handover.done_{outcome.collector}", {"number": outcome.number, "time": at})]
    if outcome.minutes_number:
        lines.append(Line("handover.done_minutes", {"number": outcome.minutes_number}))
    if outcome.job_id is not None:
        lines.append(Line("handover.done_printed"))
    elif signed == "paper":
        lines.append(Line("handover.done_unprinted"))
    survey = Line("handover.done_survey", {"address": state.survey_url}) if state.survey_url else None
    return DoneScene(Line("handover.done"), tuple(lines), survey)
