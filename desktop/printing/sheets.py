"""The A4 and F4 sheets of a file's life: "data saya", the routing list, the minutes of a disposal. For ``kinds``."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from desktop.printing.barcodes import plan_code128
from desktop.printing.file_snapshots import FileSnapshot
from desktop.printing.papers import Paper
from desktop.printing.sheet_writer import MARGIN_MM, SheetWriter, TableColumn
from desktop.printing.texts import printed_text, printed_time

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from desktop.printing.escpos import EscposProfile
    from desktop.printing.sheet_snapshots import DisposalMinutesSnapshot, MyDataSnapshot, RoutingSnapshot

_BAR_MODULE_MM = 0.33
_BAR_HEIGHT_MM = 11.0


def draw_my_data(snapshot: MyDataSnapshot, on: Paper, _profile: EscposProfile) -> bytes:
    """What the office holds about a person, and who looked at it."""
    sheet = _Sheet(snapshot, on, "sheet.my_data_title")
    writer, person = sheet.writer, snapshot.person
    writer.title(sheet.text("my_data_title").upper(), sheet.text("my_data_law"))
    sheet.copy_mark()
    if snapshot.request:
        writer.fact(sheet.text("request"), snapshot.request)
    writer.fact(sheet.text("printed"), sheet.moment(snapshot.printed_local))
    writer.fact(sheet.text("printed_by"), snapshot.printed_by)
    if person is None:
        writer.space(4)
        writer.paragraph(printed_text("receipt.person_gone", snapshot.language), bold=True)
        writer.paragraph(sheet.text("looks_counted", count=snapshot.look_count))
        return sheet.finish()
    writer.fact(sheet.text("name"), person.name)
    if person.nik:
        writer.fact("NIK", person.nik)
    for section in person.sections:
        writer.heading(section.heading)
        for label, value in section.facts:
            writer.fact(label, value)
    writer.heading(sheet.text("looks", count=len(person.looks)))
    if person.looks:
        writer.table(
            (
                TableColumn(sheet.text("when"), 28),
                TableColumn(sheet.text("who"), 34),
                TableColumn(sheet.text("why"), 38),
            ),
            [(sheet.moment(moment), who, why) for moment, who, why in person.looks],
        )
    else:
        writer.paragraph(sheet.text("no_looks"))
    writer.space(2)
    writer.paragraph(sheet.text("rights"))
    if snapshot.hotline:
        writer.paragraph(printed_text("receipt.hotline", snapshot.language, hotline=snapshot.hotline))
    return sheet.finish()


def draw_routing(snapshot: RoutingSnapshot, on: Paper, _profile: EscposProfile) -> bytes:
    """Files on their way, with room to sign for them."""
    sheet = _Sheet(snapshot, on, "sheet.routing_title")
    writer = sheet.writer
    writer.title(sheet.text("routing_title").upper(), sheet.text("number", number=snapshot.number))
    sheet.copy_mark()
    if snapshot.code:
        _bars(writer, on, snapshot.code)
    writer.fact(sheet.text("from"), snapshot.from_unit)
    writer.fact(sheet.text("to"), snapshot.to_unit)
    writer.fact(sheet.text("sent"), sheet.moment(snapshot.sent_local))
    writer.fact(sheet.text("count"), str(len(snapshot.files)))
    if snapshot.note:
        writer.fact(sheet.text("note"), snapshot.note)
    writer.space(3)
    names = snapshot.person.names if snapshot.person else ()
    gone = snapshot.person is None and snapshot.has_person
    rows = []
    for place, file in enumerate(snapshot.files):
        name = names[place] if place < len(names) else ("***" if gone else "")
        rows.append((str(place + 1), file.number, name, file.service, file.note))
    writer.table(
        (
            TableColumn(sheet.text("no"), 7, right=True),
            TableColumn(sheet.text("file"), 21),
            TableColumn(sheet.text("applicant"), 30),
            TableColumn(sheet.text("service"), 27),
            TableColumn(sheet.text("note"), 15),
        ),
        rows,
    )
    if gone:
        writer.paragraph(f"*** {printed_text('receipt.person_gone', snapshot.language)}")
    received = sheet.text("received_by")
    if snapshot.received_local is not None:
        received = f"{received}, {sheet.moment(snapshot.received_local)}"
    writer.signatures(((sheet.text("sent_by"), snapshot.sent_by), (received, snapshot.received_by)))
    return sheet.finish()


def draw_disposal(snapshot: DisposalMinutesSnapshot, on: Paper, _profile: EscposProfile) -> bytes:
    """The minutes of a disposal, with room for those who sign."""
    sheet = _Sheet(snapshot, on, "sheet.disposal_title")
    writer, when = sheet.writer, snapshot.disposed_local
    writer.title(sheet.text("disposal_title").upper(), sheet.text("number", number=snapshot.number))
    sheet.copy_mark()
    writer.paragraph(
        sheet.text(
            "disposal_opening",
            weekday=sheet.text(f"weekday_{when.isoweekday()}"),
            date=sheet.date(when),
            time=printed_time(when, snapshot.zone_label, snapshot.language),
            place=snapshot.place,
        )
    )
    if snapshot.legal_basis:
        writer.fact(sheet.text("legal_basis"), snapshot.legal_basis)
    if snapshot.method:
        writer.fact(sheet.text("method"), snapshot.method)
    writer.space(3)
    rows = [
        (str(place), what, period, sheet.count(number))
        for place, (what, period, number) in enumerate(snapshot.rows, start=1)
    ]
    rows.append(("", sheet.text("total"), "", sheet.count(sum(row[2] for row in snapshot.rows))))
    writer.table(
        (
            TableColumn(sheet.text("no"), 7, right=True),
            TableColumn(sheet.text("what"), 50),
            TableColumn(sheet.text("period"), 28),
            TableColumn(sheet.text("amount"), 15, right=True),
        ),
        rows,
    )
    if snapshot.note:
        writer.paragraph(snapshot.note)
    writer.paragraph(sheet.text("disposal_closing"))
    writer.space(4)
    writer.signatures([(role, name) for name, role in snapshot.officials])
    return sheet.finish()


class _Sheet:
    """Words, dates and the common parts of one sheet."""

    def __init__(self, snapshot: FileSnapshot, on: Paper, title: str) -> None:
        self._snapshot = snapshot
        self._title = printed_text(title, snapshot.language)
        self.writer = SheetWriter(
            on,
            lambda page, pages: self.text("page", page=page, pages=pages),
            f"{snapshot.office} - {self._title}",
        )
        self.writer.head(snapshot.office, snapshot.address)

    def text(self, code: str, **arguments: object) -> str:
        """Words of the area ``sheet``."""
        return printed_text(f"sheet.{code}", self._snapshot.language, **arguments)

    def date(self, when_local: datetime) -> str:
        """``23 November 2026``."""
        return f"{when_local.day} {self.text(f'month_{when_local.month}')} {when_local.year}"

    def moment(self, when_local: datetime) -> str:
        """``23 November 2026, 14.12 WITA``."""
        time = printed_time(when_local, self._snapshot.zone_label, self._snapshot.language)
        return f"{self.date(when_local)}, {time}"

    def count(self, number: int) -> str:
        """``1.250``."""
        separated = f"{number:,}"
        return separated if self._snapshot.language == "en" else separated.replace(",", ".")

    def copy_mark(self) -> None:
        """Says which copy this is."""
        snapshot = self._snapshot
        if snapshot.copy_number and snapshot.copied_local is not None:
            mark = printed_text("receipt.copy", snapshot.language, copy=snapshot.copy_number)
            by = printed_text("receipt.copied_by", snapshot.language, name=snapshot.copied_by)
            moment = self.moment(snapshot.copied_local)
            self.writer.title(mark, f"{by}, {moment}" if snapshot.copied_by else moment)

    def finish(self) -> bytes:
        """The PDF."""
        return self.writer.finish(self._title, self._snapshot.language)


def _bars(writer: SheetWriter, on: Paper, code: str) -> None:
    """Code128 at the right, beside the facts."""
    plan = plan_code128(code)
    modules = plan.modules()
    top_mm = writer.y_mm
    left_mm = on.width_mm - MARGIN_MM - len(modules) * _BAR_MODULE_MM

    def draw(canvas: Canvas, height_mm: float) -> None:
        path = canvas.beginPath()
        start = 0
        for place in range(1, len(modules) + 1):
            if place == len(modules) or modules[place] != modules[start]:
                if modules[start] == "1":
                    path.rect(
                        (left_mm + start * _BAR_MODULE_MM) * mm,
                        (height_mm - top_mm - _BAR_HEIGHT_MM) * mm,
                        (place - start) * _BAR_MODULE_MM * mm,
                        _BAR_HEIGHT_MM * mm,
                    )
                start = place
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.setFont("LoketSans", 8)
        canvas.drawRightString((on.width_mm - MARGIN_MM) * mm, (height_mm - top_mm - 15) * mm, code)

    writer.mark(draw)
