"""Official forms as a kind of document: two parts, copies, papers they are made for."""

from __future__ import annotations

from datetime import datetime

import pytest

from desktop.domain.errors import UserError
from desktop.office.files.papers import document_snapshot
from desktop.printing.forms.values import FormSnapshot
from desktop.printing.kinds import snapshot_from_json
from desktop.printing.preview import pdf_size_mm
from desktop.printing.render import render_document

ZONE = "Asia/Makassar"


def test_a_form_goes_through_the_queue_in_its_two_parts() -> None:
    values = FormSnapshot(
        form="F-1.02",
        version=1,
        values={"nama": "Hesti Ramadhani"},
        file_number="K26-004866-7",
        file_code="K260048667",
    )
    matter, person = values.in_two_parts()
    paper = document_snapshot("form", {**matter, "template_version": 1, "language": "id"}, person, ZONE)
    assert paper.paper_name == "K260048667-F-1.02"
    again = snapshot_from_json(paper.to_json())
    assert again == paper
    assert pdf_size_mm(render_document(again, "pdf_f4")) == pytest.approx((210.0, 330.0), abs=0.01)
    assert pdf_size_mm(render_document(again, "pdf_a4")) == pytest.approx((210.0, 297.0), abs=0.01)
    copy = document_snapshot(
        "form", matter, person, ZONE, copy_number=1, copied_by="Sari", copied_local=datetime(2026, 11, 25)
    )
    assert copy.copy_number == 1
    gone = document_snapshot("form", matter, None, ZONE)
    assert b"Hesti" in paper.to_json()
    assert b"Hesti" not in gone.to_json()
    assert render_document(gone, "pdf_f4")


@pytest.mark.parametrize(("paper", "code"), [("pdf80", "print.wrong_paper"), ("pdf_a3", "forms.paper")])
def test_a_form_on_a_paper_it_is_not_made_for(paper: str, code: str) -> None:
    matter, person = FormSnapshot(form="F-1.02", version=1).in_two_parts()
    with pytest.raises(UserError) as refused:
        render_document(document_snapshot("form", matter, person, ZONE), paper)
    assert refused.value.code == code
