"""What stands on the papers of a file: the two parts of each document, and the whole paper for a printer.

A builder gives ``(matter, person)``: the first goes into ``document.content``, the second into
``document_person.content``. Both are plain JSON and frozen. ``document_snapshot`` joins them again for the
renderers; without the person's part the paper says that it was disposed of. Builders read nothing:
``read_paper_head`` gives the office's part in one statement, the caller knows the rest.
Called by intake, tracking, handover and privacy use-cases, and by the spool. Sheets on A4 are in ``paper_sheets``.

    head = read_paper_head(work, office_id, language)
    matter, person = receipt_content(head, number=..., ...)
    insert document(kind="receipt", template_version=matter["template_version"], content=matter, ...)
    insert document_person(content=person, ...), print_job(...)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from desktop.domain.nik import mask_nik
from desktop.office.files.paper_head import PaperHead, ReceiptSettings, how_told, read_paper_head
from desktop.office.files.paper_sheets import disposal_content, my_data_content, routing_content
from desktop.office.files.paper_snapshots import document_snapshot

Content = dict[str, Any]

TEMPLATE_VERSION: Final = 1
"""The printed form that new papers are made with: ``resources/templates/<kind>-1.toml``."""

MAX_PERSON_TEXT: Final = 300

_HOW: Final[Mapping[str, str]] = {
    "received": "received",
    "shown": "shown",
    "original_shown": "shown",
    "kept": "kept",
    "original_kept": "kept",
}


def receipt_content(
    head: PaperHead,
    *,
    number: str,
    code: str,
    service: str,
    items: Iterable[tuple[str, str]],
    received_by: str,
    received_at_utc: datetime,
    promised_at_utc: datetime | None,
    promise_value: int = 0,
    promise_unit: str = "working_day",
    counter: str = "",
    fee_amount: int | None = 0,
    fee_text: str = "",
    collect: Iterable[str] = (),
    told_by: str = "",
    name: str,
    nik: str = "",
    phone: str = "",
    email: str = "",
    proxy_name: str = "",
) -> tuple[Content, Content]:
    """A receipt (tanda terima).

    Args:
        number: as people read it, ``K26-004866-7``.
        code: as a scanner reads it, ``K260048667``.
        service: short name in the paper's language.
        items: (words, how) of what the checklist has; ``how`` is ``received``, ``original_shown`` (given back) or
            ``original_kept``; anything else (missing, not needed) is left out.
        received_by: the clerk's name.
        received_at_utc: aware.
        promised_at_utc: aware; None where the service has no promise.
        promise_value: length of the promise, such as 1; 0 leaves the length out.
        promise_unit: ``minute``, ``hour`` or ``working_day``; minutes and hours print a time of day.
        counter: where, such as ``Loket 3``; may be empty.
        fee_amount: rupiah; 0 prints "TIDAK DIPUNGUT BIAYA"; None prints ``fee_text``.
        collect: what else to bring at collection; the receipt or an identity card always stands there, and the
            letter of a proxy.
        told_by: code of ``paper_head.TOLD_BY``; empty takes the first way that is possible. What the office cannot
            do becomes ``come_back``.
        name: the applicant's; any length, cut at 300.
        nik: 16 digits, stored masked; empty leaves the line out.
        phone, email: stored masked; empty where there is none.
        proxy_name: who brought the file for the applicant; may be empty.

    Returns:
        The matter and the person.
    """
    settings = head.settings
    matter = {
        **head.matter(),
        "number": number,
        "code": code,
        "service": service,
        "items": [{"text": text, "how": _HOW[how]} for text, how in items if how in _HOW],
        "received_by": received_by,
        "counter": counter,
        "received_at_utc": _iso(received_at_utc),
        "promised_at_utc": _iso(promised_at_utc),
        "promise_value": promise_value,
        "promise_unit": promise_unit,
        "free": fee_amount == 0,
        "fee_text": rupiah(fee_amount) if fee_amount else fee_text,
        "collect": [*settings.collect, *collect],
        "told_by": how_told(told_by, head, phone=phone, email=email),
        "qr_address": settings.qr_address,
        "qr_opens": settings.qr_opens,
        "copies": [copy for copy in settings.copies if copy in ("applicant", "file")] or ["applicant"],
        "template_version": TEMPLATE_VERSION,
    }
    contact = mask_email(email) if matter["told_by"] == "email" else mask_phone(phone)
    return _parts(matter, {**_person(name, nik), "contact": contact, "proxy_name": _cut(proxy_name)})


def shortage_content(
    head: PaperHead,
    *,
    code: str,
    service: str,
    missing: Iterable[str],
    issued_by: str,
    issued_at_utc: datetime,
    number: str = "",
    counter: str = "",
    note: str = "",
    latest: date | None = None,
    name: str = "",
    nik: str = "",
) -> tuple[Content, Content]:
    """A slip of what is missing (slip kekurangan).

    Args:
        code: what to scan at the next visit: the file's code, or the ticket's slip code; 1 to 32 ASCII characters.
        missing: in the visitor's words, each as long as it needs to be.
        number: the code as people read it; empty prints the code itself.
        note: the clerk's, printed below the list.
        latest: last day to complete the file; None leaves the line out.
        name, nik: as in ``receipt_content``; empty where nothing is known of the visitor.
    """
    matter = {
        **head.matter(),
        "number": number,
        "code": code,
        "service": service,
        "missing": list(missing),
        "note": note,
        "latest": latest.isoformat() if latest else None,
        "issued_by": issued_by,
        "counter": counter,
        "issued_at_utc": _iso(issued_at_utc),
        "template_version": TEMPLATE_VERSION,
    }
    return _parts(matter, _person(name, nik))


def apology_content(
    head: PaperHead,
    *,
    number: str,
    code: str,
    service: str,
    promised_at_utc: datetime,
    issued_by: str,
    issued_at_utc: datetime,
    promise_unit: str = "working_day",
    expected_at_utc: datetime | None = None,
    text: str = "",
    compensation: str = "",
    name: str = "",
    nik: str = "",
) -> tuple[Content, Content]:
    """An apology or compensation slip for a late file (slip permohonan maaf).

    Args:
        promised_at_utc: the promise that was missed.
        promise_unit: ``minute``, ``hour`` or ``working_day``: whether times of day are printed.
        expected_at_utc: the new date; None says that the office will tell.
        text: the office's own words; empty takes those of its settings, then the usual ones.
        compensation: what the applicant gets; empty takes that of the settings, which may be nothing.
    """
    matter = {
        **head.matter(),
        "number": number,
        "code": code,
        "service": service,
        "promised_at_utc": _iso(promised_at_utc),
        "promise_unit": promise_unit,
        "expected_at_utc": _iso(expected_at_utc),
        "text": text or head.settings.apology,
        "compensation": compensation or head.settings.compensation,
        "issued_by": issued_by,
        "issued_at_utc": _iso(issued_at_utc),
        "template_version": TEMPLATE_VERSION,
    }
    return _parts(matter, _person(name, nik))


def handover_content(
    head: PaperHead,
    *,
    number: str,
    code: str,
    service: str,
    documents: Iterable[str],
    handed_by: str,
    handed_at_utc: datetime,
    originals: Iterable[str] = (),
    withdrawn: Iterable[str] = (),
    counter: str = "",
    collector: str = "applicant",
    letter: str = "",
    name: str,
    nik: str = "",
    collector_name: str = "",
    collector_nik: str = "",
    signature: Sequence[Sequence[tuple[float, float]]] = (),
) -> tuple[Content, Content]:
    """The proof that a file was handed over (bukti penyerahan).

    Args:
        documents: what was in the bag, such as ``KIA atas nama ...`` without a name: words of the matter only.
        originals: the applicant's originals that were given back.
        withdrawn: old cards that were taken in.
        collector: ``applicant`` or ``proxy``.
        letter: the proxy's letter, such as ``F-1.07`` or ``surat kuasa``; empty for the applicant.
        name, nik: the applicant.
        collector_name, collector_nik: who came for the applicant; empty for the applicant.
        signature: strokes drawn on a pad, each a sequence of (x, y), y downwards, in any one unit; empty prints a
            line to sign on.
    """
    matter = {
        **head.matter(),
        "number": number,
        "code": code,
        "service": service,
        "documents": list(documents),
        "originals": list(originals),
        "withdrawn": list(withdrawn),
        "handed_by": handed_by,
        "counter": counter,
        "handed_at_utc": _iso(handed_at_utc),
        "collector": collector,
        "letter": letter,
        "template_version": TEMPLATE_VERSION,
    }
    person = {
        **_person(name, nik),
        "collector_name": _cut(collector_name or (name if collector == "applicant" else "")),
        "collector_nik": mask_nik(collector_nik) if collector_nik else "",
        "signature": [[[float(x), float(y)] for x, y in stroke] for stroke in signature],
    }
    return _parts(matter, person)


def rupiah(amount: int) -> str:
    """``Rp50.000``."""
    return f"Rp{amount:,}".replace(",", ".")


def mask_phone(phone: str) -> str:
    """A phone number that its owner recognises: ``0812****321``; shorter ones are masked whole."""
    digits = "".join(char for char in phone if char.isdigit())
    if phone.startswith("+62"):
        digits = "0" + digits[2:]  # as people write it
    if len(digits) < 9:
        return "*" * len(digits)
    return f"{digits[:4]}****{digits[-3:]}"


def mask_email(email: str) -> str:
    """An address that its owner recognises: ``h***@contoh.id``."""
    before, at, domain = email.strip().partition("@")
    return f"{before[:1]}***@{domain}" if at and before else ""


def _parts(matter: Content, person: Content) -> tuple[Content, Content]:
    """Both parts; the matter remembers whether there was anything about a person, to be disposed of one day."""
    return {**matter, "has_person": any(person.values())}, person


def _person(name: str, nik: str) -> Content:
    return {"name": _cut(name), "nik": mask_nik(nik) if nik else ""}


def _cut(text: str) -> str:
    return text.strip()[:MAX_PERSON_TEXT]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


__all__ = [
    "TEMPLATE_VERSION",
    "Content",
    "PaperHead",
    "ReceiptSettings",
    "apology_content",
    "disposal_content",
    "document_snapshot",
    "handover_content",
    "how_told",
    "mask_email",
    "mask_phone",
    "my_data_content",
    "read_paper_head",
    "receipt_content",
    "routing_content",
    "rupiah",
    "shortage_content",
]  # fmt: skip
