"""F2 of the intake page: look at everything, take the file in, say what came of it. No Qt.

Taking in keeps its command until the office has answered: after a fault the same command is sent again, so that
one file never gets two numbers.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from desktop.domain.errors import EnvironmentFault, LoketError
from desktop.office.files.commands import GivenPerson, ItemAnswer, TakeInFile, TakenIn
from desktop.ui.files.intake.form import FIELDS
from desktop.ui.files.intake.presenter_opening import IntakeOpening
from desktop.ui.files.intake.scene import done_of, key_of, notice_way_of, outcome_of
from desktop.ui.files.intake.state import Said, Told
from desktop.ui.tasks import Cancel

BUSY_MS = 300
SETTLE = timedelta(milliseconds=700)
_FIELD_OF = {"nik": "nik", "person.name": "name", "person.phone": "phone", "person.email": "email",
             "person.date": "birth_date", "person.birth": "birth_date"}  # fmt: skip


class IntakeSending(IntakeOpening):
    """See :class:`IntakeOpening` for its making."""

    _command: TakeInFile | None = None
    _running = _was_unsure = False
    _quiet_until: datetime | None = None
    _watch: Cancel | None = None
    taken: TakenIn | None = None

    def submit(self) -> None:
        """F2: take the file in; after a fault send the same once more; when it is in, go back."""
        if self._running:
            return
        if self.mode == "failed":
            self.start()
        elif self.mode == "done":
            # The number has to be read: a second press so soon after is the same press.
            if self._quiet_until is None or self.tasks.now() >= self._quiet_until:
                self.view.finish()
        elif self.mode == "unsure":
            self._send()
        elif self.mode == "form" and self.opened is not None:
            self._check_and_send()

    def _check_and_send(self) -> None:
        assert self.opened is not None
        form = self.form
        outcome, unanswered, _missing = outcome_of(self.opened, form)
        if unanswered:
            return
        asked_before = form.pressed
        form.pressed = True
        if not form.fields["nik"].strip() and not form.without_nik and asked_before:
            form.without_nik = True  # said once, pressed again: this person has none
        faulty = form.faulty(shortage=outcome == "missing")
        if faulty:
            self.notice = Said("intake.mend", {"count": len(faulty)})
            self.show()
            self.view.focus_field(faulty[0])
            return
        self._command = self._make(outcome == "missing")
        self._send()

    def _make(self, shortage: bool) -> TakeInFile:
        opened, form = self.opened, self.form
        assert opened is not None
        assert opened.service is not None
        person, known = form.applicant(), self.known
        applicant = GivenPerson(
            person_id=known.person_id if known is not None and known.nik == person.nik.digits else None,
            nik=person.nik.digits or None,
            name=person.name,
            birth_date=person.birth_date,
            sex=form.sex,
            phone=form.fields["phone"].strip() or None,
            email=form.fields["email"].strip() or None,
        )
        proxy = form.proxy_person() if form.proxy else None
        warned = {one.said.code for told in form.told().values() for one in told if not one.error}
        again: dict[str, Any] = {"command_id": uuid.UUID(form.command_id)} if form.command_id else {}
        return TakeInFile(
            **self.who,
            **again,
            service_id=opened.service.service_id,
            applicant=applicant,
            proxy=None if proxy is None else GivenPerson(nik=proxy.nik.digits or None, name=proxy.name),
            proxy_letter=None if proxy is None else form.letter,
            items=tuple(
                ItemAnswer(
                    requirement=one.requirement,
                    kind=one.kind,
                    value=(one.value if one.brought else form.answers.get(key_of(one))) or "missing",
                    note=form.notes.get(key_of(one), one.note),
                )
                for one in opened.requirements
            ),
            channel="counter" if opened.ticket_id is not None or self.counter_id is not None else "desk",
            ticket_id=opened.ticket_id,
            counter_id=self.counter_id,
            application_id=opened.application_id,
            version=opened.version,
            notice_way=notice_way_of(opened, form),
            return_by=form.return_by() if shortage else None,
            note=form.fields["note"].strip() if shortage else "",
            draft_id=self.draft.draft_id,
            printer_id=self.context.printer_id,
            language=self.context.language,
            warnings_seen=tuple(sorted(warned)),
        )

    def _send(self) -> None:
        self._running, self.notice = True, None
        self.tasks.later(BUSY_MS, self._busy_if_running, owner=self)
        assert self._command is not None
        self.form.command_id = str(self._command.command_id)
        self.tasks.run(
            self.office.take_in_file, self._command, done=self._taken, failed=self._refused, owner=self
        )

    def _busy_if_running(self) -> None:
        if self._running:
            self.mode = "saving"
            self.show()

    def _refused(self, error: LoketError) -> None:
        self._running = False
        if self._gone:
            return
        self.notice = Said(error.code, error.details)
        if isinstance(error, EnvironmentFault):
            self.mode = (
                "unsure"  # nobody knows whether it was written: the same command, sent again, does it once
            )
        else:
            self.mode, self.form.command_id = "form", ""
            name = next((to for start, to in _FIELD_OF.items() if error.code.startswith(start)), None)
            if error.details.get("field") in FIELDS:
                name = str(error.details["field"])
            if name is not None:
                self.form.extra[name] = (Told(self.notice, True),)
                self.form.left.add(name)
                self.view.focus_field(name)
        self.show()

    def _taken(self, result: Any) -> None:
        self._running = False
        self.taken, self.mode, self.notice = result.value, "done", None
        if self._was_unsure or self._restored:
            self.draft.drop()  # it may have been saved once more after the file was in
        self.draft.close()
        self._quiet_until = self.tasks.now() + SETTLE
        if self._gone:
            return
        self._show_done(Said("intake.paper_sent" if self.taken.job_ids else "intake.paper_none"), False)
        if self.taken.job_ids:
            self._watch = self.tasks.on_news(self._look_at_paper, owner=self)
            self._look_at_paper()
        self.view.focus_primary()

    def _show_done(self, paper: Said, printed: bool) -> None:
        assert self.opened is not None
        assert self.taken is not None
        self.done = done_of(
            self.opened,
            self.taken,
            paper,
            printed=printed,
            can_print=self.context.printer_id is not None,
            return_by=self.form.return_by(),
        )
        self.show()

    def _look_at_paper(self) -> None:
        if not self._gone and self.done is not None and not self.done.printed:
            self.tasks.read(
                self.office.paper_counts, self.context.office_id, self.context.printer_id,
                done=self._paper_seen, failed=lambda _error: None, owner=self, background=True,
            )  # fmt: skip

    def _paper_seen(self, counts: Any) -> None:
        if counts.reason or counts.failed:
            self._show_done(Said("intake.paper_stuck", {"printer": counts.printer}), False)
        elif counts.waiting or counts.in_doubt:
            self._show_done(Said("intake.paper_sent"), False)
        else:
            self._show_done(Said("intake.paper_printed"), True)

    def print_again(self) -> None:
        """F6: the receipt or slip once more, marked as a copy."""
        if self.taken is None or self.mode != "done":
            return
        from desktop.office.files.paper_store import ReprintDocument  # late: most receipts are printed once

        command = ReprintDocument(
            **self.who, document_id=self.taken.document_id, printer_id=self.context.printer_id
        )

        def done(_result: Any) -> None:
            self.notice = None
            self._show_done(Said("intake.paper_sent"), False)

        def failed(error: LoketError) -> None:
            self.notice = Said(error.code, error.details)
            self.show()

        self.tasks.run(self.office.reprint_document, command, done=done, failed=failed, owner=self)

    def may_leave(self) -> bool:
        """Not while the file is being taken in: what comes of it has to be seen."""
        return not self._running

    def stop(self) -> None:
        """The page is closed."""
        if self._watch is not None:
            self._watch.cancel()
        super().stop()
