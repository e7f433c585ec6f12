"""The tour's files: returned once and completed, moved through the back office, late, collected by a proxy.

From the ticket at Rina's counter to the closing page whose last line is the survey's door. Used by the tour only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.app.demo.files import HESTI, SampleFiles
from desktop.app.demo.sample import ANDI, PASSWORD, RECEIPT_PRINTER, RINA, RINAS_COUNTER
from desktop.app.stations import RunningStation
from desktop.app.tour.day_counter import CONTROL, KEY, CounterScenes
from desktop.app.tour.hands import AGAIN_S, CounterHand, or_later
from desktop.app.tour.script import Steps, Wait
from desktop.app.tour.stage import Stage, Variant
from desktop.ui.i18n import Texts

ALT = Qt.KeyboardModifier.AltModifier
#: How the pages are looked at beside the light one: another language, dark, black at 200 %.
LOOKS = (Variant("en"), Variant(theme="dark"), Variant(theme="black", scale=2.0))
#: A signature on the pad, in parts of its width and height.
SIGNATURE = ((0.2, 0.7), (0.28, 0.35), (0.33, 0.7), (0.42, 0.4), (0.47, 0.66), (0.6, 0.45), (0.78, 0.5))


class FileScenes:
    """Scenes of files at counter 3 and in the back office.

    Args:
        desk: the clerk's scenes, whose counter is open.
        files: the files of the last days.
        looks: also take the pictures of ``LOOKS``.
    """

    def __init__(self, stage: Stage, desk: CounterScenes, files: SampleFiles, *, looks: bool) -> None:
        self.stage, self.desk, self.files, self._looks = stage, desk, files, looks
        self.code = ""
        """Of the file that this tour takes in."""
        self.back: RunningStation
        self.hand: CounterHand

    # ---- small steps ----

    def page(self, name: str, station: RunningStation | None = None) -> Any:
        """The open page where it is of this kind, else None."""
        window: Any = (station or self.desk.station).window
        return window.page if type(window.page).__name__ == name else None

    def see(
        self, name: str, until: Callable[[Any], object], what: str, station: RunningStation | None = None
    ) -> Steps[Any]:
        """Wait for a page of a kind in a state; returns it."""

        def shows() -> bool:
            page = self.page(name, station)
            return page is not None and bool(until(page))

        yield Wait(shows, what, 20)
        return self.page(name, station)

    def snap(
        self, state: str, *, shows: str = "", station: RunningStation | None = None, looks: bool = False
    ) -> Steps[None]:
        """Keep a picture; where asked also how it looks in ``LOOKS``."""
        station = station or self.desk.station
        self.stage.snap(station, state, shows=shows)
        if not (looks and self._looks):
            return
        look, window = self.stage.look, station.window
        assert hasattr(window, "set_texts")
        for variant in LOOKS:
            look.theme.set(variant.theme, variant.scale)
            window.set_texts(Texts(variant.language))
            yield Wait(lambda: True, "another look")
            self.stage.snap(station, state, shows=shows, variant=variant)
        look.theme.set(self.stage.base.theme, self.stage.base.scale)
        window.set_texts(Texts(self.stage.base.language))
        yield Wait(lambda: True, "the look before")

    def _served(self, code: str) -> Steps[str]:
        """Somebody with a ticket of this service is called to counter 3 and sits down."""
        from desktop.office.queue import IssueTicket, issue_ticket
        from desktop.office.queue.moving import CallChosen, call_chosen

        office, stage = self.stage.office, self.stage
        issued = stage.run(
            issue_ticket, IssueTicket(office_id=office.office_id, service_id=office.services[code][0])
        )
        stage.run(
            call_chosen,
            CallChosen(
                office_id=office.office_id, counter_id=office.counters[RINAS_COUNTER],
                staff_id=office.staff[RINA][0], ticket_id=issued.ticket_id,
            ),
        )  # fmt: skip
        yield Wait(self.desk.mode("called"), "counter: called", 20)
        self.desk.hand.rest()
        yield from self.desk.start()
        return str(issued.label)

    # ---- scenes ----

    def returned(self) -> Steps[None]:
        """A child's card: one paper is missing, so the file goes home with a slip."""
        number = yield from self._served("KIA-BARU")
        hand = self.desk.hand
        yield from hand.key(KEY.Key_F5)
        page = yield from self.see("IntakePage", lambda one: one.scene.mode == "form", "intake: form")
        yield from self.snap("intake-open", shows=number)
        rows = page.scene.rows
        for place, row in enumerate(rows):
            page.focus_row(row.key)
            last = place == len(rows) - 1
            shown = row.key[1] == "original_shown"
            key = KEY.Key_3 if last else KEY.Key_2 if shown else KEY.Key_1
            yield from hand.key(key, ALT)
        yield Wait(lambda: page.scene.missing == 1, "intake: one missing")
        for field, text in (("note", "Latar foto merah."), ("nik", HESTI.nik or ""), ("name", HESTI.name),
                            ("phone", HESTI.phone or "")):  # fmt: skip
            page.focus_field(field)
            yield from hand.type(text)
        yield Wait(
            lambda: page.scene.missing == 1 and page.scene.blocked is None and page.scene.sex,
            "intake: can go",
        )
        yield from self.snap("intake-incomplete", shows=number, looks=True)
        yield from hand.key(KEY.Key_F2)
        yield Wait(lambda: page.scene.mode == "done", "intake: slip", 20)
        self.code = page.presenter.taken.code
        yield from self.snap("intake-returned", shows=self.code)
        yield from self.stage.paper(self.code, "kekurangan")
        yield from self._leave(page, hand)

    def _close(self, page: Any, hand: CounterHand) -> Steps[None]:
        """F2 on the closing page: one pressed too soon is taken for the press before."""
        window: Any = self.desk.station.window

        def gone() -> bool:
            return window.page is not page

        for _again in range(6):
            yield from hand.key(KEY.Key_F2)
            yield Wait(or_later(gone, AGAIN_S), "page closed")
            if gone():
                return
        yield Wait(gone, "page closed", 1)

    def _leave(self, page: Any, hand: CounterHand) -> Steps[None]:
        yield from self._close(page, hand)
        yield from self.desk.finish()

    def completed(self) -> Steps[None]:
        """The next visit: the slip is scanned, only the photo is asked for, and the receipt comes out."""
        number = yield from self._served("KIA-BARU")
        hand = self.desk.hand
        yield from hand.scan(self.code)
        page = yield from self.see("TimelinePage", lambda one: one.scene.number, "timeline: returned")
        yield from self.snap("timeline-returned", shows=self.code)
        yield from hand.key(KEY.Key_F2)
        page = yield from self.see("IntakePage", lambda one: one.scene.mode == "form", "intake: again")
        yield from self.snap("intake-completing", shows=number)
        row = next(one for one in page.scene.rows if one.value is None)
        page.focus_row(row.key)
        yield from hand.key(KEY.Key_1, ALT)
        yield Wait(lambda: page.scene.outcome == "complete", "intake: complete")
        yield from hand.key(KEY.Key_F2)
        yield Wait(lambda: page.scene.mode == "done", "intake: receipt", 20)
        yield from self.snap("intake-receipt", shows=self.code, looks=True)
        yield from self.stage.paper(self.code, "tanda-terima")
        yield from self._close(page, hand)
        window: Any = self.desk.station.window
        if window.page is not None:
            yield from hand.key(KEY.Key_Escape)
        yield Wait(lambda: window.page is None, "pages closed")
        yield from self.desk.finish()

    def back_office(self) -> Steps[None]:
        """Andi opens the back office, moves files by scanning them, and finishes one of last week."""
        self.back = station = self.stage.open("backoffice", "Ruang belakang", printer=RECEIPT_PRINTER)
        window: Any = station.window
        assert self.stage.look.scanner is not None
        self.hand = hand = CounterHand(window, self.stage.look.scanner)
        yield Wait(
            lambda: window.sign_in is not None and window.sign_in.isVisible(), "back office: sign in", 20
        )
        yield from self.snap("sign-in", station=station)
        window.sign_in.login.edit.setFocus()
        yield from hand.type(ANDI)
        yield from hand.key(KEY.Key_Return)
        yield from hand.type(PASSWORD)
        yield from hand.do(KEY.Key_Return, lambda: window.home is not None, "back office: home")
        yield Wait(lambda: window.home.lists.scene.lists, "back office: lists", 20)
        yield from self.snap("home", station=station, looks=True)
        yield from hand.key(KEY.Key_F5)
        for code in (self.code, *self.files.running):
            yield from hand.scan(code)
            yield Wait(lambda: not hand._scanner.pending, "scan")
        yield Wait(lambda: window.home.scan.scene.done == 4, "back office: four files moved", 20)
        yield from self.snap("next-step", station=station, looks=True)
        yield from hand.key(KEY.Key_F5)
        yield from hand.scan(self.files.paused)
        page = yield from self.see("TimelinePage", lambda one: one.scene.number, "timeline: open", station)
        yield from self.snap("timeline", shows=self.files.paused, station=station)
        yield from hand.key(KEY.Key_F5)
        yield Wait(lambda: page.scene.state == "ready", "timeline: ready", 20)
        yield from self.snap("timeline-ready", shows=self.files.paused, station=station, looks=True)

    def late(self) -> Steps[None]:
        """A file that is late: it says so, and an apology is printed."""
        hand, station = self.hand, self.back
        yield from hand.scan(self.files.late)
        page = yield from self.see(
            "TimelinePage", lambda one: self.files.late[1:3] in one.scene.number and one.scene.late,
            "timeline: late", station,
        )  # fmt: skip
        yield from self.snap("timeline-late", shows=self.files.late, station=station)
        yield from hand.key(KEY.Key_F3)
        yield from self.stage.paper(self.files.late, "permohonan-maaf")
        del page
        yield from hand.key(KEY.Key_Escape)
        yield Wait(lambda: station.window.page is None, "timeline closed")  # type: ignore[attr-defined]
        yield from hand.key(KEY.Key_F, CONTROL)
        yield from self.see("SearchPage", lambda _one: True, "search: open", station)
        yield from hand.type("suparno")
        search = yield from self.see("SearchPage", lambda one: one.scene.rows, "search: found", station)
        yield from self.snap("search", station=station, looks=True)
        del search
        yield from hand.key(KEY.Key_Escape)
        yield Wait(lambda: station.window.page is None, "search closed")  # type: ignore[attr-defined]
        self.stage.shut(station)

    def collected(self) -> Steps[None]:
        """Marlina's brother comes with F-1.07: somebody else's digits are refused, the right ones are not."""
        hand, station = self.desk.hand, self.desk.station
        window: Any = station.window
        window.commands.trigger("files.hand_over")
        page = yield from self.see("HandoverPage", lambda _one: True, "handover: scan")
        yield from self.snap("handover-scan")
        yield from hand.scan(self.files.ready)
        page = yield from self.see("HandoverPage", lambda one: one._scene.file is not None, "handover: file")
        yield from self.snap("handover-ready", shows=self.files.ready)
        page.left.collector.emit("proxy")
        yield Wait(lambda: page._scene.file.collector == "proxy", "handover: proxy")
        proxy = page.left.proxy
        for edit, text in ((proxy.name, "Yusuf Tandi"), (proxy.nik, "6471011509920004")):
            edit.edit.setFocus(Qt.FocusReason.TabFocusReason)
            yield from hand.type(text)
        proxy.letter.emit("f107")
        digits = page.right.identity.edit
        digits.setFocus(Qt.FocusReason.TabFocusReason)
        yield from hand.type("0001")
        yield Wait(lambda: page._scene.file.digits.state == "mismatch", "handover: mismatch", 20)
        yield from self.snap("handover-mismatch", shows=self.files.ready)
        digits.selectAll()
        yield from hand.type("0006")
        yield Wait(lambda: page._scene.file.digits.state == "match", "handover: match", 20)
        page.right.face.click()
        yield from hand.key(KEY.Key_F4)
        yield from self._sign(page.right.pad)
        yield Wait(lambda: page._scene.file.why_not is None, "handover: everything in order")
        yield from self.snap("handover-signed", shows=self.files.ready, looks=True)
        yield from hand.key(KEY.Key_F2)
        yield Wait(lambda: page._scene.done is not None, "handover: done", 20)
        yield from self.snap("handover-done", shows=self.files.ready)
        yield from hand.key(KEY.Key_F2)
        yield Wait(lambda: window.page is None, "handover closed")

    def _sign(self, pad: Any) -> Steps[None]:
        points = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in SIGNATURE]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=points[0])
        for point in points[1:]:
            QTest.mouseMove(pad, point)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=points[-1])
        yield Wait(lambda: pad.strokes(), "handover: signed")
