"""The layout of a queue slip: its sections in the order of its template, as blocks for both renderers.

For ``render`` and the tests; blocks and the writer are in ``blocks``.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop.printing.blocks import BlockWriter, Composition, Space
from desktop.printing.papers import Paper
from desktop.printing.snapshots import SlipSnapshot
from desktop.printing.templates import Section, SlipTemplate, slip_template
from desktop.printing.texts import printed_date, printed_text, printed_time

_BOX = "[ ] "
_CAPTION_COLUMNS = 20


class _SlipComposer(BlockWriter):
    """Collects the blocks of one slip."""

    def __init__(self, slip: SlipSnapshot, paper: Paper) -> None:
        self._slip = slip
        self._template: SlipTemplate = slip_template(slip.template_version)
        super().__init__(paper, slip.language, self._template.line)

    def compose(self) -> None:
        parts: dict[Section, Callable[[], None]] = {
            "copy": self._copy,
            "office": self._office,
            "number": self._number,
            "facts": self._facts,
            "bring": self._bring,
            "codes": self._codes,
            "foot": self._foot,
        }
        for section in self._template.sections:
            parts[section]()

    def _copy(self) -> None:
        slip = self._slip
        if slip.copy_number == 0:
            return
        self.large(self.text("slip.copy", copy=slip.copy_number), self._template.copy)
        if slip.copied_by:
            self.centred(self.text("slip.copied_by", name=slip.copied_by))
        if slip.copied_local is not None:
            date = printed_date(slip.copied_local, slip.language)
            time = printed_time(slip.copied_local, slip.zone_label, slip.language)
            self.centred(self.text("slip.copied_at", date=date, time=time))
        self.dashes()

    def _office(self) -> None:
        self.centred(self.clean(self._slip.office.upper()), bold=True)
        if self._slip.address:
            self.centred(self.clean(self._slip.address))
        self.thick_rule()

    def _number(self) -> None:
        heading = "slip.heading_priority" if self._slip.priority else "slip.heading"
        self.centred(self.text(heading))
        self.large(self.clean(self._slip.number), self._template.number)
        self.large(self.clean(self._slip.service), self._template.service)
        self.dashes()

    def _facts(self) -> None:
        slip = self._slip
        self.pair(
            self.clean(printed_date(slip.issued_local, slip.language)),
            self.clean(printed_time(slip.issued_local, slip.zone_label, slip.language)),
        )
        if slip.slot_local is not None:
            time = printed_time(slip.slot_local, slip.zone_label, slip.language)
            self.pair(self.text("slip.appointment"), self.clean(time))
        if slip.people_ahead is not None:
            self.pair(self.text("slip.people_ahead"), str(slip.people_ahead))
        if slip.wait_low_min is not None and slip.wait_high_min is not None:
            code = "slip.wait_single" if slip.wait_low_min == slip.wait_high_min else "slip.wait_range"
            value = self.text(code, low=slip.wait_low_min, high=slip.wait_high_min)
            self.pair(self.text("slip.wait"), value)

    def _bring(self) -> None:
        if not self._slip.bring:
            return
        self.dashes()
        self.left(self.text("slip.bring"), bold=True)
        for item in self._slip.bring:
            self.item(_BOX, self.clean(item))

    def _codes(self) -> None:
        """Both codes and the text of them; a Code128 that does not fit is left to the QR code."""
        code, measures = self._slip.code, self._template
        self.dashes()
        place = len(self.blocks)
        if self.qr(code, self.text("slip.show_code"), caption_columns=_CAPTION_COLUMNS):
            self.blocks.insert(place, Space(measures.line.code_gap_dots - measures.line.gap_dots))
        place = len(self.blocks)
        if self.bars(code, measures.codes):
            self.blocks.insert(place, Space(measures.line.code_gap_dots))
        self.need_a_code()
        self.blocks.append(Space(4))
        self.centred(self.clean(code), bold=True)

    def _foot(self) -> None:
        slip = self._slip
        if not (slip.free or slip.fee_text or slip.hotline):
            return
        self.thick_rule()
        if slip.free:
            self.centred(self.text("slip.free"), bold=True)
        elif slip.fee_text:
            self.centred(self.text("slip.fee", fee=slip.fee_text), bold=True)
        if slip.hotline:
            self.centred(self.text("slip.complaints", hotline=slip.hotline))


def compose_slip(slip: SlipSnapshot, paper: Paper) -> Composition:
    """Lays a slip out for one paper.

    Raises:
        EnvironmentFault: ``print.template`` when its template version is not installed.
        UserError: ``print.code_unprintable`` when neither code fits.
    """
    composer = _SlipComposer(slip, paper)
    composer.compose()
    return Composition(
        title=printed_text("slip.title", slip.language, number=slip.number),
        language=slip.language,
        paper=paper,
        advance_dots=slip_template(slip.template_version).line.advance_dots,
        blocks=tuple(composer.blocks),
        codes=tuple(composer.codes),
    )
