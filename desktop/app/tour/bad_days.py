"""The database is gone, and comes back: what the three windows show meanwhile. Used by the tour only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.app.demo.clock import at
from desktop.app.tour.script import Steps, Wait

if TYPE_CHECKING:
    from desktop.app.tour.day_hall import HallScenes
    from desktop.app.tour.day_late import LateScenes
    from desktop.app.tour.stage import Stage


def database_lost(stage: Stage, hall: HallScenes, desk: LateScenes) -> Steps[None]:
    """13.20: nothing answers; every window says so, and goes on by itself afterwards."""
    yield from desk.until(at(13, 20))
    yield from hall.hand.see("home")
    yield Wait(lambda: desk.hand.scene.mode == "idle", "counter: idle")
    stage.switch.off()
    try:
        yield Wait(lambda: desk.hand.scene.fault is not None, "counter: no database", 20)
        desk.snap("database-lost")
        yield from hall.hand.see("fault", 20)
        hall.snap("database-lost")
        yield Wait(lambda: desk.eye.notice is not None, "display: no database", 20)
        desk.snap_hall("database-lost")
    finally:
        stage.switch.on()
    yield Wait(lambda: desk.hand.scene.fault is None, "counter: database again", 20)
    yield from hall.hand.see("home", 20)
    yield Wait(lambda: desk.eye.card is not None, "display: database again", 20)
    desk.snap("connected-again")
