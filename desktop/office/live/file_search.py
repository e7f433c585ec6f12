"""Finding a file: by a scan anywhere in the program, and by name, NIK, number or telephone.

Called by presenters and tests.
"""

from __future__ import annotations

import uuid

from desktop.office.live.file_values import FileHead, FoundFiles
from desktop.office.work import Work

LIMIT = 50


def open_by_code(work: Work, office_id: uuid.UUID, text: str) -> FileHead:
    """The file whose code was scanned or typed (``K26-004866-7``, ``k26 004866 7``), or a slip's file.

    Raises:
        UserError: ``number.unknown`` (text) for no known shape; ``number.file_check`` (text, likely: only numbers
            that exist, may be empty); ``file.not_found`` (number); ``file.voided`` (number, reason, at_utc);
            ``file.slip_no_file`` (number) for a queue slip without a file.
    """
    raise NotImplementedError


def search_files(work: Work, office_id: uuid.UUID, text: str, limit: int = LIMIT) -> FoundFiles:
    """Files by number (also only its digits), NIK (from 6 digits on), telephone, or parts of a name, newest first.

    Forgives case, dots and old spellings (``domain.search_key``); a name's words may be parts in any order.
    """
    raise NotImplementedError
