"""The tour's clerk: Rina at counter 3, from signing in until the late morning. Used by the tour only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.app.demo.clock import at
from desktop.app.demo.sample import PASSWORD, RECEIPT_PRINTER, RINA, RINAS_COUNTER
from desktop.app.stations import RunningStation
from desktop.app.tour.hands import CounterHand, DisplayEye, press
from desktop.app.tour.script import StepMissed, Steps, Wait
from desktop.app.tour.stage import Stage
from desktop.ui.counter.rows import RowsView
from desktop.ui.counter.sheets import CallSheet, HoldSheet, ListSheet, NoteSheet, OptionSheet
from desktop.ui.widgets import ActionButton

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


class CounterScenes:
    """Scenes at counter 3, and what the hall sees of them.

    Attributes:
        serving_gallery, waiting_gallery: more pictures of that moment, set by the tour.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.station: RunningStation
        self.hand: CounterHand
        self.display: RunningStation
        self.eye: DisplayEye
        self.serving_gallery: Callable[[], Steps[None]] | None = None
        self.waiting_gallery: Callable[[], Steps[None]] | None = None

    # ---- small steps ----

    def snap(self, state: str, *, shows: str = "") -> None:
        """Keep a picture of the counter."""
        self.stage.snap(self.station, state, shows=shows)

    def snap_hall(self, state: str) -> None:
        """Keep a picture of the display, with the number that stands on its card."""
        card = self.eye.card
        self.stage.snap(self.display, state, shows="" if card is None else card.label)

    def mode(self, *modes: str) -> Callable[[], bool]:
        """Whether the window is in one of these states."""
        return lambda: self.hand.scene.mode in modes

    def until(self, moment: datetime) -> Steps[None]:
        """Let the day go on, and wait until this window has seen what happened meanwhile."""
        yield from self.stage.until(moment)
        since = self.stage.clock.moment()
        window: Any = self.station.window

        def seen() -> bool:
            desk = window.presenters[-1].desk
            return desk.state is not None and desk.state.at_utc >= since

        yield Wait(seen, "counter: the day so far")

    def others_free(self) -> Steps[None]:
        """Wait until the line has somebody for this counter; where nobody came, somebody does."""
        if not self.hand.scene.rows:
            for letter in ("B", "A"):
                yield from self.stage.behind(partial(self._arrive, letter))
        yield Wait(lambda: self.hand.scene.rows, "counter: line")

    def _arrive(self, letter: str) -> None:
        self.stage.others.arrive(self.stage.clock.moment(), letter=letter, priority=False)

    def call(self) -> Steps[str]:
        """F2: call whoever is next; the hall must see and hear the same number. Returns it."""
        yield from self.others_free()
        before = self.hand.number
        spoken = len(self.stage.spoken)
        yield from self.hand.next_step(
            lambda: self.hand.scene.mode == "called" and self.hand.number not in ("", before),
            "counter: called",
        )
        number = self.hand.number
        yield Wait(lambda: self.eye.shows(number, RINAS_COUNTER), f"display: {number}", 5)
        yield Wait(lambda: len(self.stage.spoken) > spoken, f"voice: {number}", 20)
        return number

    def start(self) -> Steps[None]:
        """F2: the person is here."""
        yield from self.hand.next_step(self.mode("serving"), "counter: serving")

    def finish(self) -> Steps[None]:
        """F4."""
        yield from self.hand.do(KEY.Key_F4, self.mode("idle"), "counter: idle")

    def cancel_sheet(self) -> Steps[None]:
        """Esc."""
        yield from self.hand.do(KEY.Key_Escape, lambda: self.hand.sheet() is None, "counter: panel closed")

    def sheet(
        self, kind: type, key: Any, what: str, modifiers: Any = Qt.KeyboardModifier.NoModifier
    ) -> Steps[Any]:
        """Open a panel of a kind."""
        sheet = yield from self.hand.open_sheet(key, what, modifiers)
        if not isinstance(sheet, kind):
            raise StepMissed(what)
        return sheet

    # ---- scenes ----

    def hall_before(self) -> Steps[None]:
        """07.50: the display says when the counters open."""
        self.display = self.stage.open("display", "Layar 1")
        self.eye = DisplayEye(self.display.window)  # type: ignore[arg-type]  # this kind is a DisplayView
        yield Wait(lambda: self.eye.notice is not None, "display: before opening", 20)
        self.snap_hall("before-opening")

    def sign_in(self) -> Steps[None]:
        """Rina mistypes, signs in, is refused a counter that Siti has, and takes hers."""
        yield from self.stage.until(at(8, 6))
        self.station = self.stage.open("counter", "PC loket 3", printer=RECEIPT_PRINTER)
        window: Any = self.station.window
        assert self.stage.look.scanner is not None
        self.hand = hand = CounterHand(window, self.stage.look.scanner)
        yield Wait(lambda: window.sign_in is not None and window.sign_in.isVisible(), "counter: sign in", 20)
        window.sign_in.login.edit.setFocus()
        yield from hand.type(RINA)
        yield from hand.key(KEY.Key_Return)
        yield from hand.type("salah besar")
        yield from hand.do(KEY.Key_Return, window.sign_in.fault.isVisible, "counter: wrong password")
        self.snap("sign-in-wrong")
        yield from hand.type(PASSWORD)
        yield from hand.do(KEY.Key_Return, lambda: window.chooser is not None, "counter: counters")
        yield Wait(lambda: bool(window.chooser.rows), "counter: counters")
        press(window.chooser.rows[1])
        yield Wait(window.chooser.fault.isVisible, "counter: taken is refused")
        self.snap("choose-counter-taken")
        row = window.chooser.rows[2]
        row.setFocus(Qt.FocusReason.TabFocusReason)
        yield from hand.do(KEY.Key_Return, self.mode("idle"), "counter: open")
        self.stage.rina_works = True
        yield from self.others_free()
        self.snap("waiting-morning")

    def first_call(self) -> Steps[None]:
        """Call, call again, begin, finish."""
        number = yield from self.call()
        self.snap("called", shows=number)
        self.snap_hall("call")
        yield from self.hand.do(
            KEY.Key_F3, lambda: self.eye.card is not None and self.eye.card.times == 2, "display: second call"
        )
        self.snap("called-again", shows=number)
        self.snap_hall("call-again")
        yield from self.start()
        self.snap("serving", shows=number)
        yield from self.finish()
        self.snap("finished")

    def note_and_hold(self) -> Steps[None]:
        """A note, and a person who has to fetch a paper."""
        number = yield from self.call()
        yield from self.start()
        sheet: NoteSheet = yield from self.sheet(NoteSheet, KEY.Key_K, "counter: note", CONTROL)
        yield from self.hand.type("bawa KK asli")
        self.snap("note", shows=number)
        yield from self.hand.do(KEY.Key_Return, lambda: self.hand.sheet() is None, "counter: saved", CONTROL)
        yield Wait(lambda: self.hand.scene.current and self.hand.scene.current.note, "counter: note shows")
        hold: HoldSheet = yield from self.sheet(HoldSheet, KEY.Key_F6, "counter: hold")
        self.snap("hold", shows=number)
        yield from self.hand.choose(hold.reasons["documents"], "counter: held")
        yield Wait(lambda: any(row.number == number for row in self.hand.scene.held), "counter: in held")
        del sheet

    def no_show_and_return(self) -> Steps[None]:
        """Somebody does not come, comes back later, and joins the line again."""
        number = yield from self.call()
        yield from self.hand.do(
            KEY.Key_F8, lambda: any(row.number == number for row in self.hand.scene.missed), "counter: missed"
        )
        sheet: ListSheet = yield from self.sheet(ListSheet, KEY.Key_F11, "counter: list")
        self.snap("list")
        sheet.show_tab(2)
        self.snap("list-missed", shows=number)
        yield from self._pick(sheet.lists[2], number)
        question: Any = self.hand.sheet()
        self.snap("ask-return", shows=number)
        word = self.stage.look.texts.text("counter.return")
        again = next(one for one in question.findChildren(ActionButton) if one.text() == word)
        yield from self.hand.choose(again, "counter: returned")
        yield Wait(lambda: any(row.number == number for row in self.hand.scene.rows), "counter: back in line")

    def _pick(self, rows: Any, number: str) -> Steps[None]:
        """Click a row of a list; the question opens."""
        shown = rows.rows.rows
        place = next((at for at, row in enumerate(shown) if row.number == number), None)
        if place is None:
            raise StepMissed(f"counter: {number} in the list")
        index = rows.rows.index(place, 0)
        rows.scrollTo(index)
        spot = rows.visualRect(index).center()
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        yield Wait(lambda: isinstance(self.hand.sheet(), CallSheet), "counter: question")

    def undo(self) -> Steps[None]:
        """Next while somebody is served finishes them; Ctrl+Z takes it back."""
        first = yield from self.call()
        yield from self.start()
        yield from self.others_free()
        second = yield from self.call()
        self.snap("called-finishing", shows=second)
        yield from self.hand.do(KEY.Key_Z, lambda: self.hand.number == first, "counter: taken back", CONTROL)
        self.snap("undone", shows=first)

    def transfer(self) -> Steps[None]:
        """The person at the counter belongs to another one."""
        number = self.hand.number
        sheet: OptionSheet = yield from self.sheet(OptionSheet, KEY.Key_F7, "counter: transfer")
        self.snap("transfer", shows=number)
        yield from self.hand.choose(sheet.options[-1][1], "counter: transferred")
        yield Wait(self.mode("idle"), "counter: idle after transfer")

    def chosen(self) -> Steps[None]:
        """A row is clicked: the window asks before somebody is called out of turn."""
        for letter in ("A", "B", "B", "A"):
            yield from self.stage.behind(partial(self._arrive, letter))
        yield Wait(lambda: len(self.hand.scene.rows) > 3, "counter: four in line")
        row = self.hand.scene.rows[3]
        yield from self._pick(self._rows(), row.number)
        self.snap("ask-chosen", shows=row.number)
        yield from self.hand.do(
            KEY.Key_Return, lambda: self.hand.number == row.number, "counter: chosen", CONTROL
        )
        self.hand.rest()
        yield Wait(lambda: self.eye.shows(row.number, RINAS_COUNTER), f"display: {row.number}", 5)
        self.snap_hall("call-chosen")
        yield from self.start()

    def _rows(self) -> Any:
        view: Any = self.station.window
        return view.view.next.findChild(RowsView)

    def add_service(self) -> Steps[None]:
        """The person wants something else as well: a second number of the same visit."""
        number = self.hand.number
        window: Any = self.station.window
        yield from self.hand.open_sheet(KEY.Key_F10, "counter: menu")
        self.snap("menu", shows=number)
        menu: Any = self.hand.sheet()
        word = window.commands.title("counter.add_service")
        line = next(one for one in menu.findChildren(ActionButton) if one.text() == word)
        line.setFocus(Qt.FocusReason.TabFocusReason)
        yield from self.hand.do(
            KEY.Key_Return, lambda: isinstance(self.hand.sheet(), OptionSheet), "counter: services"
        )
        sheet: Any = self.hand.sheet()
        self.snap("add-service", shows=number)
        yield from self.hand.choose(sheet.options[1][1], "counter: added")
        yield Wait(lambda: self.hand.number not in ("", number), "counter: the added number")

    def serving_late(self) -> Steps[None]:
        """The service takes longer than its norm."""
        current = self.hand.scene.current
        if current is None:
            raise StepMissed("counter: somebody is served")
        if self.serving_gallery is not None:
            yield from self.serving_gallery()
        self.stage.rina_works = False
        yield from self.until(self.stage.clock.moment() + timedelta(minutes=4))
        yield Wait(lambda: (self.hand.scene.current.elapsed_s or 0) >= 240, "counter: four minutes")  # type: ignore[union-attr]  # somebody is served
        self.snap("serving-in-time", shows=current.number)
        yield from self.until(self.stage.clock.moment() + timedelta(minutes=current.norm_s // 60))
        self.stage.rina_works = True
        yield Wait(
            lambda: self.hand.scene.current and (self.hand.scene.current.elapsed_s or 0) > current.norm_s,
            "counter: late",
        )
        self.snap("serving-late", shows=current.number)
        yield from self.finish()
        if self.waiting_gallery is not None:
            yield from self.waiting_gallery()
