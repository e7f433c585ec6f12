"""Signing in: argon2id, the lock after five failures, and that the check holds no lock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.domain.errors import UserError
from desktop.models.record import Command as Stored
from desktop.models.record import Event
from desktop.models.staff import Staff
from desktop.office import staff
from desktop.office.runner import Runner
from desktop.office.staff import (
    AddStaff,
    SetPassword,
    SignIn,
    add_staff,
    find_staff,
    hash_password,
    set_password,
    sign_in,
)
from tests.support.whole_office import PASSWORD, WholeOffice, password_hash, whole_office


def _try(made: WholeOffice, password: str, login: str = "rina") -> str:
    """The code of the refusal, or "" for success."""
    command = SignIn(office_id=made.office_id, login=login, password=password)
    try:
        made.runner.run(sign_in, command)
    except UserError as error:
        return error.code
    return ""


def test_the_right_password_signs_in(database_url: str) -> None:
    with whole_office(database_url) as made:
        command = SignIn(office_id=made.office_id, login=" Rina ", password=PASSWORD)
        signed = made.runner.run(sign_in, command).value
        assert (signed.staff_id, signed.name, signed.roles) == (
            made.clerk_id,
            "Rina Wulandari",
            ("clerk",),
        )
        stored = made.runner.read(
            lambda work: work.connection.execute(select(Staff.password_hash)).scalars().all()
        )
        assert all(one.startswith("$argon2id$") for one in stored)
        assert PASSWORD not in repr(command)
        # The same command again is one signing in, not two.
        made.runner.run(sign_in, command)
        kinds = made.runner.read(lambda work: work.connection.execute(select(Event.kind)).scalars().all())
        assert kinds.count("staff.signed_in") == 1


def test_wrong_password_and_unknown_login_say_the_same(database_url: str) -> None:
    with whole_office(database_url) as made:
        assert _try(made, "salah-sekali") == "staff.wrong"
        assert _try(made, PASSWORD, login="tidakada") == "staff.wrong"


def test_five_failures_lock_for_five_minutes(database_url: str) -> None:
    with whole_office(database_url) as made:
        assert [_try(made, "salah-sekali") for _ in range(4)] == ["staff.wrong"] * 4
        assert _try(made, "salah-sekali") == "staff.locked"
        assert _try(made, PASSWORD) == "staff.locked", "while it is locked the right password does not help"
        made.clock.current += timedelta(minutes=4, seconds=59)
        assert _try(made, PASSWORD) == "staff.locked"
        made.clock.current += timedelta(seconds=2)
        assert _try(made, PASSWORD) == ""
        assert _try(made, "salah-sekali") == "staff.wrong", "the count began anew"


def test_a_success_forgets_earlier_failures(sqlite_url: str) -> None:
    with whole_office(sqlite_url) as made:
        for _ in range(3):
            _try(made, "salah-sekali")
        assert _try(made, PASSWORD) == ""
        assert [_try(made, "salah-sekali") for _ in range(4)] == ["staff.wrong"] * 4


def test_the_check_holds_no_lock(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the password is checked, another station writes: with a held lock this would wait and fail."""
    with whole_office(sqlite_url) as made:
        other = Runner(made.runner.engine, made.clock)
        wrote = []

        class Hasher:
            def verify(self, stored: str, password: str) -> bool:
                wrote.append(
                    other.run(
                        add_staff,
                        AddStaff(
                            office_id=made.office_id,
                            login="budi",
                            name="Budi",
                            roles=("clerk",),
                            password_hash=password_hash(),
                        ),
                    ).value.login
                )
                return True

            def check_needs_rehash(self, stored: str) -> bool:
                return False

        monkeypatch.setattr(staff, "_hasher", Hasher)
        try:
            assert _try(made, "apa saja") == ""
        finally:
            other.close()
        assert wrote == ["budi"]


def test_an_inactive_member_cannot_sign_in(sqlite_url: str) -> None:
    with whole_office(sqlite_url) as made:

        def leave(work: object) -> object:
            from desktop.office.work import Result, Work

            assert isinstance(work, Work)
            work.connection.execute(Staff.__table__.update().values(active=False))
            return Result(None)

        made.runner.run(lambda work, _command: leave(work), None)  # type: ignore[arg-type,return-value]
        assert _try(made, PASSWORD) == "staff.wrong"


def test_a_new_password_ends_the_lock(sqlite_url: str) -> None:
    with whole_office(sqlite_url) as made:
        for _ in range(5):
            _try(made, "salah-sekali")
        new = hash_password("perahu-hijau-9")
        made.runner.run(set_password, SetPassword(office_id=made.office_id, login="rina", password_hash=new))
        assert _try(made, "perahu-hijau-9") == ""
        assert _try(made, PASSWORD) == "staff.wrong"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("pendek7", "staff.password_short"),
        ("x" * 201, "staff.password_long"),
        ("aaaaaaaaaa", "staff.password_plain"),
        ("12345678", "staff.password_plain"),
        ("Rina.Wulandari", "staff.password_plain"),
    ],
)
def test_passwords_that_protect_nothing_are_refused(password: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        hash_password(password, login="rina.wulandari")
    assert refused.value.code == code


def test_roles_and_logins_are_checked(sqlite_url: str) -> None:
    with whole_office(sqlite_url) as made:
        for changes, code in (
            ({"login": "RINA"}, "staff.login_taken"),
            ({"roles": ("boss",)}, "staff.role"),
            ({"roles": ()}, "staff.role"),
            ({"name": " "}, "staff.name_missing"),
            ({"login": "a b"}, "staff.login_form"),
        ):
            values: dict[str, object] = {
                "office_id": made.office_id,
                "login": "siti",
                "name": "Siti",
                "roles": ("clerk",),
                "password_hash": password_hash(),
                **changes,
            }
            with pytest.raises(UserError) as refused:
                made.runner.run(add_staff, AddStaff(**values))  # type: ignore[arg-type]
            assert refused.value.code == code
        with pytest.raises(UserError, match=r"staff\.unknown"):
            made.runner.read(find_staff, made.office_id, "siti")


def test_stored_commands_hold_no_password_and_no_name(database_url: str) -> None:
    with whole_office(database_url) as made:
        _try(made, PASSWORD)
        results = made.runner.read(
            lambda work: (
                work.connection.execute(
                    select(Stored.result).where(Stored.name.in_(("sign_in", "add_staff")))
                )
                .scalars()
                .all()
            )
        )
    assert results
    assert all(set(one) == {"staff_id"} for one in results)
