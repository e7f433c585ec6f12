"""The agenda and the handover list on paper."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Literal

import msgspec
import pytest

from desktop.domain.errors import UserError
from desktop.domain.files import APPLICATION_STATES
from desktop.printing.preview import pdf_size_mm
from desktop.printing.registers import (
    AgendaRow,
    AgendaSnapshot,
    HandoverListSnapshot,
    HandoverRow,
    render_register,
)
from desktop.printing.registers.snapshots import register_from_data
from desktop.printing.registers.texts import state_word
from tests.unit.printing.forms.filling import LONG_NAME, all_text, characters, page_count, rectangles

MASKED = "647101********01"
WHEN = datetime(2026, 11, 23, 9, 14)


def agenda(rows: int, language: Literal["id", "en"] = "id", applicant: str = "Siti Rahma") -> AgendaSnapshot:
    return AgendaSnapshot(
        office="Dukcapil Kota Teluk Sari",
        first_day=date(2026, 11, 23),
        last_day=date(2026, 11, 27),
        printed_local=datetime(2026, 11, 27, 15, 30),
        zone_label="WITA",
        place="Teluk Sari",
        keeper="Rina Wulandari",
        language=language,
        rows=tuple(
            AgendaRow(
                number=f"K26-{4000 + n:06d}-7",
                service="Pencatatan kelahiran dan penerbitan kutipan akta kelahiran",
                applicant=applicant,
                nik_masked=MASKED,
                received_local=WHEN,
                promised_local=WHEN,
                state="in_process",
                place="Rak B-03",
            )
            for n in range(rows)
        ),
    )


def handover(rows: int) -> HandoverListSnapshot:
    return HandoverListSnapshot(
        office="Dukcapil Kota Teluk Sari",
        first_day=date(2026, 11, 23),
        last_day=date(2026, 11, 23),
        printed_local=datetime(2026, 11, 23, 15, 30),
        rows=tuple(
            HandoverRow(
                number=f"K26-{4000 + n:06d}-7",
                documents="Kutipan akta kelahiran, Kartu Keluarga",
                pieces=2,
                applicant="Siti Rahma",
                nik_masked=MASKED,
                collector="Budi Santoso",
                by_proxy=n == 0,
                handed_local=WHEN,
            )
            for n in range(rows)
        ),
    )


@pytest.mark.parametrize(("paper", "size"), [("F4", (330.0, 210.0)), ("A4", (297.0, 210.0))])
@pytest.mark.parametrize("rows", [0, 1, 20, 21, 22, 60])
def test_pages_have_their_size_heading_totals_and_number(
    paper: str, size: tuple[float, float], rows: int
) -> None:
    for register in (agenda(rows), agenda(rows, applicant=LONG_NAME), handover(rows)):
        pdf = render_register(register, paper=paper)
        pages = page_count(pdf)
        text = all_text(pdf)
        for page in range(pages):
            assert pdf_size_mm(pdf, page) == pytest.approx(size, abs=0.02)
            assert f"Halaman{page + 1}dari{pages}" in text
            for char in characters(pdf, page):
                assert char.left > 8.6
                assert char.right < size[0] - 8.6
                assert 8.9 < char.top < char.bottom < size[1] - 8.9
            for box in rectangles(pdf, page):
                assert box.top + box.height < size[1] - 8.9
        sums = [int(n) for n in re.findall(r"halamanini:(\d+)berkas(?:,\d+dokumen)?\.Jumlahsampai", text)]
        so_far = [int(n) for n in re.findall(r"sampaihalamanini:(\d+)berkas", text)]
        assert sum(sums) == rows
        assert so_far == [sum(sums[: n + 1]) for n in range(len(sums))]
        assert text.count("Nomorberkas") == len(sums), "the heading stands above the rows of every page"
        for row in register.rows:
            assert row.number in text


def test_the_handover_list_counts_its_documents_and_names_proxies() -> None:
    text = all_text(render_register(handover(3)))
    assert "3berkas,6dokumen" in text
    assert text.count("BudiSantoso(kuasa)") == 1
    assert "Tandatangan" in text


def test_english_words_and_nothing_to_list() -> None:
    text = all_text(render_register(agenda(0, "en")))
    assert "Therearenofilesinthisperiod." in text
    assert "23November2026to27November2026" in text


def test_states_are_words_and_restricted_people_are_not_named() -> None:
    for state in (*APPLICATION_STATES, "voided"):
        for language in ("id", "en"):
            assert state_word(state, language) != state
    assert state_word("other", "id") == "other"
    row = msgspec.structs.replace(agenda(1).rows[0], applicant="", restricted=True)
    text = all_text(render_register(msgspec.structs.replace(agenda(0), rows=(row,))))
    assert "(datadibatasi)" in text
    assert "Dalamproses" in text


def test_a_whole_nik_is_refused() -> None:
    row = agenda(1).rows[0]
    with pytest.raises(UserError) as told:
        AgendaSnapshot(
            office="X",
            first_day=date(2026, 11, 23),
            last_day=date(2026, 11, 23),
            printed_local=WHEN,
            rows=(
                AgendaRow(
                    number="K", service="S", applicant="A", nik_masked="6471015708450001", received_local=WHEN
                ),
            ),
        )
    assert told.value.details == {"field": "nik_masked"}
    assert row.nik_masked == MASKED


def test_registers_come_back_as_they_were() -> None:
    for register in (agenda(2), handover(2)):
        assert register_from_data(register.to_data()) == register
    with pytest.raises(UserError):
        register_from_data({"type": "ledger"})


def test_other_papers_are_refused() -> None:
    with pytest.raises(UserError) as told:
        render_register(agenda(1), paper="A3")
    assert told.value.code == "forms.paper"
