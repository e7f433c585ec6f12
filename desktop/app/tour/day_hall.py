"""The tour's visitors: scenes at the kiosk, from before opening until it has closed. Used by the tour only."""

from __future__ import annotations

from datetime import time
from functools import partial
from typing import Any

from desktop.app.demo.clock import DAY, at
from desktop.app.demo.sample import ChangeSetting, book, change_setting
from desktop.app.stations import RunningStation
from desktop.app.tour.faults import PaperlessPrinter
from desktop.app.tour.hands import KioskHand
from desktop.app.tour.script import StepMissed, Steps, Wait
from desktop.app.tour.stage import SLIP_PRINTER, Stage
from desktop.ui.kiosk.states import HomeState, ListState, PadState

#: A made-up number that keeps the rules of a NIK; the district does not exist.
NIK = "6499990101900001"


class HallScenes:
    """Scenes at the kiosk.

    Attributes:
        numbers: every number that the tour's own visitors got, in order.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.numbers: list[str] = []
        self.station: RunningStation
        self.hand: KioskHand

    # ---- small steps ----

    def snap(self, state: str, *, language: str | None = None, shows: str = "") -> None:
        """Keep a picture of the kiosk."""
        self.stage.snap(self.station, state, language=language, shows=shows)

    def has_number(self, *, paper: bool = True) -> Steps[str]:
        """Wait for the number and its slip; returns the number."""
        hand = self.hand
        yield from hand.see("done")
        done = hand.done
        if done is None:
            raise StepMissed("kiosk: number")
        self.numbers.append(done.number)
        if paper:
            yield Wait(lambda: hand.done is not None and hand.done.slip == "printed", "kiosk: printed", 20)
        return done.number

    def finish(self) -> Steps[None]:
        """The visitor goes away."""
        yield from self.hand.tap(
            "finish", until=lambda: self.hand.step in ("home", "closed"), what="kiosk: home"
        )

    def first_row(self) -> str:
        """The first thing in a list."""
        body = self.hand.screen.body if self.hand.screen is not None else None
        return body.rows[0].value if isinstance(body, ListState) else ""

    # ---- scenes ----

    def morning(self) -> Steps[None]:
        """07.40: the kiosk waits for its time; at 07.45 it gives numbers."""
        self.station = self.stage.open("kiosk", "Kiosk 1", printer=SLIP_PRINTER)
        self.hand = KioskHand(self.station.window)  # type: ignore[arg-type]  # this kind is a KioskWindow
        yield from self.hand.see("closed", 20)
        self.snap("before-opening")
        self.stage.move_to(at(7, 45, 5))
        yield from self.hand.see("home")
        self.snap("home-before-opening")

    def by_touch(self) -> Steps[None]:
        """A visitor takes a number for an identity card."""
        yield from self.hand.go("group", badge="B", to="services")
        self.snap("services")
        yield from self.hand.go("service", self.first_row(), to="done")
        number = yield from self.has_number()
        self.snap("done", shows=number)
        yield from self.stage.paper(number)
        yield from self.finish()

    def priority(self) -> Steps[None]:
        """An elderly visitor takes priority first, and says why."""
        hand = self.hand
        yield from hand.tap("priority", until=self._has_priority, what="kiosk: priority")
        self.snap("home-priority")
        yield from hand.go("group", badge="A", to="services")
        yield from hand.go("service", self.first_row(), to="reason")
        self.snap("reason")
        yield from hand.go("reason", "elderly", to="done")
        number = yield from self.has_number()
        if not number.startswith("P"):
            self.numbers_wrong(number)
        self.snap("done-priority", shows=number)
        yield from self.stage.paper(number)
        yield from self.finish()

    @staticmethod
    def numbers_wrong(number: str) -> None:
        """A priority ticket without its P."""
        raise StepMissed(f"kiosk: P on {number}")

    def _has_priority(self) -> bool:
        screen = self.hand.screen
        return screen is not None and isinstance(screen.body, HomeState) and screen.body.priority

    def english(self) -> Steps[None]:
        """A visitor reads English: the screens and the slip follow."""
        hand = self.hand
        other = "en" if self.stage.base.language == "id" else "id"
        yield from hand.tap(
            "language", until=lambda: hand.screen is not None and hand.screen.language == other,
            what="kiosk: language",
        )  # fmt: skip
        self.snap("home-other-language", language=other)
        yield from hand.go("group", badge="D", to="services")
        self.snap("services-other-language", language=other)
        yield from hand.go("service", self.first_row(), to="done")
        number = yield from self.has_number()
        self.snap("done-other-language", language=other, shows=number)
        yield from self.stage.paper(number)
        yield from self.finish()
        yield Wait(
            lambda: hand.screen is not None and hand.screen.language == self.stage.base.language,
            "kiosk: own language again",
        )

    def looks(self) -> Steps[None]:
        """Large type and high contrast, chosen on the screen."""
        hand = self.hand
        for look in ("large", "contrast"):
            yield from hand.tap("look", look, until=partial(self._has_look, look), what=f"kiosk: {look}")
            self.stage.snap(self.station, f"home-{look}")
        yield from hand.go("group", badge="B", to="services")
        self.stage.snap(self.station, "services-contrast")
        yield from hand.go("home", to="home")
        yield from hand.tap("look", "normal", until=lambda: self._look() == "normal", what="kiosk: normal")

    def _has_look(self, wanted: str) -> bool:
        return self._look() == wanted

    def _look(self) -> str:
        return str(self.hand.screen.look) if self.hand.screen is not None else ""

    def nik(self) -> Steps[None]:
        """The office asks for a NIK; the third number of one person is refused."""
        from desktop.domain.nik import daily_hash
        from desktop.office.live.kiosk import read_kiosk
        from desktop.office.queue import IssueTicket, issue_ticket

        stage, hand, office = self.stage, self.hand, self.stage.office
        stage.run(
            change_setting, ChangeSetting(office_id=office.office_id, name="kiosk", value={"nik": True})
        )
        key = bytes.fromhex(stage.read(read_kiosk, office.office_id).nik_key)
        for _one in range(2):
            command = IssueTicket(
                office_id=office.office_id,
                service_id=office.of_letter("G")[0],
                nik_hash=daily_hash(key, DAY, NIK),
            )
            stage.run(issue_ticket, command)
        yield Wait(self._asks_nik, "kiosk: NIK")
        yield from hand.go("group", badge="A", to="services")
        yield from hand.go("service", self.first_row(), to="nik")
        yield from self._enter(NIK)
        self.snap("nik")
        yield from hand.tap("nik", until=lambda: self._refused(), what="kiosk: NIK refused")
        self.snap("nik-refused")
        stage.run(
            change_setting, ChangeSetting(office_id=office.office_id, name="kiosk", value={"nik": False})
        )
        yield Wait(lambda: not self._asks_nik(), "kiosk: no NIK")

    def _enter(self, text: str) -> Steps[None]:
        """Touch the keys of the pad."""
        for sign in text:
            before = self._typed()
            yield from self.hand.tap(
                "key", sign, until=partial(self._typed_more, before), what=f"kiosk: {sign}"
            )

    def _typed_more(self, than: int) -> bool:
        return self._typed() > than

    def _typed(self) -> int:
        body = self.hand.screen.body if self.hand.screen is not None else None
        return len(body.shown) if isinstance(body, PadState) else 0

    def _asks_nik(self) -> bool:
        presenter: Any = getattr(self.station.window, "presenter")  # noqa: B009
        state = presenter._state
        return state is not None and bool(state.asks_nik)

    def _refused(self) -> bool:
        screen = self.hand.screen
        return screen is not None and screen.notice is not None and screen.notice_bad

    def appointment(self) -> Steps[None]:
        """Somebody with an appointment types its code."""
        stage, hand = self.stage, self.hand
        code = book(stage._quick(), stage.office, "B", time(9), "Komang Tirta")
        yield Wait(lambda: hand.find("open_code"), "kiosk: code")
        yield from hand.go("open_code", to="code")
        yield from self._enter(code.replace("-", "").replace(" ", ""))
        self.snap("code")
        yield from hand.go("code", to="done")
        number = yield from self.has_number()
        self.snap("done-appointment", shows=number)
        yield from stage.paper(number)
        yield from self.finish()

    def without_paper(self) -> Steps[None]:
        """Another kiosk's roll has ended: the number is large on the screen."""
        from desktop.office.printers import AddPrinter, add_printer

        stage = self.stage
        printer = PaperlessPrinter()
        name = "Struk kiosk 2"
        address = {"host": "127.0.0.1", "port": printer.port}
        command = AddPrinter(office_id=stage.office.office_id, name=name, kind="escpos58", address=address)
        stage.run(add_printer, command)
        first = self.station, self.hand
        try:
            self.station = stage.open("kiosk", "Kiosk 2", printer=name)
            self.hand = KioskHand(self.station.window)  # type: ignore[arg-type]  # this kind is a KioskWindow
            yield from self.hand.see("home", 20)
            yield from self.hand.go("group", badge="B", to="services")
            yield from self.hand.go("service", self.first_row(), to="done")
            number = yield from self.has_number(paper=False)
            yield Wait(
                lambda: self.hand.done is not None and self.hand.done.slip == "no_paper",
                "kiosk: no paper",
                20,
            )
            self.snap("done-no-paper", shows=number)
        finally:
            stage.shut(self.station)
            self.station, self.hand = first
            printer.close()

    def last_number(self) -> Steps[None]:
        """14.29 is in time, 14.31 is not."""
        stage, hand = self.stage, self.hand
        yield from stage.until(at(14, 29))
        yield from hand.see("home")
        yield from hand.go("group", badge="B", to="services")
        yield from hand.go("service", self.first_row(), to="done")
        number = yield from self.has_number()
        self.snap("done-last", shows=number)
        yield from stage.paper(number)
        yield from self.finish()
        stage.move_to(at(14, 31))
        yield from hand.see("closed")
        self.snap("last-number-passed")

    def night(self) -> Steps[None]:
        """The office is closed, until tomorrow."""
        yield from self.hand.see("closed")
        self.snap("closed")

    def walk_away(self) -> Steps[None]:
        """Somebody chooses something and leaves; the clerk's scenes go on meanwhile."""
        yield from self.hand.go("group", badge="B", to="services")

    def still_there(self) -> Steps[None]:
        """Forty seconds later the kiosk asks; somebody touches "more time"."""
        hand = self.hand
        yield Wait(lambda: hand.screen is not None and hand.screen.leaving_s is not None, "kiosk: asks", 50)
        self.snap("still-there")
        yield from hand.tap(
            "time",
            until=lambda: hand.screen is not None and hand.screen.leaving_s is None,
            what="kiosk: time",
        )
        yield from hand.go("home", to="home")
