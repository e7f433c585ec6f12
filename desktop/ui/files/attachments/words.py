"""The sentences of the page of scans, made from values and the texts of one language."""

from __future__ import annotations

from desktop.ui.files.attachments.state import Line, ScanRow
from desktop.ui.i18n import Texts

_TYPES = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}
_KINDS = {
    "scan": "attachments.kind_scan", "photo": "attachments.kind_photo", "letter": "attachments.kind_letter",
    "signature": "attachments.kind_signature", "form": "attachments.kind_form",
}  # fmt: skip
REASONS = {
    "wrong_file": "attachments.reason_wrong_file",
    "unreadable": "attachments.reason_unreadable",
    "not_needed": "attachments.reason_not_needed",
    "asked": "attachments.reason_asked",
    "other": "attachments.reason_other",
}


def line(texts: Texts, said: Line) -> str:
    """A sentence, with the name of the file that it is about before it."""
    args = {
        name: megabytes(texts, value) if name.endswith("_mb") else value for name, value in said.args.items()
    }
    words = texts.text(said.code, **args)
    return f"{said.about}: {words}" if said.about else words


def icon(row: ScanRow) -> str:
    """The icon of a scan."""
    return {"signature": "pen", "letter": "file-check", "form": "file-check"}.get(row.kind, "file")


def megabytes(texts: Texts, value: float) -> str:
    """``2,4`` in Indonesian, ``2.4`` in English; whole ones without a part."""
    text = f"{value:.1f}".removesuffix(".0")
    return text if texts.language == "en" else text.replace(".", ",")


def size(texts: Texts, size_bytes: int) -> str:
    """``120 KB`` or ``2,4 MB``."""
    if size_bytes < 1_000_000:
        return f"{texts.number(max(1, round(size_bytes / 1000)))} KB"
    return f"{megabytes(texts, size_bytes / 1_000_000)} MB"


def facts(texts: Texts, row: ScanRow) -> str:
    """What a scan is: kind, type, pages, size."""
    if row.disposed:
        return texts.text("attachments.disposed_line")
    kind = _KINDS.get(row.kind)
    parts = [texts.text(kind)] if kind else []
    parts.append(_TYPES.get(row.media_type, ""))
    if row.pages > 1:
        parts.append(texts.text("attachments.pages", count=row.pages))
    parts.append(size(texts, row.size_bytes))
    return " · ".join(parts)


def added(texts: Texts, row: ScanRow) -> str:
    """Who added it, and when."""
    code = "attachments.added_by" if row.added_by else "attachments.added_import"
    return texts.text(
        code, name=row.added_by, day=texts.date(row.added_local.date()), time=texts.time(row.added_local)
    )
