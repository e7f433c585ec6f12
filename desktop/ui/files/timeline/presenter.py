"""What can be done with one open file: its steps, F8's ways out, where its paper goes, its papers. No Qt."""

from __future__ import annotations

import uuid
from typing import Any

from desktop.domain.errors import LoketError
from desktop.office.files.due import PrintApology, print_apology
from desktop.office.files.moving import MissingItem, MoveFiles, UndoMove, move_files, undo_move
from desktop.office.files.paper_store import ReprintDocument, reprint_document
from desktop.office.files.places import PlaceFiles, is_place_code, place_files
from desktop.office.files.routing import AcceptFiles, RouteFiles, accept_files, route_files
from desktop.ui.files.timeline.presenter_desk import TimelineReader
from desktop.ui.files.timeline.state import Decision, Said

MOVED = {
    "next_step": "timeline.moved.next_step",
    "return": "timeline.moved.return",
    "refuse": "timeline.moved.refuse",
    "cancel": "timeline.moved.cancel",
    "send_back": "timeline.moved.send_back",
    "resubmit": "timeline.moved.resubmit",
    "archive": "timeline.moved.archive",
}


class TimelinePresenter(TimelineReader):
    """One open file; see ``presenter_desk`` for its making."""

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
                self.view.say(Said(MOVED[action], args), undo=True)

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
