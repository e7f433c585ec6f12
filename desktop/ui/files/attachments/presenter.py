"""Behind the page of a file's scans: adds one file after the other, reads and draws off the UI thread. No Qt.

Opening a scan is written down as a look at the person's data, once for each time it is chosen.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from desktop.domain.errors import LoketError
from desktop.domain.media_pictures import PagePicture
from desktop.office.files.attachments import (
    AddAttachment,
    AttachmentContent,
    FileAttachments,
    LookedAt,
    ReadAttachment,
    RemoveAttachment,
    add_attachment,
    attachments_of,
    draw_attachment,
    look_at_file,
    read_attachment,
    remove_attachment,
)
from desktop.ui.files.attachments.state import Line, Preview, ScanRow, Scene, Screen
from desktop.ui.tasks import StationContext, Tasks

PREVIEW_PX = 1000
MOST_FAULTS = 6


class AttachmentsPresenter:
    """One page, from its opening until it is closed."""

    def __init__(
        self, tasks: Tasks, context: StationContext, view: Screen, application_id: uuid.UUID,
        staff_id: uuid.UUID | None, *, changed: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._tasks, self._context, self._view = tasks, context, view
        self._application_id, self._staff_id, self._changed = application_id, staff_id, changed
        self.scene = Scene()
        self._content: AttachmentContent | None = None
        self._waiting: list[str] = []
        self._asked = 0
        self._news: Any = None
        self._adding = False

    def start(self) -> None:
        """Read the list, and again whenever something changed."""
        self._view.show_scene(self.scene)
        self._reload()
        self._news = self._tasks.on_news(self._reload, owner=self)

    def stop(self) -> None:
        """The page was closed: what waits is not added, and no bytes are kept."""
        self._waiting.clear()
        self._content = None
        if self._news is not None:
            self._news.cancel()
            self._news = None

    # ---- adding ----

    def add(self, paths: Sequence[str]) -> None:
        """Add files of this PC, one after the other; one that is refused stops none of the others."""
        if not paths:
            return
        self._waiting += paths
        if not self._adding:
            self._show(faults=(), said=None)
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            self._adding = False
            self._show(working=None)
            return
        self._adding = True
        path = self._waiting.pop(0)
        name = Path(path).name
        self._show(working=Line("attachments.looking", {"count": len(self._waiting) + 1}))

        def looked(found: LookedAt) -> None:
            command = AddAttachment(
                office_id=self._context.office_id,
                station_id=self._context.station_id,
                staff_id=self._staff_id,
                application_id=self._application_id,
                content=found.content,
                facts=found.facts,
                title=Path(name).stem,
                kind="scan" if found.facts.media_type == "application/pdf" else "photo",
            )
            self._tasks.run(add_attachment, command, done=added, failed=failed, owner=self)

        def added(result: Any) -> None:
            self._show(said=Line("attachments.added", {"title": result.value.title}))
            self._reload()
            self._changed()
            self._next()

        def failed(error: LoketError) -> None:
            fault = Line(error.code, error.details, name)
            self._show(faults=(*self.scene.faults, fault)[-MOST_FAULTS:])
            self._next()

        self._tasks.read(
            look_at_file,
            self._context.office_id,
            path,
            done=looked,
            failed=failed,
            owner=self,
            background=True,
        )

    # ---- looking ----

    def choose(self, attachment_id: uuid.UUID) -> None:
        """Open a scan: read it on the record, then draw its first page."""
        self._asked += 1
        asked, self._content = self._asked, None
        self._show(
            chosen=attachment_id, preview=None, working=Line("attachments.opening"), faults=(), said=None
        )

        def read(result: Any) -> None:
            if asked == self._asked:
                self._content = result.value
                self._draw(0)

        def failed(error: LoketError) -> None:
            if asked == self._asked:
                self._show(working=None, faults=(Line(error.code, error.details),))

        command = ReadAttachment(
            office_id=self._context.office_id,
            station_id=self._context.station_id,
            staff_id=self._staff_id,
            attachment_id=attachment_id,
        )
        self._tasks.run(read_attachment, command, done=read, failed=failed, owner=self)

    def turn(self, pages: int) -> None:
        """Show another page of the open scan."""
        preview = self.scene.preview
        if preview is not None:
            page = min(max(preview.page + pages, 0), preview.pages - 1)
            if page != preview.page:
                self._draw(page)

    def _draw(self, page: int) -> None:
        if self._content is None:
            return
        asked = self._asked
        self._show(working=Line("attachments.opening"))

        def drawn(picture: PagePicture) -> None:
            if asked == self._asked:
                preview = Preview(
                    picture.width_px, picture.height_px, picture.pixels, picture.page, picture.pages
                )
                self._show(preview=preview, working=None)

        def failed(error: LoketError) -> None:
            self._show(working=None, faults=(Line(error.code, error.details),))

        self._tasks.read(
            draw_attachment, self._content, page, PREVIEW_PX, done=drawn, failed=failed, owner=self,
            background=True,
        )  # fmt: skip

    # ---- taking out ----

    def remove(self, reason: str) -> None:
        """Take the open scan out of its file."""
        chosen = self.scene.chosen
        if chosen is None:
            return

        def removed(_result: Any) -> None:
            self._asked += 1
            self._content = None
            self._show(chosen=None, preview=None, said=Line("attachments.taken_out"))
            self._reload()
            self._changed()

        command = RemoveAttachment(
            office_id=self._context.office_id,
            station_id=self._context.station_id,
            staff_id=self._staff_id,
            attachment_id=chosen,
            reason=reason,
        )
        self._tasks.run(remove_attachment, command, done=removed, failed=self._failed, owner=self)

    def _reload(self) -> None:
        self._tasks.read(
            attachments_of, self._context.office_id, self._application_id, done=self._loaded,
            failed=self._failed, owner=self,
        )  # fmt: skip

    def _loaded(self, found: FileAttachments) -> None:
        zone = ZoneInfo(found.zone)
        rows = tuple(
            ScanRow(
                row.attachment_id, row.title, row.kind, row.media_type, row.size_bytes, row.pages, row.added_by,
                row.added_at_utc.astimezone(zone), row.disposed,
            )
            for row in found.rows
        )  # fmt: skip
        gone = self.scene.chosen is not None and all(row.attachment_id != self.scene.chosen for row in rows)
        if gone:
            self._asked += 1
            self._content = None
        self._show(
            loaded=True, number=found.number, closed=found.closed, max_mb=found.max_mb, rows=rows,
            chosen=None if gone else self.scene.chosen, preview=None if gone else self.scene.preview,
        )  # fmt: skip

    def _failed(self, error: LoketError) -> None:
        self._show(working=None, faults=(Line(error.code, error.details),))

    def _show(self, **changed: Any) -> None:
        scene = replace(self.scene, **changed)
        if scene != self.scene:
            self.scene = scene
            self._view.show_scene(scene)
