"""From the office's values to rows of lists, as pure functions. Called by presenters."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from desktop.office.files.routing import PaperOnTheWay
from desktop.office.live.file_values import DueLists, FileHead, FileList
from desktop.ui.files.finding.state import FileRow, ListFigure, Named


def local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A moment in the office's zone."""
    return None if moment is None else moment.astimezone(zone)


def row_of(head: FileHead, zone: ZoneInfo) -> FileRow:
    """A file as a list shows it."""
    return FileRow(
        application_id=head.application_id,
        number=head.number,
        service=Named(head.service_id_text, head.service_en_text),
        person=head.applicant,
        nik=head.nik,
        state=head.state,
        step=Named(head.step_id_text, head.step_en_text),
        due=local(head.due_at_utc, zone),
        late=head.late,
        paused=head.paused,
        days_waiting=head.days_waiting,
        return_by=head.return_by,
        holder=head.holder,
        place=head.place,
    )


def row_coming(paper: PaperOnTheWay, zone: ZoneInfo) -> FileRow:
    """A paper that was sent to whoever asks."""
    return FileRow(
        application_id=paper.application_id,
        number=paper.number,
        service=Named(paper.service_id_text, paper.service_en_text),
        state=paper.state,
        due=local(paper.due_at_utc, zone),
        sent_by=paper.sent_by,
    )


def figure_of(name: str, files: FileList, zone: ZoneInfo) -> ListFigure:
    """One list under the name of its tile."""
    return ListFigure(name, files.count, tuple(row_of(head, zone) for head in files.rows))


def figures_of(lists: DueLists, coming: tuple[PaperOnTheWay, ...]) -> tuple[ListFigure, ...]:
    """All lists in the order of their tiles."""
    zone = ZoneInfo(lists.time_zone)
    waiting = FileList(
        name="waiting",
        count=sum(one.count for one in lists.waiting),
        rows=tuple(head for one in lists.waiting for head in one.rows),
    )
    return (
        figure_of("today", lists.today, zone),
        figure_of("late", lists.late, zone),
        figure_of("waiting", waiting, zone),
        figure_of("returned", lists.returned, zone),
        figure_of("ready", lists.ready, zone),
        figure_of("mine", lists.mine, zone),
        ListFigure("coming", len(coming), tuple(row_coming(one, zone) for one in coming)),
        figure_of("days_7", lists.days_7, zone),
        figure_of("days_30", lists.days_30, zone),
        figure_of("days_90", lists.days_90, zone),
    )
