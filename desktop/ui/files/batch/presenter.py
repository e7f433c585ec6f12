"""Scans one after the other: opened, moved on, put on a shelf, sent or signed for, with a count and an undo. No Qt.

Each scan is a write of its own, in the order of the scans, so that one that is refused stops none of the others,
and the last one can be taken back by itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from desktop.domain.errors import LoketError
from desktop.domain.ids import new_id
from desktop.office.files.moving import FileRef, MoveFiles, UndoMove, move_files, undo_move
from desktop.office.files.places import PlaceFiles, is_place_code, list_places, place_code, place_files
from desktop.office.files.routing import (
    AcceptFiles,
    PrintRouting,
    RecallRouting,
    RouteFiles,
    accept_files,
    print_routing,
    recall_routing,
    route_files,
)
from desktop.ui.files.batch.state import BatchScene, Job, Said, ScanRow, scanned_before
from desktop.ui.tasks import StationContext, Tasks

MOST_ROWS = 200
ROWS = {"place": "batch.row.place", "route": "batch.row.route", "accept": "batch.row.accept"}


class BatchScreen(Protocol):
    """What is asked of the card."""

    def show_scene(self, scene: BatchScene) -> None: ...
    def say(self, said: Said) -> None: ...


class BatchPresenter:
    """One person's scan card.

    Args:
        opened: takes a code that is to be opened (the job ``open``).
        changed: called after every write, for lists beside the card.
        job: what scans do to begin with: ``open`` or ``move``, the station's setting.
    """

    def __init__(
        self, tasks: Tasks, context: StationContext, view: BatchScreen, staff_id: uuid.UUID,
        opened: Callable[[str], None], changed: Callable[[], None] = lambda: None, *, job: Job = "open",
        zone: Callable[[], str] = lambda: "UTC",
    ) -> None:  # fmt: skip
        self.tasks, self.context, self.view, self.staff_id = tasks, context, view, staff_id
        self._opened, self._changed, self._zone = opened, changed, zone
        self._usual: Job = "move" if job == "move" else "open"
        self._job: Job = job
        self._rows: tuple[ScanRow, ...] = ()
        self._count = 0
        self._place = ""
        self._target = ""
        self._to: tuple[uuid.UUID | None, str] = (None, "")
        self._list = new_id()
        self._taken: list[tuple[int, Job, uuid.UUID]] = []
        """(key of the row, job, batch or file) of what can be taken back, the newest last."""
        self._notice: Said | None = None

    @property
    def scene(self) -> BatchScene:
        """What is shown now."""
        done = sum(row.state == "done" for row in self._rows)
        refused = sum(row.state == "refused" for row in self._rows)
        return BatchScene(self._job, self._target, self._rows, done, refused, bool(self._taken),
                          self._zone(), self._notice)  # fmt: skip

    def show(self) -> None:
        """Draw what is known."""
        self.view.show_scene(self.scene)

    # ---- what scans do ----

    def switch(self) -> None:
        """F5: between opening and moving on; from a shelf or a list back to what this station usually does."""
        if self._job in ("open", "move"):
            self._usual = "move" if self._job == "open" else "open"
        self._begin(self._usual)

    def set_job(self, job: Job) -> None:
        """One of the card's buttons."""
        if job in ("open", "move"):
            self._usual = job
        self._begin(job)

    def end(self) -> None:
        """The shelf or the list is done with; a list is printed for signatures on paper."""
        printer = self.context.printer_id
        prints = self._job == "route" and self.scene.done > 0
        self._begin(self._usual)
        if prints and printer is not None:
            self.tasks.run(
                print_routing,
                PrintRouting(**self._who, list_id=self._list, printer_id=printer),
                done=lambda _printed: self.view.say(Said("batch.list_printing")),
                failed=self._fault,
                owner=self,
            )

    def put_on(self, code: str) -> None:
        """A shelf was scanned, typed or chosen: what is scanned next lies there."""
        wanted = place_code(code) or code

        def got(places: Any) -> None:
            place = next((one for one in places if one.code == wanted), None)
            if place is None:
                self._notice = Said("place.unknown", {"code": wanted})
                self.show()
                return
            self._place = place.code
            self._begin("place", target=place.name)

        self.tasks.read(list_places, self.context.office_id, done=got, failed=self._fault, owner=self)

    def send_to(self, staff_id: uuid.UUID | None, unit: str, name: str) -> None:
        """What is scanned next goes to somebody on one routing list."""
        self._to, self._list = (staff_id, unit), new_id()
        self._begin("route", target=name)

    def accept(self) -> None:
        """What is scanned next is signed for."""
        self._begin("accept")

    def _begin(self, job: Job, target: str = "") -> None:
        # The count belongs to one go; opening keeps the list for who looks back at what was scanned.
        if job != "open" and (job, target) != (self._job, self._target):
            self._rows, self._taken = (), []
        self._job, self._target, self._notice = job, target, None
        self.show()

    def take(self, text: str) -> None:
        """A scan or a typed number."""
        text = text.strip()
        if not text:
            return
        if is_place_code(text):
            self.put_on(text)
        elif self._job == "open":
            self._opened(text)
        else:
            self._write(text)

    def _write(self, text: str) -> None:
        self._count += 1
        key, batch = self._count, new_id()
        at = self.tasks.now().astimezone(ZoneInfo(self._zone()))
        twice = scanned_before(self._rows, text)
        self._rows = (ScanRow(key, text, "waiting", at), *self._rows)[:MOST_ROWS]
        self._notice = None
        if twice is not None:
            # Readers read twice: one go never takes a file two steps.
            self._change(key, state="refused", number=twice, said=Said("file.twice", {"number": twice}))
            self.show()
            return
        self.show()
        files = (FileRef(code=text),)
        use_case: Any
        command: Any
        if self._job == "move":
            use_case, command = move_files, MoveFiles(**self._who, files=files, batch=batch)
        elif self._job == "place":
            use_case = place_files
            command = PlaceFiles(**self._who, files=files, place=self._place, batch=batch)
        elif self._job == "route":
            use_case = route_files
            command = RouteFiles(**self._who, files=files, to_id=self._to[0], to_unit=self._to[1],
                                 list_id=self._list)  # fmt: skip
        else:
            use_case, command = accept_files, AcceptFiles(**self._who, files=files)
        job, target = self._job, self._target
        self.tasks.run(
            use_case, command,
            done=lambda result: self._written(key, job, target, batch, result.value),
            failed=lambda error: self._refused(key, error),
            owner=self,
        )  # fmt: skip

    def _written(self, key: int, job: Job, target: str, batch: uuid.UUID, value: Any) -> None:
        if job == "move":
            one = value.moved[0]
            args = {"label_id": one.label_id, "label_en": one.label_en, "state": one.state}
            said = Said("batch.row.moved", args)
        else:
            one = (value.placed if job == "place" else value.files)[0]
            said = Said(ROWS[job], {"target": target, "state": one.state})
        self._change(key, state="done", number=one.number, said=said)
        if job == "move":
            self._taken.append((key, job, batch))
        elif job == "route":
            self._taken.append((key, job, one.application_id))
        self.show()
        self._changed()

    def _refused(self, key: int, error: LoketError) -> None:
        number = str(error.details.get("number") or "")
        self._change(key, state="refused", number=number, said=Said(error.code, error.details))
        self.show()

    def _change(self, key: int, **more: Any) -> None:
        self._rows = tuple(replace(row, **more) if row.key == key else row for row in self._rows)

    # ---- taking back ----

    def undo(self) -> None:
        """Ctrl+Z: the last scan that did something is taken back."""
        if not self._taken:
            return
        key, job, what = self._taken.pop()
        if job == "route":
            files = (FileRef(application_id=what),)
            use_case: Any = recall_routing
            command: Any = RecallRouting(**self._who, files=files)
        else:
            use_case, command = undo_move, UndoMove(**self._who, batch=what)

        def done(_result: Any) -> None:
            row = next((one for one in self._rows if one.key == key), None)
            self._change(key, state="undone", said=Said("batch.row.undone"))
            self.show()
            self.view.say(Said("batch.undone", {"number": "" if row is None else row.number}))
            self._changed()

        def failed(error: LoketError) -> None:
            self._notice = Said(error.code, error.details)
            self.show()

        self.tasks.run(use_case, command, done=done, failed=failed, owner=self)

    @property
    def _who(self) -> dict[str, Any]:
        return {
            "office_id": self.context.office_id,
            "station_id": self.context.station_id,
            "staff_id": self.staff_id,
        }

    def _fault(self, error: LoketError) -> None:
        self._notice = Said(error.code, error.details)
        self.show()
