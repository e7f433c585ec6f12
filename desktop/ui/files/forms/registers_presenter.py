"""The register pages of today: the agenda of files or the handover list, to a printer or into a file. No Qt."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any, Protocol

from desktop.domain.errors import EnvironmentFault, LoketError
from desktop.office.files.register_output import PrintRegister, print_register, save_register
from desktop.office.files.register_pages import OpenRegister, open_register
from desktop.office.live.registers import RegisterOffer, register_offer
from desktop.ui.files.finding.state import Said
from desktop.ui.files.forms.presenter import targets
from desktop.ui.files.forms.state import RegisterScene, Target, said_of
from desktop.ui.tasks import StationContext, Tasks

PAPERS = ("F4", "A4")
PRINTING = {"agenda": "formsheet.agenda_printing", "handover_list": "formsheet.handover_list_printing"}


class RegisterScreen(Protocol):
    """What is asked of the sheet and the window around it."""

    def show_register(self, scene: RegisterScene) -> None: ...
    def close_register(self) -> None: ...
    def ask_path(self, name: str) -> None: ...
    def say(self, said: Said) -> None: ...


class RegistersPresenter:
    """The registers of the office's day."""

    def __init__(
        self, tasks: Tasks, context: StationContext, view: RegisterScreen, staff_id: uuid.UUID | None,
        language: str = "id",
    ) -> None:  # fmt: skip
        self.tasks, self.context, self.view = tasks, context, view
        self.staff_id, self.language = staff_id, language
        self.scene = RegisterScene()
        self._unsure: tuple[object, Any] | None = None
        self._target: Target | None = None

    def start(self) -> None:
        """Read the day and the printers, then show the sheet."""
        self.tasks.read(
            register_offer,
            self.context.office_id,
            done=self._offered,
            failed=lambda error: self.view.say(said_of(error.code, error.details)),
            owner=self,
        )

    def _offered(self, offer: RegisterOffer) -> None:
        self._show(day=offer.today, targets=targets(PAPERS, offer.printers))

    def choose(self, kind: str) -> None:
        """``agenda`` or ``handover_list``."""
        if not self.scene.busy:
            self._show(kind=kind, notice=None)

    def send(self, target: Target) -> None:
        """Print it there; a file is asked for its name first."""
        scene = self.scene
        if scene.busy or scene.day is None:
            return
        self._target = target
        if target.printer_id is None:
            self.view.ask_path(f"{scene.kind.replace('_', '-')}-{scene.day.isoformat()}.pdf")
            return
        self._run(
            (scene.kind, target.printer_id), print_register,
            lambda: PrintRegister(**self._asked(), printer_id=target.printer_id),
            lambda queued: self._over(
                Said(PRINTING[scene.kind], {"printer": target.name, "count": queued.rows})
            ),
        )  # fmt: skip

    def save(self, path: str) -> None:
        """The name of the file is known: read the register, then draw it where nobody waits."""
        target = self._target
        if target is None or self.scene.busy:
            return
        self._run(
            (self.scene.kind, path), open_register, lambda: OpenRegister(**self._asked()),
            lambda register: self.tasks.read(
                save_register, register, target.paper, path, done=self._saved, failed=self._refused,
                owner=self, background=True,
            ),
        )  # fmt: skip

    def _asked(self) -> dict[str, Any]:
        return {
            "office_id": self.context.office_id,
            "station_id": self.context.station_id,
            "staff_id": self.staff_id,
            "kind": self.scene.kind,
            "first_day": self.scene.day,
            "last_day": self.scene.day,
            "language": self.language,
        }

    def _run(self, subject: object, use_case: Any, make: Any, done: Any) -> None:
        again = self._unsure[1] if self._unsure is not None and self._unsure[0] == subject else None
        command = again or make()
        self._unsure = (subject, command)
        self._show(busy=True, notice=None)

        def written(result: Any) -> None:
            self._unsure = None
            done(result.value)

        def refused(error: LoketError) -> None:
            if not isinstance(error, EnvironmentFault):
                self._unsure = None
            self._refused(error)

        self.tasks.run(use_case, command, done=written, failed=refused, owner=self)

    def _saved(self, path: str) -> None:
        self._over(Said("formsheet.saved", {"file": path}))

    def _over(self, said: Said) -> None:
        self.view.close_register()
        self.view.say(said)

    def _refused(self, error: LoketError) -> None:
        self._show(busy=False, notice=said_of(error.code, error.details))

    def _show(self, **changes: Any) -> None:
        self.scene = replace(self.scene, **changes)
        self.view.show_register(self.scene)
