"""One file's window: reads it whole, writes one thing at a time, says in place who was faster. No Qt."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from desktop.domain.errors import EnvironmentFault, LoketError
from desktop.office.files.moving import FileRef
from desktop.office.live.file_timeline import LookAtFile, file_timeline, record_look
from desktop.office.live.file_values import FileTimeline
from desktop.ui.files.timeline.scene import scene_of
from desktop.ui.files.timeline.state import Said, Scene
from desktop.ui.tasks import StationContext, Tasks

BUSY_MS = 300
_NO_STEP = {
    "returned": "timeline.why_no_step.returned",
    "ready": "timeline.why_no_step.ready",
    "uncollected": "timeline.why_no_step.uncollected",
    "refused": "timeline.why_no_step.refused",
    "collected": "timeline.why_no_step.closed",
    "archived": "timeline.why_no_step.closed",
    "cancelled": "timeline.why_no_step.closed",
}


class TimelineScreen(Protocol):
    """What is asked of the page and the window around it."""

    def show_scene(self, scene: Scene) -> None: ...
    def show_busy(self, said: Said | None) -> None: ...
    def say(self, said: Said, *, undo: bool = False) -> None: ...


@dataclass(frozen=True, slots=True)
class Doors:
    """The pages that lie beyond this one; each takes the file's key."""

    hand_over: Callable[[uuid.UUID], None]
    resume: Callable[[uuid.UUID], None]
    attachments: Callable[[uuid.UUID], None]


class TimelineReader:
    """One open file, as it is and what becomes of a write.

    Args:
        how: scan, search, list or intake: written down with the look at the person's data.
    """

    def __init__(
        self, tasks: Tasks, context: StationContext, view: TimelineScreen, application_id: uuid.UUID,
        staff_id: uuid.UUID, doors: Doors, *, counter_id: uuid.UUID | None = None, how: str = "scan",
    ) -> None:  # fmt: skip
        self.tasks, self.context, self.view, self.doors = tasks, context, view, doors
        self.application_id, self.staff_id, self.counter_id, self._how = (
            application_id, staff_id, counter_id, how,
        )  # fmt: skip
        self.file: FileTimeline | None = None
        self._notice: Said | None = None
        self._fault: LoketError | None = None
        self._batch: uuid.UUID | None = None
        self._unsure: tuple[object, Any] | None = None
        self._writing = self._reading = self._stale = self._gone = False
        self._news = tasks.on_news(self.reload, owner=self)

    def start(self) -> None:
        """Read the file, and write down who looked."""
        self.reload()
        look = LookAtFile(**self._who, application_id=self.application_id, how=self._how)
        self.tasks.run(record_look, look, failed=lambda _error: None, owner=self)

    def stop(self) -> None:
        """The page is closed."""
        self._gone = True
        self._news.cancel()

    @property
    def _who(self) -> dict[str, Any]:
        return {
            "office_id": self.context.office_id,
            "station_id": self.context.station_id,
            "staff_id": self.staff_id,
        }

    @property
    def _this(self) -> tuple[FileRef, ...]:
        version = None if self.file is None else self.file.head.version
        return (FileRef(application_id=self.application_id, expected_version=version),)

    # ---- reading ----

    def reload(self) -> None:
        """Read the whole window; while one reading is under way another is only noted."""
        if self._gone:
            return
        if self._reading:
            self._stale = True
            return
        self._reading, self._stale = True, False
        self.tasks.read(
            file_timeline, self.context.office_id, self.application_id, self.staff_id,
            done=self._got, failed=self._not_got, owner=self,
        )  # fmt: skip

    def _got(self, file: FileTimeline) -> None:
        first = self.file is None
        self._reading, self.file, self._fault = False, file, None
        self.show()
        if first:
            self.tasks.trace("window.page", page="timeline")
        if self._stale:
            self.reload()

    def _not_got(self, error: LoketError) -> None:
        self._reading, self._fault = False, error
        self.show()

    @property
    def scene(self) -> Scene:
        """What is shown now."""
        fault = None if self._fault is None else Said(self._fault.code, self._fault.details)
        if self.file is None:
            return Scene(fault=fault)
        scene = scene_of(self.file)
        return replace(
            scene, notice=self._notice, fault=fault, can_undo=self._batch is not None,
            blocked=self._blocked(scene),
        )  # fmt: skip

    def _blocked(self, scene: Scene) -> dict[str, Said]:
        blocked: dict[str, Said] = {}
        if scene.primary == "none":
            blocked["page.primary"] = scene.primary_why or Said("shell.nothing_to_do")
        if self.file is None or "next_step" not in self.file.actions:
            blocked["page.next_step"] = Said(_NO_STEP.get(scene.state, "timeline.why_no_step.role"))
        if not any(paper.printed for paper in scene.papers):
            blocked["page.print"] = Said("timeline.no_papers")
        if not scene.coming:
            blocked["page.second"] = Said("timeline.why_not_coming")
        if not scene.moves:
            blocked["page.refuse"] = Said("timeline.why_no_moves")
        if not scene.late:
            blocked["page.again"] = Said("timeline.why_not_late")
        if self._batch is None:
            blocked["page.undo"] = Said("timeline.why_no_undo")
        if scene.state in ("returned", "collected", "archived", "cancelled"):
            blocked["page.move"] = Said("timeline.why_no_move")
        return blocked

    def show(self) -> None:
        """Draw what is known."""
        if not self._gone:
            self.view.show_scene(self.scene)

    # ---- writing ----

    def _write(self, subject: object, use_case: Any, make: Callable[[], Any],
               done: Callable[[Any], None]) -> None:  # fmt: skip
        """One write at a time; after a fault the same subject sends the same command again."""
        if self._writing or self._gone:
            return
        again = self._unsure[1] if self._unsure is not None and self._unsure[0] == subject else None
        command = again or make()
        self._writing, self._notice, self._fault, self._unsure = True, None, None, (subject, command)
        self.tasks.later(BUSY_MS, self._busy, owner=self)

        def written(result: Any) -> None:
            self._over()
            self._unsure = None
            done(result.value)
            self.reload()

        def refused(error: LoketError) -> None:
            self._over()
            if not isinstance(error, EnvironmentFault):
                self._unsure = None
            self._refused(error)

        self.tasks.run(use_case, command, done=written, failed=refused, owner=self)

    def _busy(self) -> None:
        if self._writing:
            self.view.show_busy(Said("timeline.busy"))

    def _over(self) -> None:
        self._writing = False
        self.view.show_busy(None)

    def _refused(self, error: LoketError) -> None:
        if error.code == "file.undo_none":
            self._batch = None
        self._notice = Said(error.code, error.details)
        self.show()
        self.reload()
