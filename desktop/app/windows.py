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
    from desktop.models.later import LaterEngine
    from desktop.ui.tasks import StationContext


def preload(kind: str) -> None:
    """Import the modules of a station's window; the main thread has nothing else to do meanwhile."""
    importlib.import_module(f"desktop.ui.{kind}.build")


#: What a counter's threads need, without Qt: the sign-in first.
_COUNTER_WORK = (
    "desktop.models.tables",
    "desktop.office.staff",
    "desktop.office.shifts",
    "desktop.office.stations",
    "desktop.app.printing",
    "desktop.office.live.counter",
)
#: What a counter needs once somebody has signed in, in the order of its imports.
_COUNTER_REST = (
    "desktop.ui.counter.rows",
    "desktop.ui.counter.sheets",
    "desktop.ui.counter.view",
    "desktop.ui.counter.presenter_reading",
    "desktop.ui.counter.desk",
)


def load_rest(lanes: Lanes, source: LaterEngine, then: Callable[[], None]) -> None:
    """Load what a counter's painted sign-in does not need yet: nothing of it may delay the clerk who signs in.

    SQLAlchemy and the tables load in the background lane; modules with Qt in the main thread, one a turn.

    Args:
        then: called on the main thread when the database can be worked with at once.
    """

    def warm_up() -> None:
        source.get()
        for name in _COUNTER_WORK:
            importlib.import_module(name)

    lanes.prepare(warm_up, then)
    rest = list(_COUNTER_REST)

    def next_one() -> None:
        importlib.import_module(rest.pop(0))
        if rest:
            lanes.later(0, next_one)

    lanes.later(0, next_one)


def take_own_forms() -> None:
    """Let the office's own forms (docs/guide/forms.md) be found beside this PC's settings."""
    from desktop.app.settings import home_folder
    from desktop.printing.forms import use_folder

    use_folder(home_folder() / "forms")


def build_window(
    kind: str, lanes: Lanes, context: StationContext, look: Look, settings: Settings, office_name: str
) -> QWidget:
    """Build the window of ``kind``. Raises UserError ``cli.later`` for one that comes later."""
    builders: dict[str, Callable[..., Any]] = {
        "kiosk": _kiosk,
        "counter": _counter,
        "display": _display,
        "backoffice": _backoffice,
        "admin": _admin,
    }
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


def _backoffice(
    lanes: Lanes, context: StationContext, look: Look, settings: Settings, office_name: str
) -> Any:
    from desktop.ui.backoffice.build import build_backoffice

    return build_backoffice(lanes, context, look.theme, look.texts, office=office_name, scanner=look.scanner)


def _display(lanes: Lanes, context: StationContext, look: Look, settings: Settings, office_name: str) -> Any:
    from desktop.app.settings import home_folder
    from desktop.ui.display.build import build_display, make_announcer

    sound = settings.sound
    announcer = make_announcer(home_folder(), sound.device)
    return build_display(lanes, context, look.theme, look.texts, announcer, volume=sound.volume / 100)


def _admin(lanes: Lanes, context: StationContext, look: Look, settings: Settings, office_name: str) -> Any:
    from desktop.ui.admin.build import build_admin

    return build_admin(lanes, context, look.theme, look.texts, office=office_name, scanner=look.scanner)
