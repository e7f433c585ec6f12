"""One file's window: reads it whole, moves it, and says in place where somebody else was faster. No Qt."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from desktop.domain.errors import EnvironmentFault, LoketError
from desktop.office.files.due import PrintApology, print_apology
from desktop.office.files.moving import FileRef, MissingItem, MoveFiles, UndoMove, move_files, undo_move
from desktop.office.files.paper_store import ReprintDocument, reprint_document
from desktop.office.files.places import PlaceFiles, is_place_code, place_files
from desktop.office.files.routing import AcceptFiles, RouteFiles, accept_files, route_files
from desktop.office.live.file_timeline import LookAtFile, file_timeline, record_look
from desktop.office.live.file_values import FileTimeline
from desktop.ui.files.timeline.scene import scene_of
from desktop.ui.files.timeline.state import Decision, Said, Scene
from desktop.ui.tasks import StationContext, Tasks

BUSY_MS = 300


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


class TimelinePresenter:
    """One open file.

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
            self.tasks.trace("page.loaded", page="timeline")
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
            blocked["page.next_step"] = Said(f"timeline.why_no_step.{_group(scene.state)}")
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

    # ---- what people do ----

    def primary(self) -> None:
        """F2: the state's own next step."""
        step = self.scene.primary
        if step == "hand_over":
            self.doors.hand_over(self.application_id)
        elif step == "resume":
            self.doors.resume(self.application_id)
        elif step in ("next_step", "resubmit", "archive"):
            self._move(step)

    def next_step(self) -> None:
        """F5."""
        self._move("next_step")

    def decide(self, decision: Decision) -> None:
        """F8 was answered."""
        missing = tuple(MissingItem(requirement=i.requirement, kind=i.kind) for i in decision.missing)
        self._move(decision.action, reason=decision.reason, note=decision.note or None, missing=missing,
                   target_step=decision.target_step)  # fmt: skip

    def _move(self, action: str, **more: Any) -> None:
        def done(moved: Any) -> None:
            self._batch = moved.batch
            one = moved.moved[0] if moved.moved else None
            if one is not None:
                args = {"number": one.number, "label_id": one.label_id, "label_en": one.label_en,
                        "state": one.state}  # fmt: skip
                self.view.say(Said(f"timeline.moved.{action}", args), undo=True)

        self._write(
            (action, more.get("reason"), more.get("target_step")), move_files,
            lambda: MoveFiles(**self._who, files=self._this, action=action, counter_id=self.counter_id, **more),
            done,
        )  # fmt: skip

    def undo(self) -> None:
        """Ctrl+Z: take the last move back."""
        batch = self._batch
        if batch is None:
            return

        def done(_moved: Any) -> None:
            self._batch = None
            self.view.say(Said("timeline.undone", {"number": self.scene.number}))

        self._write(("undo", batch), undo_move, lambda: UndoMove(**self._who, batch=batch), done)

    def put_on(self, code: str) -> None:
        """A shelf was scanned or chosen: the paper lies there now."""

        def done(placed: Any) -> None:
            self.view.say(Said("timeline.placed", {"number": self.scene.number, "place": placed.place.name}))

        self._write(("place", code), place_files,
                    lambda: PlaceFiles(**self._who, files=self._this, place=code), done)  # fmt: skip

    def send_to(self, staff_id: uuid.UUID | None, unit: str, name: str) -> None:
        """The paper is sent to somebody, who will sign for it."""

        def done(_routed: Any) -> None:
            self.view.say(Said("timeline.sent", {"number": self.scene.number, "unit": name or unit}))

        self._write(("route", staff_id, unit), route_files,
                    lambda: RouteFiles(**self._who, files=self._this, to_id=staff_id, to_unit=unit),
                    done)  # fmt: skip

    def accept(self) -> None:
        """The paper came to who looks: signed for."""

        def done(_routed: Any) -> None:
            self.view.say(Said("timeline.accepted", {"number": self.scene.number}))

        self._write("accept", accept_files, lambda: AcceptFiles(**self._who, files=self._this), done)

    def print_last(self) -> None:
        """F6: the newest paper again."""
        newest = next((paper for paper in self.scene.papers if paper.printed), None)
        if newest is not None:
            self.print_again(newest.paper_id)

    def print_again(self, document_id: uuid.UUID) -> None:
        """One paper again, marked as a copy."""
        self._write(
            ("print", document_id), reprint_document,
            lambda: ReprintDocument(**self._who, document_id=document_id, printer_id=self.context.printer_id),
            lambda outcome: self.view.say(Said("timeline.printing", {"copy": outcome.copy_number})),
        )  # fmt: skip

    def apology(self) -> None:
        """The slip for a late file."""
        printer = self.context.printer_id
        if printer is None:
            self._refused(LoketError("paper.no_printer"))
            return
        self._write(
            "apology", print_apology,
            lambda: PrintApology(**self._who, application_id=self.application_id, printer_id=printer),
            lambda _slip: self.view.say(Said("timeline.apology_printing")),
        )  # fmt: skip

    def take_code(self, code: str) -> bool:
        """A scan while the page is open: a shelf is where this paper goes now, the same file is nothing new."""
        if is_place_code(code):
            self.put_on(code)
            return True
        plain = "".join(letter for letter in code.upper() if letter.isalnum())
        return self.file is not None and plain == self.file.head.code

    def attachments(self) -> None:
        """F11."""
        self.doors.attachments(self.application_id)

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


def _group(state: str) -> str:
    return state if state in ("returned", "ready", "uncollected", "refused") else (
        "closed" if state in ("collected", "archived", "cancelled") else "role"
    )  # fmt: skip
