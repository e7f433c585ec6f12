"""``loket tour``: one whole day through the real windows, headless, and a picture of each of them.

The windows, their lanes and threads are those of every station; hands and eyes use keys, touches and what is
shown. Other visitors and clerks are played behind the scenes. Called by ``desktop.app.cli``.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app.cli.options import TourOptions
from desktop.domain.errors import LoketError

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.app.tour.album import Album
    from desktop.app.tour.day_counter import CounterScenes
    from desktop.app.tour.day_hall import HallScenes
    from desktop.app.tour.day_late import LateScenes
    from desktop.app.tour.script import ScriptPlayer, Steps
    from desktop.app.tour.stage import Stage, Variant
    from desktop.ui.i18n import Texts


SCENES: set[str] = set()
"""Only these scenes are played, for work on one of them; empty plays all."""


def run_tour(options: TourOptions) -> int:
    """Play the day; returns 0 when everything showed, 1 when something did not."""
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY") and sys.platform != "win32":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop.app.tour.album import Album
    from desktop.app.tour.stage import SIZES, Variant
    from desktop.ui.i18n import Texts

    sizes = tuple((kind, options.size) for kind in SIZES) if options.size is not None else ()
    base = Variant(options.language or "id", options.theme or "light", options.scale or 1.0, sizes)
    texts = Texts(base.language)
    began_s = time.monotonic()

    def progress(line: str) -> None:
        print(f"{time.monotonic() - began_s:6.1f} s  {line}", file=sys.stderr, flush=True)

    album = Album(Path(options.out), progress)
    work = Path(tempfile.mkdtemp(prefix="loket-tour-"))
    try:
        missed = _play(options, base, texts, album, work, progress)
    except LoketError as error:
        missed = [texts.text(error.code, **error.details)]
    finally:
        shutil.rmtree(work, ignore_errors=True)
    album.write_index(texts, missed)
    if missed:
        print(texts.text("tour.missed", count=len(missed)), file=sys.stderr)
        for line in missed:
            print(f"  {line}", file=sys.stderr)
        return 1
    seconds = round(time.monotonic() - began_s)
    print(texts.text("tour.done", count=len(album.entries), seconds=seconds, folder=str(album.folder)))
    return 0


def _play(
    options: TourOptions,
    base: Variant,
    texts: Texts,
    album: Album,
    work: Path,
    progress: Callable[[str], None],
) -> list[str]:
    from desktop.app.cli.options import StationOptions
    from desktop.app.settings import Settings
    from desktop.app.stations import make_look
    from desktop.app.tour.script import ScriptPlayer
    from desktop.app.tour.stage import Stage
    from desktop.models.upgrade import upgrade

    address = os.environ.get("LOKET_DATABASE_URL", "").strip()
    if not address.startswith("postgres"):
        address = f"sqlite:///{(work / 'office.db').as_posix()}"
    upgrade(address)
    slips = work / "slips"
    slips.mkdir()
    look = make_look(StationOptions(language=base.language, theme=base.theme, scale=base.scale), Settings())
    stage = Stage(options, address, slips, look, album, base)
    look.app.setQuitOnLastWindowClosed(False)
    player = ScriptPlayer(look.app.quit, progress)
    _plan(stage, player, progress)
    player.start()
    look.app.exec()  # house: nested-loop: the application's own event loop, the only one
    stage.close()
    return [texts.text("tour.not_shown", scene=one.scene, what=one.what) for one in player.missed]


def _plan(stage: Stage, player: ScriptPlayer, progress: Callable[[str], None]) -> None:
    """The order of the day."""
    from desktop.app.demo.clock import at
    from desktop.app.tour.bad_days import database_lost
    from desktop.app.tour.day_files import FileScenes
    from desktop.app.tour.day_hall import HallScenes
    from desktop.app.tour.day_late import LateScenes
    from desktop.app.tour.gallery import Gallery

    hall, desk = HallScenes(stage), LateScenes(stage)
    options = stage.options
    looks = (options.language, options.theme, options.scale, options.size) == (None, None, None, None)
    files = FileScenes(stage, desk, stage.files, looks=looks)
    if looks:
        gallery = Gallery(stage)
        desk.serving_gallery, desk.waiting_gallery = gallery.serving, gallery.waiting
    plain: list[tuple[str, Callable[[], Steps[None]]]] = [
        ("kiosk-morning", hall.morning),
        ("display-morning", desk.hall_before),
        ("kiosk-number", hall.by_touch),
        ("kiosk-priority", hall.priority),
        ("kiosk-english", hall.english),
        ("kiosk-looks", hall.looks),
        ("counter-sign-in", desk.sign_in),
        ("counter-first-call", desk.first_call),
        ("kiosk-nik", hall.nik),
        ("kiosk-appointment", lambda: _later(desk, at(8, 40), hall.appointment)),
        ("kiosk-walk-away", hall.walk_away),
        ("counter-hold", lambda: _later(desk, at(9, 25), desk.note_and_hold)),
        ("counter-no-show", desk.no_show_and_return),
        ("counter-undo", lambda: _later(desk, at(9, 50), desk.undo)),
        ("counter-transfer", desk.transfer),
        ("file-returned", files.returned),
        ("file-completed", files.completed),
        ("back-office", files.back_office),
        ("file-late", files.late),
        ("file-collected", files.collected),
        ("counter-chosen", desk.chosen),
        ("counter-add-service", desk.add_service),
        ("counter-late", desk.serving_late),
        ("counter-without-ticket", lambda: _later(desk, at(10, 40), desk.without_ticket)),
        ("counter-faster", desk.faster),
        ("counter-emergency", desk.emergency),
        ("kiosk-still-there", hall.still_there),
        ("kiosk-help", lambda: _help(hall, desk)),
        ("counter-scan", desk.scan),
        ("kiosk-without-paper", lambda: _without_paper(hall, desk)),
        ("counter-break", lambda: _later(desk, at(11, 40), desk.break_and_resume)),
        ("counter-panels", desk.panels),
        ("database-lost", lambda: database_lost(stage, hall, desk)),
        ("kiosk-last-number", hall.last_number),
        ("end-of-day", desk.end_of_day),
        ("kiosk-night", hall.night),
    ]

    def tidy() -> None:
        """After a scene that missed something: keep what was there in its place, and close panels."""
        for station in stage.stations:
            stage.snap(station, f"missed-{player.scene}")
        window = desk.__dict__.get("station")
        sheet = getattr(window.window, "sheet", None) if window is not None else None
        if sheet is not None:
            sheet.close_sheet()

    only = SCENES or {name for name, _make in plain}
    scenes = [(name, _told(name, make, progress)) for name, make in plain if name in only]
    player.set_scenes(scenes, tidy)


def _told(
    name: str, make: Callable[[], Steps[None]], progress: Callable[[str], None]
) -> Callable[[], Steps[None]]:
    def begin() -> Steps[None]:
        progress(f"[{name}]")
        return make()

    return begin


def _later(desk: CounterScenes, moment: datetime, scene: Callable[[], Steps[None]]) -> Steps[None]:
    yield from desk.until(moment)
    yield from scene()


def _help(hall: HallScenes, desk: LateScenes) -> Steps[None]:
    hand = hall.hand
    hall.snap("home-busy")
    yield from hand.tap(
        "call", until=lambda: hand.screen is not None and hand.screen.notice is not None, what="kiosk: help"
    )
    hall.snap("help-called")
    yield from desk.help_asked()


def _without_paper(hall: HallScenes, desk: LateScenes) -> Steps[None]:
    yield from hall.without_paper()
    yield from desk.unprinted(hall.numbers[-1])
