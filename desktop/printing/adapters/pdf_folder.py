"""A printer that is a folder: each document becomes one PDF file, whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from pathlib import Path

from desktop.printing.adapters.port import Delivery, Document

_NOT_FOR_NAMES = re.compile(r"[^A-Za-z0-9._-]+")
_MAX_NAME = 100


def file_name(document_name: str) -> str:
    """A safe file name: letters, digits, dot, dash and underscore, at most 100 characters before ``.pdf``."""
    stem = _NOT_FOR_NAMES.sub("-", document_name).strip("-.")[:_MAX_NAME]
    return f"{stem or 'document'}.pdf"


class PdfPrinter:
    """Writes into an existing folder. Sending a document again replaces its file: one job, one file."""

    def __init__(self, folder: Path, paper_kind: str = "pdf58") -> None:
        self._folder = folder
        self._paper_kind = paper_kind

    @property
    def paper_kind(self) -> str:
        """A kind of paper that is a PDF, such as ``pdf58`` or ``pdf_half_a4``."""
        return self._paper_kind

    def send(self, document: Document) -> Delivery:
        """Writes beside the target, forces it to the disk, then renames it, so no half file is ever seen."""
        if not self._folder.is_dir():
            return Delivery("failed", "print.folder_missing")
        draft: str | None = None
        try:
            handle, draft = tempfile.mkstemp(prefix=".loket-", suffix=".part", dir=self._folder)
            with os.fdopen(handle, "wb") as file:
                file.write(document.data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(draft, 0o644)
            os.replace(draft, self._folder / file_name(document.name))
        except OSError as error:
            if draft is not None:
                _forget(Path(draft))
            return Delivery("failed", _reason(error))
        return Delivery("confirmed")


def _forget(draft: Path) -> None:
    try:
        draft.unlink(missing_ok=True)
    except OSError:
        # The folder is in trouble already, and that is what gets reported.
        return


def _reason(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return "print.disk_full"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "print.folder_denied"
    return "print.file_failed"
