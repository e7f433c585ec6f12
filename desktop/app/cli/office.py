"""``loket office``: an office from nothing."""

from __future__ import annotations

from typing import Any

from desktop.app.cli.console import Console
from desktop.app.cli.parsing import Parser
from desktop.app.cli.tools import add_common, add_password_file, identity, open_tool, read_password
from desktop.app.settings import database_address, load_settings


def build(parser: Parser, command: str) -> None:
    """Declare the subcommands."""
    places = parser.commands()
    init = parser.add(places, "init", "cli.help_office_init")
    init.add_argument("--preset", default="disdukcapil", metavar="NAME", help=init.words("cli.help_preset"))
    init.add_argument("--name", required=True, metavar="NAME", help=init.words("cli.help_office_name"))
    init.add_argument("--admin", required=True, metavar="LOGIN", help=init.words("cli.help_admin"))
    init.add_argument("--admin-name", default="Administrator", metavar="NAME",
                      help=init.words("cli.help_admin_name"))  # fmt: skip
    add_password_file(init)
    init.add_argument("--address", default="", metavar="TEXT", help=init.words("cli.help_address"))
    init.add_argument("--hotline", default="", metavar="TEXT", help=init.words("cli.help_hotline"))
    init.add_argument("--time-zone", default="Asia/Makassar", metavar="ZONE",
                      help=init.words("cli.help_time_zone"))  # fmt: skip
    init.add_argument("--code", default="", metavar="CODE", help=init.words("cli.help_office_code"))
    init.add_argument("--short-name", default="", metavar="NAME", help=init.words("cli.help_short_name"))
    add_common(init, writes=True)
    init.set_defaults(run=_init)
    change = parser.add(places, "set", "cli.help_office_set")
    change.add_argument(
        "values", nargs="+", metavar="NAME=VALUE", help=change.words("cli.help_office_values")
    )
    add_common(change, writes=True)
    change.set_defaults(run=_set)
    show = parser.add(places, "show", "cli.help_office_show")
    add_common(show)
    show.set_defaults(run=_show)


def _init(arguments: Any, console: Console) -> int:
    from desktop.domain.ids import new_id
    from desktop.models.engine import create_office_engine
    from desktop.models.upgrade import upgrade
    from desktop.office.runner import Runner
    from desktop.office.setup import InitOffice, init_office, read_holidays, read_preset
    from desktop.office.staff import hash_password

    # Everything that can be refused without a database is refused before one is made.
    catalogue = read_preset(arguments.preset)
    password = read_password(arguments.password_file, console)
    command = InitOffice(
        office_id=new_id(),
        name=arguments.name,
        catalogue=catalogue,
        holidays=read_holidays(),
        admin_login=arguments.admin,
        admin_name=arguments.admin_name,
        admin_password_hash=hash_password(password, arguments.admin),
        address=arguments.address,
        hotline=arguments.hotline,
        time_zone=arguments.time_zone,
        code=arguments.code,
        short_name=arguments.short_name,
        **identity(arguments),
    )
    address = database_address(load_settings())
    upgrade(address)
    engine = create_office_engine(address, application_name="loket tool")
    runner = Runner(engine)
    try:
        made = runner.run(init_office, command).value
    finally:
        runner.close()
        engine.dispose()
    return console.result(
        made,
        console.text("cli.office_made", office=made.name, services=made.services, groups=made.groups),
        console.text("cli.office_unverified", count=made.unverified),
        console.text("cli.office_next"),
    )


def _set(arguments: Any, console: Console) -> int:
    from desktop.domain.errors import UserError
    from desktop.office.office_settings import SetOffice, set_office

    values: dict[str, str] = {}
    for one in arguments.values:
        name, equals, value = one.partition("=")
        if not equals:
            raise UserError("office.setting_form", text=one)
        values[name.strip()] = value.strip()
    with open_tool(arguments) as office:
        command = SetOffice(office_id=office.office_id, values=values, **identity(arguments))
        made = office.run(set_office, command).value
    return console.result(made, *(f"{name} = {_shown(made[name])}" for name in values))


def _show(arguments: Any, console: Console) -> int:
    from desktop.office.office_settings import office_settings

    with open_tool(arguments) as office:
        found = office.read(office_settings, office.office_id)
    return console.result(found, *(f"{name} = {_shown(value)}" for name, value in found.items()))


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
