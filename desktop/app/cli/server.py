"""``loket server``: an office's PostgreSQL made ready, from an empty server to the first administrator."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop.app.cli.console import Console
from desktop.app.cli.parsing import Parser
from desktop.app.cli.tools import add_password_file, read_password
from desktop.app.settings import home_folder, with_password
from desktop.domain.errors import EnvironmentFault, UserError

if TYPE_CHECKING:
    from desktop.models.server import ServerFacts
    from desktop.office.setup import InitOffice, MadeOffice

GUIDE: Final = "docs/guide/server.md"
PASSWORDS_FILE: Final = "server-passwords.toml"
SHORTEST_PASSWORD: Final = 16


def build(parser: Parser, command: str) -> None:
    """Declare the subcommands."""
    init = parser.add(parser.commands(), "init", "server.help_init")
    words = init.words
    init.add_argument("--url", required=True, metavar="URL", help=words("server.help_url"))
    init.add_argument("--database", default="loket", metavar="NAME", help=words("server.help_database"))
    init.add_argument("--roles-passwords-file", metavar="FILE", help=words("server.help_passwords"))
    init.add_argument("--new-passwords", action="store_true", help=words("server.help_new_passwords"))
    init.add_argument(
        "--network", default="192.168.10.0/24", metavar="NET", help=words("server.help_network")
    )
    init.add_argument("--office-name", metavar="NAME", help=words("cli.help_office_name"))
    init.add_argument("--preset", default="disdukcapil", metavar="NAME", help=words("cli.help_preset"))
    init.add_argument("--admin", metavar="LOGIN", help=words("cli.help_admin"))
    init.add_argument("--admin-name", default="Administrator", metavar="NAME",
                      help=words("cli.help_admin_name"))  # fmt: skip
    add_password_file(init)
    init.add_argument("--address", default="", metavar="TEXT", help=words("cli.help_address"))
    init.add_argument("--hotline", default="", metavar="TEXT", help=words("cli.help_hotline"))
    init.add_argument(
        "--time-zone", default="Asia/Makassar", metavar="ZONE", help=words("cli.help_time_zone")
    )
    init.add_argument("--json", action="store_true", help=words("cli.help_json"))
    init.set_defaults(run=_init)


def _init(arguments: Any, console: Console) -> int:
    from desktop.models import server
    from desktop.models.roles import access_rules
    from desktop.models.upgrade import HEAD, upgrade

    # Everything that can be refused without changing the server is refused before it is changed.
    address = with_password(arguments.url)
    target = server.database_address(address, arguments.database)
    office = _office_command(arguments, console)
    facts = server.look_at_server(address, arguments.database)
    file, passwords, written = _passwords(arguments, facts)

    console.progress("server.step_database", database=arguments.database)
    created = server.make_database(address, arguments.database)
    upgrade(target)
    console.progress("server.step_roles")
    made = server.apply_roles(target, arguments.database, passwords)
    unlisted = server.unlisted_tables(target)
    made_office, there = _make_office(target, office)
    rules = access_rules(arguments.database, arguments.network, tls=facts.tls)

    lines = [console.text("server.database_made" if created else "server.database_there",
                          database=arguments.database, version=facts.version)]  # fmt: skip
    lines.append(console.text("server.roles_ready", roles=", ".join(server.connections_allowed())))
    if written:
        lines.append(console.text("server.passwords_written", file=str(file)))
    elif passwords:
        lines.append(console.text("server.passwords_set", file=str(file)))
    else:
        lines.append(console.text("server.passwords_kept"))
    lines += _warnings(console, facts, unlisted)
    if made_office is not None:
        lines.append(
            console.text("server.office_made", office=made_office.name, login=made_office.admin_login)
        )
    elif there:
        lines.append(console.text("server.office_there", office=there))
    lines += [console.text("server.rules"), *(f"    {rule}" for rule in rules)]
    lines.append(console.text("server.next", guide=GUIDE))
    result = {
        "database": arguments.database,
        "created": created,
        "version": HEAD,
        "server_version": facts.version,
        "roles": server.connections_allowed(),
        "roles_made": made,
        "passwords_file": str(file) if passwords else None,
        "passwords_written": written,
        "tls": facts.tls,
        "tls_here": facts.tls_here,
        "trusted_rules": facts.trusted,
        "max_connections": facts.max_connections,
        "stations": facts.stations,
        "unlisted_tables": unlisted,
        "warnings": _warnings(console, facts, unlisted),
        "pg_hba": rules,
        "office": made_office,
        "office_there": there,
    }
    return console.result(result, *lines)


def _warnings(console: Console, facts: ServerFacts, unlisted: tuple[str, ...]) -> list[str]:
    said = []
    if not facts.tls:
        said.append(console.text("server.tls_off", guide=GUIDE))
    elif not facts.tls_here:
        said.append(console.text("server.tls_not_here", guide=GUIDE))
    else:
        said.append(console.text("server.tls_on"))
    if facts.trusted:
        said.append(console.text("server.trusted", count=facts.trusted, guide=GUIDE))
    said.append(console.text("server.stations", stations=facts.stations, connections=facts.max_connections))
    if unlisted:
        said.append(console.text("server.unlisted", tables=", ".join(unlisted)))
    return said


# ---- passwords of the roles ----


def _passwords(arguments: Any, facts: ServerFacts) -> tuple[Path, dict[str, str], bool]:
    """The file, the passwords to set, and whether the file was written just now.

    It is written before the roles are made: were it the other way round, a full disk would leave roles whose
    passwords nobody knows. Run again, the file that is there says what the passwords are.

    Raises:
        UserError: ``server.passwords_bad`` (file, cause), ``server.passwords_missing`` (file, roles),
            ``server.passwords_short`` (file, role, length), ``server.passwords_exist`` (file).
        EnvironmentFault: ``database.cannot_write`` (file, cause).
    """
    from desktop.models.roles import KINDS, role_of
    from desktop.models.server import new_password

    named = arguments.roles_passwords_file
    file = Path(named).absolute() if named else home_folder() / PASSWORDS_FILE
    roles = [role_of(kind) for kind in KINDS]
    missing = [role for role in roles if role not in facts.roles_there]
    if file.exists():
        if arguments.new_passwords:
            raise UserError("server.passwords_exist", file=str(file))
        given = _read_passwords(file, roles)
        if lacking := [role for role in missing if role not in given]:
            raise UserError("server.passwords_missing", file=str(file), roles=", ".join(lacking))
        return file, given, False
    wanted = roles if arguments.new_passwords else missing
    if not wanted:
        return file, {}, False
    fresh = {role: new_password() for role in wanted}
    _write_passwords(file, fresh)
    return file, fresh, True


def _read_passwords(file: Path, roles: list[str]) -> dict[str, str]:
    try:
        plain = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        cause = getattr(error, "strerror", None) or type(error).__name__
        raise UserError("server.passwords_bad", file=str(file), cause=cause) from error
    for role, password in plain.items():
        if role not in roles or not isinstance(password, str):
            raise UserError("server.passwords_bad", file=str(file), cause=role)
        if len(password) < SHORTEST_PASSWORD:
            raise UserError("server.passwords_short", file=str(file), role=role, length=SHORTEST_PASSWORD)
    return plain


def _write_passwords(file: Path, passwords: dict[str, str]) -> None:
    text = "".join(f'{role} = "{password}"\n' for role, password in passwords.items())
    try:
        # Never over a file that is there, and for its owner's eyes from the first byte on.
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        cause = error.strerror or type(error).__name__
        raise EnvironmentFault("database.cannot_write", file=str(file), cause=cause) from error


# ---- the office ----


def _office_command(arguments: Any, console: Console) -> InitOffice | None:
    if not arguments.office_name and not arguments.admin:
        return None
    if not arguments.office_name or not arguments.admin:
        raise UserError("server.office_halves")
    from desktop.domain.ids import new_id
    from desktop.office.setup import InitOffice, read_holidays, read_preset
    from desktop.office.staff import hash_password

    catalogue = read_preset(arguments.preset)
    password = read_password(arguments.password_file, console)
    return InitOffice(
        office_id=new_id(),
        name=arguments.office_name,
        catalogue=catalogue,
        holidays=read_holidays(),
        admin_login=arguments.admin,
        admin_name=arguments.admin_name,
        admin_password_hash=hash_password(password, arguments.admin),
        address=arguments.address,
        hotline=arguments.hotline,
        time_zone=arguments.time_zone,
    )


def _make_office(target: str, command: InitOffice | None) -> tuple[MadeOffice | None, str]:
    """The office that was made, or else the name of the one that is there ("" for none)."""
    from desktop.models.engine import create_office_engine
    from desktop.office.runner import Runner
    from desktop.office.setup import init_office

    if command is None:
        return None, ""
    engine = create_office_engine(target, application_name="loket server init")
    runner = Runner(engine)
    try:
        return runner.run(init_office, command).value, ""
    except UserError as error:
        if error.code != "office.exists":
            raise
        return None, str(error.details["office"])  # run again: the office is left as it is
    finally:
        runner.close()
        engine.dispose()
