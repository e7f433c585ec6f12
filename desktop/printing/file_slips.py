"""The layout of the smaller papers of a file: what is missing, an apology, the proof of handover. For ``render``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.printing.blocks import Drawing, Rule, Space
from desktop.printing.file_layout import FileComposer
from desktop.printing.file_snapshots import ApologySnapshot, HandoverProofSnapshot, ShortageSnapshot
from desktop.printing.templates import FileSection
from desktop.printing.texts import printed_date, printed_text

SIGNATURE_WIDTH_DOTS = 340
SIGNATURE_HEIGHT_DOTS = 110


class ShortageComposer(FileComposer[ShortageSnapshot]):
    """A slip of what is missing."""

    TEMPLATE = "shortage"

    def title(self) -> str:
        slip = self.document
        return printed_text("receipt.shortage_title", self.language, number=slip.number or slip.code)

    def sections(self) -> dict[FileSection, Callable[[], None]]:
        return {
            "copy": self.copy_mark,
            "office": self.office,
            "number": self._number,
            "facts": self._facts,
            "items": self._items,
            "text": self._text,
            "promise": self._latest,
            "qr": self._qr,
            "foot": self.foot_lines,
        }

    def _number(self) -> None:
        slip = self.document
        self.numbered((self.text("receipt.shortage_heading"),), slip.number or slip.code, slip.code)

    def _facts(self) -> None:
        slip, person = self.document, self.document.person
        self.service(slip.service)
        self.person(person.name if person else None, person.nik if person else "")
        self.fact("receipt.returned", self.moment(slip.issued_local))
        self.by("receipt.by", slip.issued_by, slip.counter)
        self.dashes()

    def _items(self) -> None:
        missing = self.document.missing
        self.listed(self.text("receipt.shortage_items", count=len(missing)), missing, "[ ] ")

    def _text(self) -> None:
        if self.document.note:
            self.gap()
            self.left(self.text("receipt.note", note=self.document.note))

    def _latest(self) -> None:
        stopped = self.text("receipt.clock_stopped")
        starts = self.text("receipt.clock_starts")
        if self.document.latest is None:
            self.dashes()
            self.left(stopped, bold=True)
            self.left(starts)
            return
        date = self.clean(printed_date(self.document.latest, self.language))
        self.framed(self.text("receipt.complete_by"), date, stopped, starts)

    def _qr(self) -> None:
        self.dashes()
        self.blocks.append(Space(self.measures.code_gap_dots - self.measures.gap_dots))
        self.qr(self.document.code, self.text("receipt.scan_next_visit"))


class ApologyComposer(FileComposer[ApologySnapshot]):
    """An apology or compensation slip."""

    TEMPLATE = "apology"

    def title(self) -> str:
        return printed_text("receipt.apology_title", self.language, number=self.document.number)

    def sections(self) -> dict[FileSection, Callable[[], None]]:
        return {
            "copy": self.copy_mark,
            "office": self.office,
            "number": self._number,
            "facts": self._facts,
            "promise": self._expected,
            "text": self._text,
            "foot": self.foot_lines,
        }

    def _number(self) -> None:
        slip = self.document
        self.numbered((self.text("receipt.apology_heading"),), slip.number, slip.code)

    def _facts(self) -> None:
        slip, person = self.document, self.document.person
        self.service(slip.service)
        self.person(person.name if person else None, person.nik if person else "")
        promised, date = self.due(slip.promised_local, slip.promise_unit)
        self.fact("receipt.promised", f"{date}, {promised}" if date else promised)
        self.fact("receipt.issued", self.moment(slip.issued_local))
        self.fact("receipt.by", slip.issued_by)

    def _expected(self) -> None:
        slip = self.document
        heading = self.text("receipt.expected")
        if slip.expected_local is None:
            self.left(self.text("receipt.expected_unknown"), bold=True)
            self.gap()
            return
        emphasis, date = self.due(slip.expected_local, slip.promise_unit)
        self.framed(heading, emphasis, date)

    def _text(self) -> None:
        slip = self.document
        self.left(self.clean(slip.text) or self.text("receipt.apology_text"))
        if slip.compensation:
            self.gap()
            self.left(self.text("receipt.compensation"), bold=True)
            self.left(self.clean(slip.compensation))


class HandoverComposer(FileComposer[HandoverProofSnapshot]):
    """The proof that a file was handed over."""

    TEMPLATE = "handover_proof"

    def title(self) -> str:
        return printed_text("receipt.handover_title", self.language, number=self.document.number)

    def sections(self) -> dict[FileSection, Callable[[], None]]:
        return {
            "copy": self.copy_mark,
            "office": self.office,
            "number": self._number,
            "facts": self._facts,
            "items": self._items,
            "people": self._people,
            "sign": self._sign,
            "foot": self.foot_lines,
        }

    def _number(self) -> None:
        proof = self.document
        self.numbered((self.text("receipt.handover_heading"),), proof.number, proof.code)

    def _facts(self) -> None:
        proof, person = self.document, self.document.person
        self.service(proof.service)
        self.person(person.name if person else None, person.nik if person else "")
        self.fact("receipt.handed", self.moment(proof.handed_local))
        self.by("receipt.by", proof.handed_by, proof.counter)
        self.dashes()

    def _items(self) -> None:
        proof = self.document
        lists = (
            ("receipt.documents", proof.documents),
            ("receipt.originals", proof.originals),
            ("receipt.withdrawn", proof.withdrawn),
        )
        filled = [(code, texts) for code, texts in lists if texts]
        for place, (code, texts) in enumerate(filled):
            if place:
                self.gap()
            self.listed(self.text(code, count=len(texts)), texts, "[x] ")

    def _people(self) -> None:
        proof, person = self.document, self.document.person
        self.dashes()
        self.fact("receipt.collected_by", self.text(f"receipt.collector_{proof.collector}"))
        self.fact("receipt.letter", proof.letter)
        if person is not None and proof.collector == "proxy":
            for text in (person.collector_name, person.collector_nik):
                for line in (self.clean(text),) if text else ():
                    self.pair("", line)

    def _sign(self) -> None:
        person = self.document.person
        self.gap()
        self.left(self.text("receipt.all_received"))
        self.gap()
        if person is not None and person.signature:
            self.blocks.append(signature(person.signature))
        elif person is None and self.document.has_person:
            self.left(self.text("receipt.person_gone"))
        else:
            self.blocks.append(Space(SIGNATURE_HEIGHT_DOTS))
        self.blocks.append(Rule(self.measures.dash_dots))
        signer = self.clean(person.collector_name) if person is not None else ""
        self.left(signer or self.text("receipt.signature"))


def signature(strokes: Sequence[Sequence[tuple[float, float]]]) -> Drawing:
    """Strokes in any unit, fitted into the place for a signature without being stretched."""
    points = [point for stroke in strokes for point in stroke]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    width = max(x for x, _ in points) - left
    height = max(y for _, y in points) - top
    ink = 3
    room_x, room_y = SIGNATURE_WIDTH_DOTS - 2 * ink, SIGNATURE_HEIGHT_DOTS - 2 * ink
    scale = min(room_x / width if width else room_x, room_y / height if height else room_y)
    return Drawing(
        strokes=tuple(
            tuple((ink + round((x - left) * scale), ink + round((y - top) * scale)) for x, y in stroke)
            for stroke in strokes
            if stroke
        ),
        width_dots=SIGNATURE_WIDTH_DOTS,
        height_dots=SIGNATURE_HEIGHT_DOTS,
        ink_dots=ink,
    )
