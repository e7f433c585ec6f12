"""Connects the display's window with its presenter and the zone's announcer. Called by ``desktop.app``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from desktop.ui.display.presenter import DisplayPresenter
from desktop.ui.display.view import DisplayView
from desktop.ui.i18n import LANGUAGES, Texts
from desktop.ui.tasks import StationContext, Tasks
from desktop.ui.theme import Theme

if TYPE_CHECKING:
    from desktop.ui.voice.announcer import Announcer


def build_display(
    tasks: Tasks,
    context: StationContext,
    theme: Theme,
    texts: Texts,
    announcer: Announcer | None = None,
    *,
    reduced_motion: bool = False,
    volume: float = 1.0,
) -> DisplayView:
    """Make a display that reads, shows and speaks; show the window, then it lives.

    Args:
        tasks, context: the program around it; ``context.zone`` names its part of the hall.
        theme: fonts (the hall has its own colours).
        texts: words of the station's language; those of the other one are made alike.
        announcer: the zone's voice (``make_announcer``), or None for a display that stays silent. It is prepared
            once the window is painted, and closed with the window.
        reduced_motion: this PC asks for less motion.
        volume: this PC's part of the office's loudness, 0.0 to 1.0.

    Returns:
        The window. ``window.presenter`` is its presenter.
    """
    other = next(language for language in LANGUAGES if language != texts.language)
    view = DisplayView(theme, {texts.language: texts, other: Texts(other)})
    presenter = DisplayPresenter(tasks, context, view, announcer, calm=reduced_motion, volume=volume)
    view.presenter = presenter
    view.painted.connect(presenter.painted)
    view.first_painted.connect(lambda: tasks.trace("window.painted"))
    view.loaded.connect(lambda: tasks.trace("window.loaded"))
    view.commands.bind("display.say_last", presenter.say_last)
    view.closed.connect(presenter.close)
    if announcer is not None:
        announcer.available_changed.connect(presenter.sound)
        view.first_painted.connect(lambda: QTimer.singleShot(0, announcer, announcer.prepare))
        view.closed.connect(announcer.close)
        if announcer.available is False:
            presenter.sound(False)
    presenter.start()
    return view


def make_announcer(home: Path | None = None, device: str = "") -> Announcer:
    """The voice of one zone.

    Args:
        home: a folder whose ``sounds`` may hold the office's own recordings.
        device: name of the sound device; empty takes the computer's own.
    """
    from desktop.ui.voice.announcer import Announcer
    from desktop.ui.voice.bank import office_bank
    from desktop.ui.voice.output import QtPcmOutput

    return Announcer(lambda: office_bank(home), output=QtPcmOutput(device))
