"""Which builder makes which station's window, and what each is given. Called by ``desktop.app.stations``."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop.domain.errors import UserError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.app.lanes import Lanes
    from desktop.app.settings import Settings
    from desktop.app.stations import Look
    from desktop.ui.tasks import StationContext


def preload(kind: str) -> None:
    """Import the modules of a station's window; the main thread has nothing else to do meanwhile."""
    importlib.import_module(f"desktop.ui.{kind}.build")


def build_window(
    kind: str, lanes: Lanes, context: StationContext, look: Look, settings: Settings, office_name: str
) -> QWidget:
    """Build the window of ``kind``. Raises UserError ``cli.later`` for one that comes later."""
    builders: dict[str, Callable[..., Any]] = {"kiosk": _kiosk, "counter": _counter, "display": _display}
    if kind not in builders:
        raise UserError("cli.later", name=kind)
    window: QWidget = builders[kind](lanes, context, look, settings, office_name)
    return window


def _kiosk(lanes: Lanes, context: StationContext, look: Look, settings: Settings, office_name: str) -> Any:
    from desktop.ui.kiosk.build import build_kiosk

    return build_kiosk(lanes, context, look.theme, look.texts, scanner=look.scanner)


def _counter(lanes: Lanes, context: StationContext, look: Look, settings: Settings, office_name: str) -> Any:
    from desktop.ui.counter.build import build_counter

    return build_counter(lanes, context, look.theme, look.texts, office=office_name, scanner=look.scanner)


def _display(lanes: Lanes, context: StationContext, look: Look, settings: Settings, office_name: str) -> Any:
    from desktop.app.settings import home_folder
    from desktop.ui.display.build import build_display, make_announcer

    sound = settings.sound
    announcer = make_announcer(home_folder(), sound.device)
    return build_display(lanes, context, look.theme, look.texts, announcer, volume=sound.volume / 100)
