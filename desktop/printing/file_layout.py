"""The layout of the papers of a file: what they share, and the receipt. The other slips are in ``file_slips``.

A composer writes the sections of its template from top to bottom; on half a sheet the second column begins at the
section that the template names. For ``render`` and the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, Generic, Literal, TypeVar

from desktop.printing.blocks import BlockWriter, Composition, Line, Space
from desktop.printing.file_snapshots import FileSnapshot, Item, PromiseUnit, ReceiptSnapshot
from desktop.printing.pages import Halves
from desktop.printing.papers import Paper
from desktop.printing.templates import FileSection, FileTemplate, file_template
from desktop.printing.texts import printed_date, printed_moment, printed_text, printed_time
from desktop.printing.wrapping import balanced

_LENGTHS = {"minute": "receipt.minutes", "hour": "receipt.hours", "working_day": "receipt.working_days"}

S = TypeVar("S", bound=FileSnapshot)


class FileComposer(BlockWriter, Generic[S]):
    """Writes what all papers of a file have: copy mark, head, number with its bars, facts of the person, foot."""

    TEMPLATE: ClassVar[str]
    HEADING: ClassVar[str]

    def __init__(self, document: S, paper: Paper) -> None:
        self.document = document
        self.template: FileTemplate = file_template(self.TEMPLATE, document.template_version)
        self._second_from: int | None = None
        super().__init__(paper, document.language, self.template.line)

    def sections(self) -> dict[FileSection, Callable[[], None]]:
        """The sections that this document has; one that a template names and this has not is left out."""
        raise NotImplementedError

    def title(self) -> str:
        """Of the PDF."""
        raise NotImplementedError

    def roll(self) -> Composition:
        """The whole document for a roll."""
        self._write()
        return Composition(
            title=self.title(),
            language=self.document.language,
            paper=self.paper,
            advance_dots=self.template.line.advance_dots,
            blocks=tuple(self.blocks),
            codes=tuple(self.codes),
        )

    def halves(self) -> Halves:
        """The document for two columns of this paper's width."""
        self._write()
        cut = self._second_from if self._second_from is not None else len(self.blocks)
        return Halves(tuple(self.blocks[:cut]), tuple(self.blocks[cut:]), self.template.line.advance_dots)

    def _write(self) -> None:
        parts = self.sections()
        for section in self.template.sections:
            if section == self.template.second_column:
                self._second_from = len(self.blocks)
            if section in parts:
                parts[section]()
        self.need_a_code()

    def copy_mark(self) -> None:
        document = self.document
        if document.copy_number == 0:
            return
        self.large(self.text("receipt.copy", copy=document.copy_number), self.template.copy)
        if document.copied_by:
            self.centred(self.text("receipt.copied_by", name=document.copied_by))
        if document.copied_local is not None:
            self.centred(self.moment(document.copied_local))
        self.dashes()

    def office(self) -> None:
        self.centred(self.clean(self.document.office.upper()), bold=True)
        if self.document.address:
            self.centred(self.clean(self.document.address))
        self.thick_rule()

    def numbered(self, headings: tuple[str, ...], number: str, code: str) -> None:
        """Headings, number and bars."""
        for heading in headings:
            self.centred(heading)
        self.large(self.clean(number), self.template.number)
        self.blocks.append(Space(6))
        if not self.bars(code, self.template.codes):
            self.blocks.pop()
        self.dashes()

    def service(self, name: str) -> None:
        self.large(self.clean(name), self.template.service, centred=False)
        self.blocks.append(Space(6))

    def fact(self, code: str, value: str) -> None:
        """Label and value; nothing where the value is empty."""
        if value:
            self.pair(self.text(code), self.clean(value))

    def person(self, name: str | None, nik: str = "") -> None:
        """Name and masked NIK; None says that they were disposed of."""
        if name is not None:
            self.fact("receipt.applicant", name)
            self.fact("receipt.nik", nik)
        elif self.document.has_person:
            for row in (self.text("receipt.applicant"), self.text("receipt.person_gone")):
                self.left(row)

    def by(self, code: str, name: str, counter: str) -> None:
        both = printed_text("receipt.at_counter", self.language, name=name, counter=counter)
        self.fact(code, both if counter else name)

    def moment(self, when_local: datetime) -> str:
        return self.clean(printed_moment(when_local, self.document.zone_label, self.language))

    def framed(self, heading: str, emphasis: str, *below: str) -> None:
        """A box with its heading, the large words and small ones below, one sentence a line where they are long."""
        self.gap()
        columns = self.frame_columns
        lines = [Line(plain=line, centred=True) for line in balanced(heading, columns)]
        lines += self._emphasised(emphasis)
        sentences = [part for part in below if part]
        together = " ".join(sentences)
        for sentence in (together,) if len(together) <= columns else sentences:
            if sentence:
                lines += [Line(plain=line, centred=True) for line in balanced(sentence, columns)]
        self.frame(lines, self.template.frame_dots)
        self.gap()

    def _emphasised(self, text: str) -> list[Line]:
        """On one line, or broken behind the weekday."""
        free = self.paper.columns - self.frame_columns
        lines = self.large_lines(text, self.template.emphasis, narrower=free)
        if len(lines) == 1 or ", " not in text:
            return lines
        weekday, _, date = text.partition(", ")
        parts = (f"{weekday},", date)
        return [
            line for part in parts for line in self.large_lines(part, self.template.emphasis, narrower=free)
        ]

    def due(self, when_local: datetime, unit: PromiseUnit) -> tuple[str, str]:
        """A promised moment: the large words, and the date below where the hour is what counts."""
        date = self.clean(printed_date(when_local, self.language))
        if unit == "working_day":
            return date, ""
        return self.clean(printed_time(when_local, self.document.zone_label, self.language)), date

    def foot_lines(self, *, free: bool | None = None, fee_text: str = "") -> None:
        """Fee, contact and privacy."""
        self.thick_rule()
        if free:
            self.centred(self.text("receipt.free"), bold=True)
        elif fee_text:
            self.centred(self.text("receipt.fee", fee=fee_text), bold=True)
        if self.document.hotline:
            self.centred(self.text("receipt.hotline", hotline=self.document.hotline))
        if self.document.has_person:
            self.centred(self.text("receipt.privacy"))

    def listed(self, heading: str, texts: tuple[str, ...], mark: str) -> None:
        """A bold heading and its points."""
        self.left(heading, bold=True)
        for text in texts:
            self.item(mark, self.clean(text))


class ReceiptComposer(FileComposer[ReceiptSnapshot]):
    """One copy of a receipt."""

    TEMPLATE = "receipt"

    def __init__(
        self, document: ReceiptSnapshot, paper: Paper, copy: Literal["applicant", "file"] = "applicant"
    ) -> None:
        self._copy = copy
        super().__init__(document, paper)

    def title(self) -> str:
        return printed_text("receipt.title", self.language, number=self.document.number)

    def sections(self) -> dict[FileSection, Callable[[], None]]:
        return {
            "copy": self.copy_mark,
            "office": self.office,
            "number": self._number,
            "facts": self._facts,
            "promise": self._promise,
            "items": self._items,
            "collect": self._collect,
            "qr": self._qr,
            "foot": lambda: self.foot_lines(free=self.document.free, fee_text=self.document.fee_text),
        }

    def _number(self) -> None:
        whose = "receipt.for_applicant" if self._copy == "applicant" else "receipt.for_file"
        heading, mark = self.text("receipt.heading"), self.text(whose)
        together = f"{heading} - {mark}"
        headings = (together,) if len(together) <= self.paper.columns else (heading, mark)
        self.numbered(headings, self.document.number, self.document.code)

    def _facts(self) -> None:
        receipt, person = self.document, self.document.person
        self.service(receipt.service)
        self.person(person.name if person else None, person.nik if person else "")
        if person is not None:
            self.fact("receipt.proxy", person.proxy_name)
        self.fact("receipt.received", self.moment(receipt.received_local))
        self.by("receipt.by", receipt.received_by, receipt.counter)

    def _promise(self) -> None:
        receipt = self.document
        contact = receipt.person.contact if receipt.person else ""
        told = self.text(f"receipt.told_{receipt.told_by}")
        if contact and receipt.told_by in ("phone_call", "whatsapp", "sms", "email"):
            told = f"{told.rstrip('.')}: {self.clean(contact)}"
        if receipt.promised_local is None:
            self.framed(self.text("receipt.no_promise"), self.text("receipt.no_promise_text"), told)
            return
        emphasis, date = self.due(receipt.promised_local, receipt.promise_unit)
        length = ""
        if receipt.promise_value:
            length = self.text(_LENGTHS[receipt.promise_unit], count=receipt.promise_value)
        self.framed(self.text("receipt.promise"), emphasis, f"{date}." if date else "", length, told)

    def _items(self) -> None:
        items = self.document.items
        if not items:
            self.left(self.text("receipt.no_items"))
            return
        heading = self.text("receipt.items", count=len(items))
        self.listed(heading, tuple(self._item(item) for item in items), "[x] ")

    def _item(self, item: Item) -> str:
        return printed_text(f"receipt.item_{item.how}", self.language, text=item.text)

    def _collect(self) -> None:
        self.dashes()
        fixed = (self.text("receipt.collect_receipt"), self.text("receipt.collect_proxy"))
        self.listed(self.text("receipt.collect"), (*fixed, *self.document.collect), "- ")

    def _qr(self) -> None:
        receipt = self.document
        if receipt.qr_address:
            caption = self.clean(receipt.qr_opens) or self.text("receipt.qr_opens")
            caption = f"{caption} {self.text('receipt.qr_address', address=_host(receipt.qr_address))}"
        else:
            caption = self.text("receipt.qr_code_only")
        self.dashes()
        self.blocks.append(Space(self.measures.code_gap_dots - self.measures.gap_dots))
        self.qr(receipt.qr_payload, caption)


def _host(address: str) -> str:
    """``https://cek.contoh.id/b/`` as people say it: ``cek.contoh.id``."""
    return address.partition("://")[2].partition("/")[0] or address
