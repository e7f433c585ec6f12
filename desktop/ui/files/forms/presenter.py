"""Forms: what there is, how far one is filled, printing it or writing it into a file. No Qt."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any, Protocol

from desktop.domain.errors import EnvironmentFault, LoketError
from desktop.office.files.form_output import (
    FilledLook,
    FormsOffer,
    PagePrinter,
    PrintEmptyForm,
    forms_offer,
    look_at_form,
    print_empty_form,
    save_empty_form,
    save_kept_form,
)
from desktop.office.files.forms import PrintForm, print_form
from desktop.ui.files.finding.state import Said
from desktop.ui.files.forms.state import FormRow, FormScene, FormsScene, Lack, Target, said_of
from desktop.ui.tasks import StationContext, Tasks


class FormsScreen(Protocol):
    """What is asked of the sheets and the window around them."""

    def show_forms(self, scene: FormsScene) -> None: ...
    def show_form(self, scene: FormScene) -> None: ...
    def close_form(self) -> None: ...
    def ask_path(self, name: str) -> None: ...
    def say(self, said: Said) -> None: ...


def targets(papers: tuple[str, ...], printers: tuple[PagePrinter, ...]) -> tuple[Target, ...]:
    """Printers whose paper fits, those of the usual paper first; then a file for each paper."""
    fitting = [
        Target(paper, one.printer_id, one.name) for paper in papers for one in printers if one.paper == paper
    ]
    return (*fitting, *(Target(paper) for paper in papers))


class FormsPresenter:
    """The forms of one file, or empty ones.

    Args:
        application_id: None offers empty forms only.
        changed: called after a filled form was kept, so that the file's window shows it.
    """

    def __init__(
        self, tasks: Tasks, context: StationContext, view: FormsScreen, staff_id: uuid.UUID | None,
        application_id: uuid.UUID | None = None, changed: Any = None,
    ) -> None:  # fmt: skip
        self.tasks, self.context, self.view, self.staff_id = tasks, context, view, staff_id
        self.application_id, self._changed = application_id, changed
        self.offer: FormsOffer | None = None
        self.scene: FormScene | None = None
        self._unsure: tuple[object, Any] | None = None
        self._target: Target | None = None
        self._kept: tuple[str, uuid.UUID] | None = None

    @property
    def _who(self) -> dict[str, Any]:
        return {
            "office_id": self.context.office_id,
            "station_id": self.context.station_id,
            "staff_id": self.staff_id,
        }

    def start(self) -> None:
        """Read what there is."""
        self.tasks.read(forms_offer, self.context.office_id, self.application_id, done=self._offered,
                        failed=self._not_offered, owner=self)  # fmt: skip

    def _offered(self, offer: FormsOffer) -> None:
        self.offer = offer
        rows = tuple(
            FormRow(one.code, one.title_id, one.title_en, one.papers, one.asked) for one in offer.forms
        )
        self.view.show_forms(FormsScene(rows, offer.number, offer.unreadable))

    def _not_offered(self, error: LoketError) -> None:
        self.view.say(said_of(error.code, error.details))

    # ---- one form ----

    def choose(self, code: str) -> None:
        """A form was chosen from the list."""
        offer = self.offer
        one = next((form for form in offer.forms if form.code == code), None) if offer else None
        if offer is None or one is None:
            return
        row = FormRow(one.code, one.title_id, one.title_en, one.papers, one.asked)
        filled = self.application_id is not None
        self.scene = FormScene(row, offer.number, filled, targets=targets(one.papers, offer.printers))
        self.view.show_form(self.scene)
        if filled:
            self.tasks.read(
                look_at_form, self.context.office_id, self.application_id, code, self.staff_id,
                done=self._looked, failed=self._refused, owner=self,
            )  # fmt: skip

    def _looked(self, look: FilledLook) -> None:
        if self.scene is None or self.scene.form.code != look.form:
            return
        lacks = tuple(
            Lack(one.code, one.level == "error", {"id": one.label_id, "en": one.label_en},
                 {"id": one.section_id, "en": one.section_en}, one.detail, one.row)
            for one in look.findings
        )  # fmt: skip
        self._show(known=look.known, lacks=lacks)

    def set_filled(self, filled: bool) -> None:
        """Filled from the file, or empty."""
        if self.scene is not None and not self.scene.busy:
            self._show(filled=filled and self.application_id is not None, notice=None)

    def send(self, target: Target) -> None:
        """Print it there; a file is asked for its name first."""
        scene = self.scene
        if scene is None or scene.busy:
            return
        self._target = target
        if target.printer_id is None:
            self.view.ask_path(self._file_name(scene))
        elif scene.filled:
            self._keep(target.printer_id, lambda _kept: self._printing(target))
        else:
            self._run(
                ("empty", scene.form.code, target.printer_id), print_empty_form,
                lambda: PrintEmptyForm(**self._who, form=scene.form.code, printer_id=target.printer_id),
                lambda _document: self._printing(target),
            )  # fmt: skip

    def save(self, path: str) -> None:
        """The name of the file is known."""
        scene, target = self.scene, self._target
        if scene is None or target is None or scene.busy:
            return
        if scene.filled and self._kept is not None and self._kept[0] == scene.form.code:
            # It was kept already and only the file could not be written: one paper, not two.
            self._show(busy=True, notice=None)
            self._write(save_kept_form, self._kept[1], target.paper, path)
        elif scene.filled:

            def write(kept: Any) -> None:
                self._kept = (scene.form.code, kept.document_id)
                self._write(save_kept_form, kept.document_id, target.paper, path)

            self._keep(None, write)
        else:
            self._show(busy=True, notice=None)
            self._write(save_empty_form, scene.form.code, target.paper, path)

    # ---- doing it ----

    def _keep(self, printer_id: uuid.UUID | None, done: Any) -> None:
        scene = self.scene
        assert scene is not None
        assert self.application_id is not None
        code, application_id = scene.form.code, self.application_id
        self._run(
            ("filled", code, printer_id), print_form,
            lambda: PrintForm(**self._who, application_id=application_id, form=code, printer_id=printer_id),
            done,
        )  # fmt: skip

    def _run(self, subject: object, use_case: Any, make: Any, done: Any) -> None:
        """After a fault the same subject sends the same command again: never two papers of one press."""
        again = self._unsure[1] if self._unsure is not None and self._unsure[0] == subject else None
        command = again or make()
        self._unsure = (subject, command)
        self._show(busy=True, notice=None)

        def written(result: Any) -> None:
            self._unsure = None
            done(result.value)
            if self._changed is not None:
                self._changed()

        def refused(error: LoketError) -> None:
            if not isinstance(error, EnvironmentFault):
                self._unsure = None
            self._refused(error)

        self.tasks.run(use_case, command, done=written, failed=refused, owner=self)

    def _write(self, query: Any, what: Any, paper: str, path: str) -> None:
        # Drawing and writing take their time on a slow disk: the slow lane, so that no call waits for it.
        self.tasks.read(query, self.context.office_id, what, paper, path, done=self._saved,
                        failed=self._refused, owner=self, background=True)  # fmt: skip

    def _printing(self, target: Target) -> None:
        scene = self.scene
        self.view.close_form()
        if scene is not None:
            code = "formsheet.printing" if scene.filled else "formsheet.printing_empty"
            args = {"form": scene.form.code, "number": scene.number, "printer": target.name}
            self.view.say(Said(code, args))

    def _saved(self, path: str) -> None:
        self._kept = None
        self.view.close_form()
        self.view.say(Said("formsheet.saved", {"file": path}))

    def _refused(self, error: LoketError) -> None:
        self._show(busy=False, notice=said_of(error.code, error.details))

    def _show(self, **changes: Any) -> None:
        if self.scene is not None:
            self.scene = replace(self.scene, **changes)
            self.view.show_form(self.scene)

    def _file_name(self, scene: FormScene) -> str:
        number = f"-{scene.number}" if scene.filled and scene.number else ""
        return f"{scene.form.code}{number}.pdf"
