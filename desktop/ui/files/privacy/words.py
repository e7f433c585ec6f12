"""The sentences of the page "Data pribadi", made from values and the texts of one language."""

from __future__ import annotations

from desktop.ui.files.privacy.state import Line, PersonLine, RequestCard, RequestLine
from desktop.ui.i18n import Texts

KINDS = {
    "access": "privacy.kind_access", "correction": "privacy.kind_correction",
    "restriction": "privacy.kind_restriction", "erasure": "privacy.kind_erasure",
}  # fmt: skip
EXPLAINED = {
    "access": "privacy.explain_access", "correction": "privacy.explain_correction",
    "restriction": "privacy.explain_restriction", "erasure": "privacy.explain_erasure",
}  # fmt: skip
ICONS = {"access": "eye", "correction": "pen", "restriction": "lock", "erasure": "x"}
FIELDS = {
    "name": "privacy.field_name", "nik": "privacy.field_nik", "birth_date": "privacy.field_birth_date",
    "sex": "privacy.field_sex", "family_card_no": "privacy.field_family_card_no",
    "birth_place": "privacy.field_birth_place", "phone": "privacy.field_phone", "email": "privacy.field_email",
}  # fmt: skip
COUNTED = {
    "persons": "privacy.kind_of_persons", "contacts": "privacy.kind_of_contacts",
    "document_parts": "privacy.kind_of_document_parts", "attachments": "privacy.kind_of_attachments",
    "requests": "privacy.kind_of_requests", "drafts": "privacy.kind_of_drafts",
}  # fmt: skip
STATES = {
    "open": ("waiting", "privacy.state_open"),
    "granted": ("done", "privacy.state_granted"),
    "refused": ("no_show", "privacy.state_refused"),
}
"""A request's state -> (look of the theme, code of its word)."""


def line(texts: Texts, said: Line) -> str:
    """A sentence; a code without a text of its own is said as a fault of the program."""
    return texts.text(said.code, **said.args)


def title(texts: Texts, row: RequestLine) -> str:
    """``Perbaikan: Nama`` with the person."""
    kind = texts.text(KINDS[row.kind])
    if row.field in FIELDS:
        kind = f"{kind}: {texts.text(FIELDS[row.field])}"
    if row.lift:
        kind = texts.text("privacy.lift")
    return f"{kind} · {row.name}" if row.name else kind


def clock(texts: Texts, row: RequestLine) -> str:
    """How long is left of the 72 hours, or how long it is late; "" where it is decided."""
    if row.state != "open":
        return ""
    hours, minutes = divmod(abs(row.minutes_left), 60)
    code = "privacy.left" if row.minutes_left >= 0 else "privacy.late"
    return texts.text(code, hours=hours, minutes=minutes)


def below(texts: Texts, row: RequestLine) -> str:
    """The second line of a row."""
    came = texts.text(
        "privacy.came", day=texts.date_short(row.received_local.date()), time=texts.time(row.received_local)
    )
    state = clock(texts, row) or texts.text(STATES[row.state][1])
    return f"{state} · {came}"


def person(texts: Texts, row: PersonLine) -> str:
    """The second line of somebody who was found."""
    parts = [row.nik] if row.nik else []
    parts.append(texts.text("privacy.files", count=row.files))
    if row.restricted:
        parts.append(texts.text("privacy.restricted"))
    return " · ".join(parts)


def asked(texts: Texts, card: RequestCard) -> str:
    """What a correction changes."""
    return texts.text("privacy.change", before=card.before or "–", to=card.to)
