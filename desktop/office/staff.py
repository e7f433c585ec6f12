"""Staff: adding people, their passwords, and signing in. Called by presenters, tools and tests.

A password is hashed (argon2id) before a command is made, so that no command, event or log ever holds one.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work

if TYPE_CHECKING:
    from argon2 import PasswordHasher

ROLES: Final = ("clerk", "information", "operator", "verifier", "supervisor", "administrator")
MIN_PASSWORD_LENGTH: Final = 8
MAX_PASSWORD_LENGTH: Final = 200
FAILURES_BEFORE_LOCK: Final = 5
LOCK_MINUTES: Final = 5

_CHANGES = frozenset({"staff"})
_NOTHING: frozenset[str] = frozenset()
#: Passwords that everybody tries first; whole words only, the rules below take care of the rest.
_COMMON: Final = frozenset(
    {"password", "12345678", "123456789", "1234567890", "qwertyui", "qwerty123", "admin123", "rahasia123"}
)


class AddStaff(Command, frozen=True, kw_only=True):
    """Let somebody sign in. ``password_hash`` comes from :func:`hash_password`."""

    login: str
    name: str
    roles: tuple[str, ...]
    password_hash: str
    new_staff_id: uuid.UUID = msgspec.field(default_factory=new_id)


class SetPassword(Command, frozen=True, kw_only=True):
    """Give somebody a new password; it also ends a lock after failed sign-ins."""

    login: str
    password_hash: str


class SignIn(Command, frozen=True, kw_only=True):
    """Somebody says who they are."""

    login: str
    password: str

    def __repr__(self) -> str:
        """Never shows the password, wherever a command may be logged."""
        return f"SignIn(command_id={self.command_id})"


class StaffMember(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who can sign in."""

    staff_id: uuid.UUID
    login: str
    name: str
    roles: tuple[str, ...]
    active: bool = True
    repeated: bool = False


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """Who is at the window now."""

    staff_id: uuid.UUID
    name: str
    roles: tuple[str, ...]


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobody() -> str:
    # Checked when a login is unknown, so that an unknown login takes as long as a wrong password.
    return _hasher().hash("nobody")


def check_password_rules(password: str, login: str = "") -> None:
    """Refuse passwords that protect nothing.

    Raises:
        UserError: ``staff.password_short`` (length), ``staff.password_long`` (length),
            ``staff.password_plain``: the login itself, one repeated character, or a well-known password.
    """
    if len(password) < MIN_PASSWORD_LENGTH:
        raise UserError("staff.password_short", length=MIN_PASSWORD_LENGTH)
    if len(password) > MAX_PASSWORD_LENGTH:
        raise UserError("staff.password_long", length=MAX_PASSWORD_LENGTH)
    plain = password.casefold()
    if len(set(plain)) == 1 or plain in _COMMON or (login and plain == login.casefold()):
        raise UserError("staff.password_plain")


def hash_password(password: str, login: str = "") -> str:
    """The argon2id hash of a password that keeps the rules. Takes about 50 ms: never inside a transaction.

    Raises:
        UserError: as :func:`check_password_rules`.
    """
    check_password_rules(password, login)
    return _hasher().hash(password)


def _clean_login(text: str) -> str:
    login = text.strip().casefold()
    if not login or len(login) > 40 or any(not (c.isalnum() or c in "._-@") for c in login):
        raise UserError("staff.login_form", login=text.strip()[:40])
    return login


def add_staff(work: Work, command: AddStaff) -> Result[StaffMember]:
    """Add somebody with their roles.

    Raises:
        UserError: ``staff.login_form`` (login), ``staff.name_missing``, ``staff.role`` (role, allowed),
            ``staff.login_taken`` (login).
    Writes: staff, staff_role, event, command. Changes: staff.
    """
    from sqlalchemy import insert, select

    from desktop.models.staff import Staff, StaffRole

    if remembered(work, command) is not None:
        return Result(_member(work, command.office_id, command.new_staff_id, command.login), _NOTHING)
    login, name = _clean_login(command.login), " ".join(command.name.split())
    if not name:
        raise UserError("staff.name_missing")
    for role in command.roles or ("",):
        if role not in ROLES:
            raise UserError("staff.role", role=role, allowed=", ".join(ROLES))
    taken = select(Staff.id).where(Staff.office_id == command.office_id, Staff.login == login)
    if work.connection.execute(taken).first() is not None:
        raise UserError("staff.login_taken", login=login)
    work.connection.execute(
        insert(Staff).values(
            id=command.new_staff_id,
            office_id=command.office_id,
            login=login,
            name=name,
            password_hash=command.password_hash,
            created_at_utc=work.now(),
        )
    )
    roles = tuple(role for role in ROLES if role in command.roles)
    work.connection.execute(
        insert(StaffRole), [{"staff_id": command.new_staff_id, "role": role} for role in roles]
    )
    append_event(work, command, "staff.added", command.new_staff_id, after={"roles": list(roles)})
    remember(work, command, "add_staff", {"staff_id": command.new_staff_id})
    work.wake(command.office_id)
    return Result(StaffMember(staff_id=command.new_staff_id, login=login, name=name, roles=roles), _CHANGES)


def set_password(work: Work, command: SetPassword) -> Result[StaffMember]:
    """Replace somebody's password and end a lock.

    Raises:
        UserError: ``staff.unknown`` (login).
    Writes: staff, event, command. Changes: staff.
    """
    from sqlalchemy import update

    from desktop.models.staff import Staff

    member = find_staff(work, command.office_id, command.login)
    if remembered(work, command) is not None:
        return Result(member, _NOTHING)
    work.connection.execute(
        update(Staff)
        .where(Staff.id == member.staff_id)
        .values(password_hash=command.password_hash, failed_sign_ins=0, locked_until_utc=None)
    )
    append_event(work, command, "staff.password_set", member.staff_id)
    remember(work, command, "set_password", {"staff_id": member.staff_id})
    return Result(member, _CHANGES)


def sign_in(work: Work, command: SignIn) -> Result[SignedIn]:
    """Check login and password.

    The password is checked between two short transactions: argon2 takes 50 ms, and nobody in the office may
    wait for it. Five failures lock the login for five minutes. A failure is committed before it is refused,
    which no other use-case may do: otherwise the refusal would undo the count.

    Raises:
        UserError: ``staff.wrong`` for an unknown login and a wrong password alike;
            ``staff.locked`` (minutes: until the lock ends, 1 to 5).
    Locks: the person's row. Writes: staff, event, command. Changes: nothing that is shown.
    """
    from argon2.exceptions import InvalidHashError, VerificationError
    from sqlalchemy import select

    from desktop.models.staff import Staff

    row = work.connection.execute(
        select(Staff.id, Staff.password_hash, Staff.locked_until_utc).where(
            Staff.office_id == command.office_id,
            Staff.login == command.login.strip().casefold(),
            Staff.active,
        )
    ).first()
    now = work.now()
    # Nothing was written: this only lets the database go while the password is checked.
    work.connection.rollback()
    if row is not None and row.locked_until_utc is not None and row.locked_until_utc > now:
        raise UserError("staff.locked", minutes=_minutes(row.locked_until_utc - now))
    stored = _nobody() if row is None else row.password_hash
    try:
        right: bool = _hasher().verify(stored, command.password)
    except (VerificationError, InvalidHashError):
        right = False
    if row is None:
        raise UserError("staff.wrong")
    if not right:
        minutes = _count_failure(work, command, row.id)
        work.connection.commit()
        if minutes:
            raise UserError("staff.locked", minutes=minutes)
        raise UserError("staff.wrong")
    return Result(_signed_in(work, command, row.id, stored), _NOTHING)


def _count_failure(work: Work, command: SignIn, staff_id: uuid.UUID) -> int:
    """Count a failed try; returns the minutes of the lock that it brought about, else 0."""
    from sqlalchemy import select, update

    from desktop.models.staff import Staff

    failed = work.connection.execute(
        select(Staff.failed_sign_ins).where(Staff.id == staff_id).with_for_update(key_share=True)
    ).scalar_one()
    locks = failed + 1 >= FAILURES_BEFORE_LOCK
    until = work.now() + timedelta(minutes=LOCK_MINUTES) if locks else None
    work.connection.execute(
        update(Staff)
        .where(Staff.id == staff_id)
        .values(failed_sign_ins=0 if locks else failed + 1, locked_until_utc=until)
    )
    kind = "staff.locked" if locks else "staff.sign_in_failed"
    append_event(work, command, kind, staff_id, after={"failures": failed + 1})
    return LOCK_MINUTES if locks else 0


def _signed_in(work: Work, command: SignIn, staff_id: uuid.UUID, stored: str) -> SignedIn:
    from sqlalchemy import select, update

    from desktop.models.staff import Staff, StaffRole

    name = work.connection.execute(select(Staff.name).where(Staff.id == staff_id)).scalar_one()
    roles = _in_order(
        work.connection.execute(select(StaffRole.role).where(StaffRole.staff_id == staff_id)).scalars()
    )
    if remembered(work, command) is None:
        values: dict[str, Any] = {"failed_sign_ins": 0, "locked_until_utc": None}
        if _hasher().check_needs_rehash(stored):
            values["password_hash"] = _hasher().hash(command.password)
        work.connection.execute(update(Staff).where(Staff.id == staff_id).values(**values))
        own = msgspec.structs.replace(command, staff_id=staff_id)
        append_event(work, own, "staff.signed_in", staff_id)
        remember(work, own, "sign_in", {"staff_id": staff_id})
    return SignedIn(staff_id=staff_id, name=name, roles=roles)


def find_staff(work: Work, office_id: uuid.UUID, login: str) -> StaffMember:
    """Somebody by login. Raises UserError ``staff.unknown`` (login)."""
    return _member(work, office_id, None, login)


def list_staff(work: Work, office_id: uuid.UUID) -> tuple[StaffMember, ...]:
    """Everybody who can or could sign in, by login."""
    from sqlalchemy import select

    from desktop.models.staff import Staff, StaffRole

    roles: dict[uuid.UUID, list[str]] = {}
    for staff_id, role in work.connection.execute(
        select(StaffRole.staff_id, StaffRole.role)
        .join(Staff, Staff.id == StaffRole.staff_id)
        .where(Staff.office_id == office_id)
    ):
        roles.setdefault(staff_id, []).append(role)
    rows = work.connection.execute(
        select(Staff.id, Staff.login, Staff.name, Staff.active)
        .where(Staff.office_id == office_id)
        .order_by(Staff.login)
    )
    return tuple(
        StaffMember(staff_id=row[0], login=row[1], name=row[2], roles=_in_order(roles.get(row[0], ())),
                    active=bool(row[3]))
        for row in rows
    )  # fmt: skip


def _member(work: Work, office_id: uuid.UUID, staff_id: uuid.UUID | None, login: str) -> StaffMember:
    wanted = login.strip().casefold()
    for member in list_staff(work, office_id):
        if member.staff_id == staff_id or member.login == wanted:
            return member
    raise UserError("staff.unknown", login=login.strip()[:40])


def _in_order(roles: Any) -> tuple[str, ...]:
    held = set(roles)
    return tuple(role for role in ROLES if role in held)


def _minutes(left: timedelta) -> int:
    return max(1, min(LOCK_MINUTES, -int(-left.total_seconds() // 60)))
