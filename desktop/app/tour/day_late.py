"""The tour's clerk from the late morning until the end of the day. Used by the tour only."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app.demo.clock import at
from desktop.app.tour.day_counter import CONTROL, KEY, CounterScenes
from desktop.app.tour.hands import press
from desktop.app.tour.script import Steps, Wait
from desktop.office.alarms import AnswerAlarm, answer_alarm, open_alarms
from desktop.office.queue.moving import CallChosen, call_chosen
from desktop.ui.counter.sheets import BreakSheet, CallSheet, OptionSheet

SHIFT = Qt.KeyboardModifier.ShiftModifier


class LateScenes(CounterScenes):
    """The second half of Rina's day."""

    def without_ticket(self) -> Steps[None]:
        """Somebody without a number is served at once."""
        sheet: OptionSheet = yield from self.sheet(OptionSheet, KEY.Key_N, "counter: without ticket", CONTROL)
        self.snap("without-ticket")
        yield from self.hand.choose(sheet.options[0][1], "counter: direct")
        yield Wait(self.mode("serving"), "counter: direct service")
        self.snap("serving-direct", shows=self.hand.number)
        yield from self.finish()

    def faster(self) -> Steps[None]:
        """Another counter calls the same person in the same moment: the next one is called, and a line says so."""
        yield from self.others_free()
        for letter in ("B", "B"):
            yield from self.stage.behind(partial(self._arrive, letter))
        yield Wait(lambda: len(self.hand.scene.rows) > 1, "counter: two in line")
        free = yield from self._free_counter()
        first = self.hand.scene.rows[0]
        counter_id, staff_id = free
        # No turn of the event loop between the two: this window has not seen it yet.
        self.stage.run(
            call_chosen,
            CallChosen(
                office_id=self.stage.office.office_id, counter_id=counter_id, staff_id=staff_id,
                ticket_id=first.ticket_id,
            ),
        )  # fmt: skip
        QTest.keyClick(QApplication.focusWidget() or self.station.window, KEY.Key_F2)
        yield Wait(lambda: self.hand.number not in ("", first.number), "counter: next in order")
        self.hand.rest()
        yield Wait(lambda: self.hand.scene.notice is not None, "counter: who was faster")
        self.snap("faster", shows=self.hand.number)
        yield from self.start()
        yield from self.finish()

    def _free_counter(self) -> Steps[tuple[uuid.UUID, uuid.UUID]]:
        """A counter of the others where nobody is; its clerk finishes where there is none."""
        from desktop.office.queue import Finish, finish

        office = self.stage.office
        name = "2"
        counter_id, staff_id = office.counters[name], office.staff[office.clerks[name]][0]

        def make_free() -> None:
            from desktop.domain.errors import UserError

            try:
                self.stage.runner.run(
                    finish, Finish(office_id=office.office_id, counter_id=counter_id, staff_id=staff_id)
                )
            except UserError:
                return  # nobody was there

        yield from self.stage.behind(make_free)
        return counter_id, staff_id

    def emergency(self) -> Steps[None]:
        """Ctrl+Shift+D calls a colleague, who answers; a visitor at the kiosk asks for help, and Rina answers."""
        office = self.stage.office
        yield from self.hand.do(
            KEY.Key_D,
            lambda: any(one.mine for one in self.hand.scene.alarms),
            "counter: alarm",
            CONTROL | SHIFT,
        )
        self.snap("alarm-mine")
        for alarm in self.stage.read(open_alarms, office.office_id):
            command = AnswerAlarm(
                office_id=office.office_id, staff_id=office.staff["maria"][0], alarm_id=alarm.alarm_id
            )
            self.stage.run(answer_alarm, command)
        yield Wait(lambda: not self.hand.scene.alarms, "counter: answered")

    def help_asked(self) -> Steps[None]:
        """The kiosk's bell rings at the counter."""
        yield Wait(lambda: any(not one.mine for one in self.hand.scene.alarms), "counter: help")
        self.snap("alarm-help")
        window: Any = self.station.window
        press(window.message.button)
        yield Wait(lambda: not self.hand.scene.alarms, "counter: on the way")

    def unprinted(self, number: str) -> Steps[None]:
        """A number without a slip is marked in the line."""
        yield Wait(
            lambda: any(row.number == number and row.unprinted for row in self.hand.scene.rows),
            "counter: not printed", 15,
        )  # fmt: skip
        self.snap("unprinted", shows=number)

    def break_and_resume(self) -> Steps[None]:
        """F12: a break, and back."""
        sheet: BreakSheet = yield from self.sheet(BreakSheet, KEY.Key_F12, "counter: break")
        self.snap("ask-break")
        yield from self.hand.choose(sheet.lengths[15], "counter: break chosen")
        yield Wait(self.mode("break"), "counter: on break")
        self.snap("break")
        yield from self.hand.do(KEY.Key_F12, self.mode("idle"), "counter: back")

    def panels(self) -> Steps[None]:
        """Key sheet and accessibility panel."""
        yield from self.hand.open_sheet(KEY.Key_F1, "counter: keys")
        self.snap("keys")
        yield from self.cancel_sheet()
        yield from self.hand.open_sheet(KEY.Key_F1, "counter: accessibility", CONTROL)
        self.snap("accessibility")
        yield from self.cancel_sheet()

    def scan(self) -> Steps[None]:
        """A slip is scanned: the window says where that number is."""
        yield from self.others_free()
        row = self.hand.scene.rows[-1]
        yield from self.hand.scan(f"T{at(8).strftime('%y%m%d')}{row.number}")
        yield Wait(lambda: isinstance(self.hand.sheet(), CallSheet), "counter: scanned")
        self.snap("scanned", shows=row.number)
        yield from self.cancel_sheet()

    def end_of_day(self) -> Steps[None]:
        """15.05: Rina serves who is left, closes the counter; the hall says when it opens again."""
        yield from self.until(at(14, 58))
        yield Wait(lambda: self.eye.time == (14, 58), "display: clock")
        self.snap_hall("afternoon")
        for _one in range(40):
            yield from self.hand.next_step(
                lambda: self.hand.scene.mode == "called" or not self.hand.scene.rows, "counter: called"
            )
            if self.hand.scene.mode != "called":
                break
            yield from self.start()
            yield from self.finish()
        self.stage.rina_works = False
        yield from self.until(at(15, 40))
        yield Wait(
            lambda: self.hand.scene.mode == "idle" and not self.hand.scene.rows, "counter: nobody waits"
        )
        self.snap("nobody-waits")
        sheet: BreakSheet = yield from self.sheet(BreakSheet, KEY.Key_F12, "counter: close")
        yield from self.hand.choose(sheet.close_counter, "counter: closed")
        window: Any = self.station.window
        yield Wait(lambda: window.chooser is not None and window.chooser.rows, "counter: counters again")
        self.snap("closed")
        for minute in range(0, 60, 5):
            # The others serve whom they have called; the hall is closed once nobody is being called.
            yield from self.stage.until(at(16, minute))
            yield Wait(partial(self.eye.reads, (16, minute)), "display: clock")
            if self.eye.card is None or not self.eye.card.lit:
                break
        yield Wait(lambda: self.eye.notice is not None, "display: closed", 20)
        self.snap_hall("closed")
