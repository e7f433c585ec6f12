"""How the intake page opens: for a ticket, a service or a returned file, with its draft. No Qt.

The ground of ``presenter``: what was read, the form, the draft, and drawing both.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import partial
from typing import Any

from desktop.domain.calendar import weekday_from
from desktop.domain.contacts import show_phone
from desktop.domain.errors import LoketError
from desktop.office.live.intake_values import IntakeForm, KnownPerson
from desktop.ui.files.intake.drafts import DraftKeeper
from desktop.ui.files.intake.form import Form
from desktop.ui.files.intake.office import IntakeOffice
from desktop.ui.files.intake.scene import key_of, scene_of
from desktop.ui.files.intake.screen import IntakeScreen
from desktop.ui.files.intake.state import Done, Mode, Said, Scene
from desktop.ui.tasks import StationContext, Tasks


class IntakeOpening:
    """One intake page.

    Args:
        staff_id: who is signed in; counter_id: where, or None in the back office.
        ticket_id: the ticket that is being served, or None.
        service_id: what is asked for; without it and a ticket the page asks.
        application_id: a returned file that is being completed.
    """

    def __init__(
        self,
        tasks: Tasks,
        context: StationContext,
        view: IntakeScreen,
        office: IntakeOffice,
        *,
        staff_id: uuid.UUID,
        counter_id: uuid.UUID | None = None,
        ticket_id: uuid.UUID | None = None,
        service_id: uuid.UUID | None = None,
        application_id: uuid.UUID | None = None,
    ) -> None:
        self.tasks, self.context, self.view, self.office = tasks, context, view, office
        self.staff_id, self.counter_id, self.ticket_id = staff_id, counter_id, ticket_id
        self._service_id, self._application_id = service_id, application_id
        self.opened: IntakeForm | None = None
        self.form = Form(tasks.now().date())
        self.known: KnownPerson | None = None
        self.mode: Mode = "loading"
        self.notice: Said | None = None
        self.done: Done | None = None
        self._restored = False
        self._gone = False
        self.draft = DraftKeeper(
            tasks, office.save_draft, office.drop_draft, self.who, self._content, self._about
        )
        self._tick = tasks.every(1000, self.show, owner=self)

    @property
    def who(self) -> dict[str, Any]:
        """What every command carries."""
        return {
            "office_id": self.context.office_id,
            "station_id": self.context.station_id,
            "staff_id": self.staff_id,
        }

    def _about(self) -> dict[str, Any]:
        return {"ticket_id": self.ticket_id, "application_id": self._application_id}

    def _content(self) -> dict[str, object] | None:
        service = self.opened.service if self.opened is not None else None
        return None if service is None else self.form.content(str(service.service_id))

    # ---- opening ----

    def start(self) -> None:
        """Read for the first time, or again after a fault."""
        self.mode = "loading"
        self.show()
        query = partial(
            self.office.open_intake,
            ticket_id=self.ticket_id,
            service_id=self._service_id,
            application_id=self._application_id,
        )
        self.tasks.read(
            query,
            self.context.office_id,
            self.staff_id,
            done=self._got,
            failed=self._not_got,
            owner=self,
        )

    def _not_got(self, error: LoketError) -> None:
        if self._gone:
            return
        self.mode, self.notice = "failed", Said(error.code, error.details)
        self.show()

    def _got(self, opened: IntakeForm) -> None:
        if self._gone:
            return
        draft = opened.draft or {}
        if opened.service is None and self._service_id is None and draft.get("service_id"):
            # Kept of a file without a ticket: the draft knows the service, so nobody chooses it again.
            self._service_id = uuid.UUID(str(draft["service_id"]))
            self.start()
            return
        self.opened, self.notice = opened, None
        self._begin_form(opened, draft if opened.service is not None else {})
        self.mode = "choose" if opened.service is None else "form"
        self.show()
        if opened.applicant is not None:
            self._looked_at(opened.applicant)
        if self.mode == "form":
            self._put_texts()
            self._focus_first()
            self._find_known()
            self.tasks.trace("window.loaded", station="intake")

    def _looked_at(self, person: KnownPerson) -> None:
        """Every look at a person's data is written down (UU 27/2022, article 31)."""
        if self.office.record_look is None:
            return
        from desktop.office.files.privacy import LookAtPerson

        look = LookAtPerson(**self.who, person_id=person.person_id, why="intake")
        self.tasks.run(self.office.record_look, look, failed=lambda _error: None, owner=self)

    def _begin_form(self, opened: IntakeForm, draft: dict[str, Any]) -> None:
        self.form = Form(opened.now_local.date())
        self.known = opened.applicant
        self.draft.draft_id = opened.draft_id
        service = opened.service
        same = service is not None and draft.get("service_id") == str(service.service_id)
        self._restored = bool(draft) and same
        if self._restored:
            self.form.restore(draft, (key_of(one) for one in opened.requirements))
        elif opened.applicant is not None:
            self.fill_from(opened.applicant)
        if not self.form.fields["return_by"]:
            by = weekday_from(self.form.today + timedelta(days=opened.return_days))
            self.form.fill("return_by", f"{by:%d-%m-%Y}")

    def _put_texts(self) -> None:
        for name, text in self.form.fields.items():
            self.view.set_field(name, text)
        self._show_return_by()

    def _show_return_by(self) -> None:
        day = self.form.return_by()
        if day is not None:
            self.view.set_date("return_by", day)

    def _focus_first(self) -> None:
        assert self.opened is not None
        for one in self.opened.requirements:
            if not one.brought and key_of(one) not in self.form.answers:
                self.view.focus_row(key_of(one))
                return
        self.view.focus_field("nik")

    def _find_known(self) -> None:
        """Look whether the office knows the NIK that stands there; see the presenter."""

    def fill_from(self, person: KnownPerson) -> list[str]:
        """Take over what the office knows of a person, where the clerk typed nothing; the changed fields."""
        form = self.form
        phone = show_phone(person.phone) if person.phone else ""
        given = {"nik": person.nik or "", "name": person.name, "phone": phone, "email": person.email}
        if person.birth_date is not None:
            given["birth_date"] = f"{person.birth_date:%d-%m-%Y}"
        changed = [name for name, text in given.items() if text and form.fill(name, text)]
        if person.sex in ("1", "2") and (form.sex is None or "sex" in form.filled):
            form.sex = person.sex
        return changed

    # ---- drawing ----

    def show(self) -> None:
        """Draw what is known, at this second."""
        if self._gone:
            return
        if self.opened is None or self.mode in ("loading", "failed"):
            self.view.show_scene(Scene(mode=self.mode, notice=self.notice))
            return
        self.view.show_scene(
            scene_of(
                self.opened,
                self.form,
                self.known,
                mode=self.mode,
                now=self.tasks.now(),
                notice=self.notice,
                restored=self.opened.draft_saved_local if self._restored else None,
                done=self.done,
                prints=self.context.printer_id is not None,
            )
        )

    def stop(self) -> None:
        """The page is closed: what was typed is kept."""
        if not self._gone:
            if self.mode in ("form", "unsure"):
                self.draft.save()
            self.draft.close()
            self._gone = True
            self._tick.cancel()
