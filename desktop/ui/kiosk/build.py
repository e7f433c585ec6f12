"""Builds a kiosk: window and presenter, joined. Called by the composition root and tests."""

from __future__ import annotations

from typing import Any, Protocol

from desktop.ui.i18n import Texts
from desktop.ui.kiosk.look import Look
from desktop.ui.kiosk.presenter import KioskPresenter
from desktop.ui.kiosk.view import KioskWindow
from desktop.ui.tasks import StationContext, Tasks
from desktop.ui.theme import Theme


class ScanSource(Protocol):
    """Something with a signal ``scanned(code)``, such as ``desktop.ui.scanner.Scanner``."""

    scanned: Any


def build_kiosk(
    tasks: Tasks,
    context: StationContext,
    theme: Theme,
    texts: Texts | None = None,
    *,
    scanner: ScanSource | None = None,
    strict_texts: bool = False,
) -> KioskWindow:
    """Build a kiosk's window, live from its first showing. The caller shows it full screen.

    Args:
        tasks: work off the UI thread, time and news.
        context: office, station, language, printer; `accessible` starts in large type.
        theme: the program's look; the kiosk changes a copy of it, because its visitors choose contrast and size.
        texts: the program's words; the kiosk has both languages itself.
        scanner: where scans come from; those of another window are left alone.
        strict_texts: raise on a missing text instead of showing its code (tests).
    """
    own = Theme(theme.name, theme.scale)
    words = {language: Texts(language, strict=strict_texts) for language in ("id", "en")}
    window = KioskWindow(Look(own, words))
    own.setParent(window)
    presenter = KioskPresenter(tasks, context, window)
    window.acted.connect(presenter.act)
    window.touched.connect(presenter.touched)
    window.closed.connect(presenter.stop)
    window.painted.connect(lambda: tasks.trace("window.painted", window="kiosk"))
    if scanner is not None:
        # Through a slot of the window's own: the connection ends with the window.
        window.take_scan = lambda code: presenter.scanned(code) if window.isActiveWindow() else None
        scanner.scanned.connect(window.scanned)
    window.presenter = presenter  # type: ignore[attr-defined]  # lives as long as its window
    presenter.start()
    return window
