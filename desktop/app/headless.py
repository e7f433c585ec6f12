"""An office without a window: what the windows do, from Python, for tools, tests and benchmarks.

office = open_office("sqlite:///office.db", station="tool")
office.run(issue_ticket, IssueTicket(office_id=office.office_id, service_id=...))
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any

from desktop.domain.errors import UserError
from desktop.models.engine import create_office_engine
from desktop.office.runner import Runner
from desktop.office.work import Clock, Command, Result, Work

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine


class OpenOffice:
    """An office whose database is open. A context manager; one thread at a time."""

    def __init__(self, engine: Engine, office_id: uuid.UUID, clock: Clock | None) -> None:
        self.engine = engine
        self.office_id = office_id
        self.runner = Runner(engine, clock)

    def run(self, use_case: Callable[..., Result[Any]], command: Command) -> Result[Any]:
        """Run a write as the windows do; see ``desktop.office.runner.Runner.run``."""
        return self.runner.run(use_case, command)

    def read(self, query: Callable[..., Any], *args: Any) -> Any:
        """Run a query on one snapshot."""
        return self.runner.read(query, *args)

    def close(self) -> None:
        """Let the database go."""
        self.runner.close()
        self.engine.dispose()

    def __enter__(self) -> OpenOffice:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _only_office(work: Work, code: str | None) -> uuid.UUID:
    from sqlalchemy import select

    from desktop.models.office import Office

    rows = work.connection.execute(select(Office.id, Office.code).order_by(Office.code)).all()
    if code is not None:
        known = ", ".join(row.code for row in rows)
        rows = [row for row in rows if row.code == code]
        if not rows and known:
            raise UserError("office.unknown", office=code, offices=known)
    if not rows:
        raise UserError("office.none")
    if len(rows) > 1:
        raise UserError("office.several", offices=", ".join(row.code for row in rows))
    return rows[0].id  # type: ignore[no-any-return]


def _check(work: Work) -> None:
    from desktop.models.upgrade import check_version

    check_version(work.connection)


def open_office(
    url: str, station: str = "tool", *, office: str | None = None, clock: Clock | None = None
) -> OpenOffice:
    """Open the office's database.

    Args:
        url: the database address (``sqlite:///...`` or ``postgresql://...``).
        station: the name by which the database server lists this program.
        office: the office's code where the database holds several.
        clock: a set clock instead of the database's own.

    Raises:
        UserError: ``database.not_ready``, ``database.older``, ``database.newer``, ``office.none``,
            ``office.several``.
        EnvironmentFault: the database cannot be reached.
    """
    engine = create_office_engine(url, application_name=f"loket {station}")
    runner = Runner(engine, clock)
    try:
        runner.read(_check)
        office_id = runner.read(_only_office, office)
    except BaseException:
        runner.close()
        engine.dispose()
        raise
    runner.close()
    return OpenOffice(engine, office_id, clock)
