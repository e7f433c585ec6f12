"""From what was scanned or typed to a file's code, and what to say where it leads nowhere.

Called by the use-cases of files that take scans, and by the search.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from desktop.domain.errors import UserError
from desktop.domain.numbers import FileNumber, likely_file_numbers, parse_file_number
from desktop.office.work import Work

MOST_LIKELY = 5


def code_of(text: str) -> FileNumber | None:
    """The file number in a text, or None where its check character does not fit.

    Raises:
        UserError: ``number.unknown`` (text) where it has not the shape of a file number at all.
    """
    try:
        return parse_file_number(text)
    except UserError as error:
        if error.code == "number.file_check":
            return None
        raise UserError("number.unknown", text=shown(text)) from error


def shown(text: str) -> str:
    """A typed text as a message repeats it: one line, at most 40 characters."""
    return " ".join(text.split())[:40]


def mistyped(work: Work, office_id: uuid.UUID, text: str) -> UserError:
    """What to say of a number whose check character does not fit: the likely ones that there are."""
    from sqlalchemy import select

    from desktop.models.files import Application

    guesses = likely_file_numbers(text, limit=200)
    found = set(
        work.connection.execute(
            select(Application.code).where(
                Application.office_id == office_id, Application.code.in_([one.code for one in guesses])
            )
        ).scalars()
    )
    likely = [one.text for one in guesses if one.code in found][:MOST_LIKELY]
    return UserError("number.file_check", text=shown(text), likely=likely)


def nowhere(work: Work, office_id: uuid.UUID, number: FileNumber) -> UserError:
    """What to say of a good number that no file has: voided with its reason, or not given yet."""
    return nowhere_of(work, office_id, (number,))[number.code]


def nowhere_of(work: Work, office_id: uuid.UUID, numbers: Iterable[FileNumber]) -> dict[str, UserError]:
    """As :func:`nowhere` for several, by code, in one statement."""
    from sqlalchemy import or_, select

    from desktop.models.files import VoidedNumber
    from desktop.models.record import NumberSeries

    wanted = list(numbers)
    # By series and number, which have an index; a code of another office is none of ours.
    voided = {
        row.code: row
        for row in work.connection.execute(
            select(VoidedNumber.code, VoidedNumber.reason, VoidedNumber.voided_at_utc)
            .join(NumberSeries, NumberSeries.id == VoidedNumber.series_id)
            .where(
                NumberSeries.office_id == office_id,
                or_(
                    *(
                        (NumberSeries.year == one.year)
                        & (NumberSeries.letter == one.series)
                        & (VoidedNumber.number == one.n)
                        for one in wanted
                    )
                ),
            )
        )
    }
    return {
        one.code: UserError(
            "file.voided",
            number=one.text,
            reason=voided[one.code].reason,
            at_utc=voided[one.code].voided_at_utc.isoformat(),
        )
        if one.code in voided
        else UserError("file.not_found", number=one.text)
        for one in wanted
    }


def number_text(letter: str, year: int, number: int) -> str:
    """A stored number as people read it, ``K26-004866-7``."""
    return FileNumber(letter, year, number).text
