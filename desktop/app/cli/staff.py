"""``loket staff``: who can sign in."""

from __future__ import annotations

from typing import Any

from desktop.app.cli.console import Console
from desktop.app.cli.parsing import Parser
from desktop.app.cli.tools import add_common, add_password_file, identity, open_tool, read_password, words_of


def build(parser: Parser, command: str) -> None:
    """Declare the subcommands."""
    place = parser.commands()
    add = parser.add(place, "add", "cli.help_staff_add")
    add.add_argument("login", metavar="LOGIN", help=add.words("cli.help_login"))
    add.add_argument("--name", required=True, metavar="NAME", help=add.words("cli.help_staff_name"))
    add.add_argument("--role", action="append", default=[], metavar="ROLE", help=add.words("cli.help_role"))
    add_password_file(add)
    add_common(add, writes=True)
    add.set_defaults(run=_add)
    password = parser.add(place, "password", "cli.help_staff_password")
    password.add_argument("login", metavar="LOGIN", help=password.words("cli.help_login"))
    add_password_file(password)
    add_common(password, writes=True)
    password.set_defaults(run=_password)
    listed = parser.add(place, "list", "cli.help_staff_list")
    add_common(listed)
    listed.set_defaults(run=_list)


def _add(arguments: Any, console: Console) -> int:
    from desktop.office.staff import AddStaff, add_staff, hash_password

    roles = tuple(role for value in arguments.role for role in words_of(value)) or ("clerk",)
    hashed = hash_password(read_password(arguments.password_file, console), arguments.login)
    with open_tool(arguments) as office:
        member = office.run(
            add_staff,
            AddStaff(
                office_id=office.office_id,
                login=arguments.login,
                name=arguments.name,
                roles=roles,
                password_hash=hashed,
                **identity(arguments),
            ),
        ).value
    sentence = console.text(
        "cli.staff_added", name=member.name, login=member.login, roles=_roles(console, member.roles)
    )
    return console.result(member, sentence)


def _password(arguments: Any, console: Console) -> int:
    from desktop.office.staff import SetPassword, hash_password, set_password

    hashed = hash_password(read_password(arguments.password_file, console), arguments.login)
    with open_tool(arguments) as office:
        member = office.run(
            set_password,
            SetPassword(
                office_id=office.office_id,
                login=arguments.login,
                password_hash=hashed,
                **identity(arguments),
            ),
        ).value
    return console.result(member, console.text("cli.staff_password_set", name=member.name))


def _list(arguments: Any, console: Console) -> int:
    from desktop.office.staff import list_staff

    with open_tool(arguments) as office:
        members = office.read(list_staff, office.office_id)
    lines = [f"{one.login:<20} {one.name:<32} {_roles(console, one.roles)}" for one in members]
    return console.result({"staff": members}, *lines)


def _roles(console: Console, roles: tuple[str, ...]) -> str:
    words = {
        "clerk": "staff.role_clerk",
        "information": "staff.role_information",
        "operator": "staff.role_operator",
        "verifier": "staff.role_verifier",
        "supervisor": "staff.role_supervisor",
        "administrator": "staff.role_administrator",
    }
    return ", ".join(console.text(words[role]) for role in roles)
