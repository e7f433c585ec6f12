"""More pictures of one moment: the same office in other languages, themes and sizes, in windows opened for it.

Used by the tour only.
"""

from __future__ import annotations

from typing import Any

from desktop.app.demo.sample import RINA
from desktop.app.tour.hands import CounterHand, DisplayEye, KioskHand
from desktop.app.tour.script import Steps, Wait
from desktop.app.tour.stage import Stage, Variant
from desktop.ui.counter.screen import Clerk
from desktop.ui.i18n import Texts

LARGE = (("counter", (1920, 1080)), ("kiosk", (1080, 1920)), ("display", (1080, 1920)))
VARIANTS = (
    Variant("en"),
    Variant(theme="dark"),
    Variant(theme="black", scale=2.0),
    Variant(theme="white"),
    Variant(sizes=LARGE),
)


class Gallery:
    """Takes the pictures, and puts the look back."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def serving(self) -> Steps[None]:
        """Somebody is served, somebody else is called: counter, kiosk's start, display."""
        for variant in VARIANTS:
            self._wear(variant)
            yield from self._counter(variant, "serving")
            yield from self._kiosk(variant)
            if variant.language == "en" or variant.sizes:
                yield from self._display(variant)
        self._wear(self.stage.base)

    def waiting(self) -> Steps[None]:
        """Nobody is at the counter."""
        for variant in VARIANTS:
            self._wear(variant)
            yield from self._counter(variant, "idle")
        self._wear(self.stage.base)

    def _wear(self, variant: Variant) -> None:
        look = self.stage.look
        look.theme.set(variant.theme, variant.scale)
        look.texts = Texts(variant.language)

    def _counter(self, variant: Variant, mode: str) -> Steps[None]:
        key, name = self.stage.office.staff[RINA]
        station = self.stage.open(
            "counter", "PC loket 3", variant=variant, clerk=Clerk(key, name, ("clerk",))
        )
        try:
            window: Any = station.window
            yield Wait(lambda: window.scene.mode == mode, f"counter: {mode}", 20)
            self.stage.snap(station, "waiting" if mode == "idle" else mode, variant=variant)
            if mode == "serving" and variant.language == "en":
                assert self.stage.look.scanner is not None
                hand = CounterHand(window, self.stage.look.scanner)
                from PySide6.QtCore import Qt

                yield from hand.open_sheet(Qt.Key.Key_F7, "counter: transfer")
                self.stage.snap(station, "transfer", variant=variant)
        finally:
            self.stage.shut(station)

    def _kiosk(self, variant: Variant) -> Steps[None]:
        station = self.stage.open("kiosk", "Kiosk 1", variant=variant)
        try:
            hand = KioskHand(station.window)  # type: ignore[arg-type]  # this kind is a KioskWindow
            yield from hand.see("home", 20)
            self.stage.snap(station, "home", variant=variant)
            if variant.sizes:
                yield from hand.go("group", badge="B", to="services")
                self.stage.snap(station, "services", variant=variant)
        finally:
            self.stage.shut(station)

    def _display(self, variant: Variant) -> Steps[None]:
        station = self.stage.open("display", "Layar 1", variant=variant)
        try:
            eye = DisplayEye(station.window)  # type: ignore[arg-type]  # this kind is a DisplayView
            yield Wait(lambda: eye.card is not None, "display: call", 20)
            self.stage.snap(station, "calls", variant=variant)
        finally:
            self.stage.shut(station)
