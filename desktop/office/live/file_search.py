"""Finding a file: by a scan anywhere in the program, and by name, NIK, number or telephone.

A search by name goes through the different words of all names, which are few, and from there to the people; only
where a word is so common that thousands have it, the newest files are looked through instead.
Called by presenters and tests.
"""

from __future__ import annotations

import re
import uuid
from functools import lru_cache
from typing import Any, Final

from desktop.domain.contacts import read_phone
from desktop.domain.errors import UserError
from desktop.domain.numbers import FileNumber, SlipCode, TicketNumber, read_code
from desktop.domain.search_key import search_words
from desktop.office.files.moving_codes import mistyped, nowhere, shown
from desktop.office.live.file_heads import head_select, heads
from desktop.office.live.file_values import FileHead, FoundFiles
from desktop.office.work import Work

LIMIT = 50
COMMON: Final = 3_000
"""From so many people on, a word is common: it is looked for among the newest files first."""

NEWEST: Final = 8_000
"""So many of the newest files are looked through for a common name."""

MOST_PEOPLE: Final = 20_000
"""More people than this are never listed one by one."""

MAX_TEXT: Final = 100
_GROUPED: Final = re.compile(r"[\s.\-/()+]+")


def open_by_code(work: Work, office_id: uuid.UUID, text: str) -> FileHead:
    """The file whose code was scanned or typed (``K26-004866-7``, ``k26 004866 7``), or a slip's file.

    Raises:
        UserError: ``number.unknown`` (text) for no known shape; ``number.file_check`` (text, likely: only numbers
            that exist, may be empty); ``file.not_found`` (number); ``file.voided`` (number, reason, at_utc);
            ``file.slip_no_file`` (number) for a queue slip without a file.
    """
    try:
        code = read_code(text)
    except UserError as error:
        if error.code == "number.file_check":
            raise mistyped(work, office_id, text) from error
        raise UserError("number.unknown", text=shown(text)) from error
    if isinstance(code, TicketNumber):
        raise UserError("number.unknown", text=shown(text))
    if isinstance(code, SlipCode):
        return _of_slip(work, office_id, code)
    row = work.connection.execute(_by_code(), {"office": office_id, "code": code.code}).first()
    if row is None:
        raise nowhere(work, office_id, code)
    return heads(work, (row,))[0]


@lru_cache(maxsize=1)
def _by_code() -> Any:
    """Built once: building it takes longer than running it."""
    from sqlalchemy import bindparam

    from desktop.models.files import Application

    return head_select().where(
        Application.office_id == bindparam("office"), Application.code == bindparam("code")
    )


def _of_slip(work: Work, office_id: uuid.UUID, slip: SlipCode) -> FileHead:
    """The newest file that was taken in from a ticket."""
    from desktop.models.files import Application
    from desktop.models.queue import Ticket

    row = work.connection.execute(
        head_select()
        .join(Ticket, Ticket.id == Application.ticket_id)
        .where(
            Ticket.office_id == office_id,
            Ticket.business_day == slip.day,
            Ticket.letter == slip.ticket.letter,
            Ticket.number == slip.ticket.n,
        )
        .order_by(Application.created_at_utc.desc())
        .limit(1)
    ).first()
    if row is None:
        raise UserError("file.slip_no_file", number=str(slip.ticket))
    return heads(work, (row,))[0]


def search_files(work: Work, office_id: uuid.UUID, text: str, limit: int = LIMIT) -> FoundFiles:
    """Files by number (also only its digits), NIK (from 6 digits on), telephone, or parts of a name, newest first.

    Forgives case, dots and old spellings (``domain.search_key``); a name's words may be parts in any order.
    A text that could be two things (six digits: a number, the beginning of a NIK) is looked for as both.
    """
    typed = " ".join(text.split())[:MAX_TEXT]
    digits = _GROUPED.sub("", typed)
    try:
        code = read_code(typed)
    except UserError:
        code = None
    if isinstance(code, (FileNumber, SlipCode)):
        try:
            return FoundFiles(text=typed, by="number", rows=(open_by_code(work, office_id, typed),))
        except UserError:
            return FoundFiles(text=typed, by="number")
    if digits.isascii() and digits.isdigit():
        return _by_digits(work, office_id, typed, digits, limit)
    words = search_words(typed)
    if not words or all(len(word) < 2 for word in words):
        return FoundFiles(text=typed, by="nothing")
    rows = _by_name(work, office_id, words, limit + 1)
    return FoundFiles(text=typed, by="name", rows=heads(work, rows[:limit]), more=len(rows) > limit)


def _by_digits(work: Work, office_id: uuid.UUID, typed: str, digits: str, limit: int) -> FoundFiles:
    people: list[uuid.UUID] = []
    by, rows = "number", []
    if len(digits) <= 6:
        rows = _by_short_number(work, office_id, int(digits), limit + 1)
    if len(digits) >= 6 and not rows:
        people = _people_by_nik(work, office_id, digits)
        by = "nik" if people or len(digits) == 16 else by
        if not people:
            people = _people_by_phone(work, office_id, typed, digits)
            by = "phone" if people or digits.startswith(("08", "628")) else by
        rows = _of_people(work, people, limit + 1)
    return FoundFiles(text=typed, by=by, rows=heads(work, rows[:limit]), more=len(rows) > limit)


def _by_short_number(work: Work, office_id: uuid.UUID, number: int, limit: int) -> list[Any]:
    """Only the six digits, or the last few of them: this number in every series and year."""
    from sqlalchemy import select

    from desktop.models.files import Application
    from desktop.models.record import NumberSeries

    if number == 0:
        return []
    series = work.connection.execute(
        select(NumberSeries.letter, NumberSeries.year).where(NumberSeries.office_id == office_id)
    )
    codes = [FileNumber(row.letter, row.year, number).code for row in series]
    return list(
        work.connection.execute(
            head_select()
            .where(Application.office_id == office_id, Application.code.in_(codes))
            .order_by(Application.created_at_utc.desc())
            .limit(limit)
        )
    )


def _people_by_nik(work: Work, office_id: uuid.UUID, digits: str) -> list[uuid.UUID]:
    from sqlalchemy import select

    from desktop.models.people import Person

    if len(digits) > 16:
        return []
    # A range and no LIKE: the index serves it on both databases, whatever their collation.
    found = (Person.nik == digits) if len(digits) == 16 else Person.nik.between(digits, digits + ":")
    return list(
        work.connection.execute(
            select(Person.id).where(Person.office_id == office_id, found).limit(COMMON)
        ).scalars()
    )


def _people_by_phone(work: Work, office_id: uuid.UUID, typed: str, digits: str) -> list[uuid.UUID]:
    from sqlalchemy import select

    from desktop.models.people import Contact

    if not digits.startswith(("0", "62", "8")):
        return []
    phone = read_phone(typed)
    if phone.ok:
        found = Contact.value == phone.stored
    else:
        begins = "+62" + digits.removeprefix("62" if digits.startswith("62") else "0")
        found = Contact.value.between(begins, begins + ":")
    return list(
        work.connection.execute(
            select(Contact.person_id)
            .where(Contact.office_id == office_id, Contact.kind == "phone", found)
            .limit(COMMON)
        ).scalars()
    )


def _of_people(work: Work, people: Any, limit: int) -> list[Any]:
    """The newest files of these applicants: keys, or a statement that gives them."""
    from sqlalchemy import select

    from desktop.models.files import Application

    if isinstance(people, list) and not people:
        return []
    # In two steps: only the few that are shown are joined to everything else. The office is not asked for, its
    # people are chosen already: with it, SQLite would rather walk through all files from the newest on.
    keys = list(
        work.connection.execute(
            select(Application.id)
            .where(Application.applicant_id.in_(people))
            .order_by(Application.created_at_utc.desc())
            .limit(limit)
        ).scalars()
    )
    return _in_order(work, keys)


def _in_order(work: Work, keys: list[uuid.UUID]) -> list[Any]:
    from desktop.models.files import Application

    if not keys:
        return []
    rows = {row.id: row for row in work.connection.execute(head_select().where(Application.id.in_(keys)))}
    return [rows[key] for key in keys]


def _by_name(work: Work, office_id: uuid.UUID, words: tuple[str, ...], limit: int) -> list[Any]:
    """Files of people whose names have every word as a part.

    A word that few have decides: these few are looked at. Where every word is common, the newest files likely have
    enough of them; else (both are common, together they are rare) the words' people are intersected.
    """
    from sqlalchemy import func, select

    meant: list[list[str]] = []
    for word in words:
        found = _words_with(work, office_id, word)
        if not found:
            return []
        meant.append(found)
    for found in sorted(meant, key=len):
        having = _having(office_id, found)
        few = select(func.count()).select_from(having.limit(COMMON).subquery())
        if work.connection.execute(few).scalar_one() >= COMMON:
            continue
        if len(words) == 1:
            return _of_people(work, having, limit)
        people = list(work.connection.execute(having).scalars())
        return _of_people(work, _named(work, people, words), limit)
    rows = _newest_with(work, office_id, words, limit)
    if len(rows) >= limit:
        return rows
    return _of_people(work, _intersection(work, office_id, meant), limit)


def _words_with(work: Work, office_id: uuid.UUID, part: str) -> list[str]:
    """The different words of all names that have this part."""
    from sqlalchemy import select

    from desktop.models.files import NameWord

    statement = select(NameWord.word).where(
        NameWord.office_id == office_id, NameWord.word.contains(part, autoescape=True)
    )
    return list(work.connection.execute(statement).scalars())


def _having(office_id: uuid.UUID, words: list[str]) -> Any:
    """Who has one of these words in their name."""
    from sqlalchemy import select

    from desktop.models.files import PersonWord

    return select(PersonWord.person_id).where(PersonWord.office_id == office_id, PersonWord.word.in_(words))


def _named(work: Work, people: list[uuid.UUID], words: tuple[str, ...]) -> list[uuid.UUID]:
    """Of these few people those whose names have every word."""
    from sqlalchemy import select

    from desktop.models.people import Person

    if len(words) == 1 or not people:
        return people
    statement = select(Person.id).where(Person.id.in_(people))
    for word in words:
        statement = statement.where(Person.name_search.contains(word, autoescape=True))
    return list(work.connection.execute(statement).scalars())


def _intersection(work: Work, office_id: uuid.UUID, meant: list[list[str]]) -> Any:
    """People who have a word of each list; ``intersect`` reads each list once, in the order of its index."""
    from sqlalchemy import intersect

    if len(meant) == 1:
        return _having(office_id, meant[0])
    statement = intersect(*(_having(office_id, found) for found in meant))
    people = list(work.connection.execute(statement.limit(MOST_PEOPLE)).scalars())
    return people if len(people) < MOST_PEOPLE else statement


def _newest_with(work: Work, office_id: uuid.UUID, words: tuple[str, ...], limit: int) -> list[Any]:
    """Of the newest ``NEWEST`` files those whose applicant's name holds every word, until there are enough."""
    from sqlalchemy import select

    from desktop.models.files import Application
    from desktop.models.people import Person

    # Two words that are common are mostly rare together: then the newest files are not worth a long look.
    newest = NEWEST if len(words) == 1 else NEWEST // 4
    created = Application.created_at_utc
    oldest = work.connection.execute(
        select(created)
        .where(Application.office_id == office_id)
        .order_by(created.desc())
        .offset(newest)
        .limit(1)
    ).scalar_one_or_none()
    statement = (
        select(Application.id)
        .join(Person, Person.id == Application.applicant_id)
        .where(Application.office_id == office_id)
        .order_by(created.desc())
        .limit(limit)
    )
    if oldest is not None:
        statement = statement.where(created > oldest)
    for word in words:
        statement = statement.where(Person.name_search.contains(word, autoescape=True))
    return _in_order(work, list(work.connection.execute(statement).scalars()))
