"""Behind the panel of the disposal: counts first, then takes away with minutes. No Qt."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any, Protocol

from desktop.domain.errors import LoketError
from desktop.office.files.disposal import Dispose, Preview, dispose, preview_disposal
from desktop.ui.files.privacy.state import DisposalForm, DisposalScene, Line
from desktop.ui.tasks import StationContext, Tasks

COUNTED = ("persons", "contacts", "document_parts", "attachments", "requests", "drafts")


class DisposalScreen(Protocol):
    """What is asked of the page that opened the panel."""

    def show_disposal(self, scene: DisposalScene) -> None: ...


class DisposalPresenter:
    """One page's disposal; what was counted last is what goes."""

    def __init__(
        self, tasks: Tasks, context: StationContext, view: DisposalScreen, staff_id: uuid.UUID | None
    ) -> None:
        self._tasks, self._context, self._view, self._staff_id = tasks, context, view, staff_id
        self.scene = DisposalScene()
        self._preview: Preview | None = None

    def look(self) -> None:
        """Count what would go."""
        self._show(DisposalScene(busy=True))

        def counted(preview: Preview) -> None:
            self._preview = preview
            counts = tuple((name, getattr(preview.counts, name)) for name in COUNTED)
            self._show(DisposalScene(preview.until_day, preview.retention_years, counts))

        self._tasks.read(
            preview_disposal, self._context.office_id, done=counted, failed=self._failed, owner=self,
            background=True,
        )  # fmt: skip

    def dispose(self, form: DisposalForm) -> None:
        """Dispose of what was counted."""
        if self._preview is None or self.scene.busy:
            return
        self._show(replace(self.scene, busy=True, fault=None))

        def disposed(result: Any) -> None:
            self._preview = None
            self._show(replace(self.scene, busy=False, done=result.value.minutes_number))

        command = Dispose(
            office_id=self._context.office_id,
            station_id=self._context.station_id,
            staff_id=self._staff_id,
            until_day=self._preview.until_day,
            expected=self._preview.counts,
            minutes_number=form.number,
            place=form.place,
            witnesses=form.witnesses,
            language=self._context.language,
            any_printer=True,
        )
        self._tasks.run(dispose, command, done=disposed, failed=self._failed, owner=self)

    def _failed(self, error: LoketError) -> None:
        self._show(replace(self.scene, busy=False, fault=Line(error.code, error.details)))
        if error.code == "privacy.preview_old":
            fault = self.scene.fault
            self.look()
            self._show(replace(self.scene, fault=fault))

    def _show(self, scene: DisposalScene) -> None:
        self.scene = scene
        self._view.show_disposal(scene)
