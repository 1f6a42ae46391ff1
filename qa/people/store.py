"""Opening the database of people, brought to its present form."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError

from qa.people.errors import StoreUnavailable
from qa.settings import Settings

FILE = "people.sqlite"
_BUSY_SECONDS = 10


class People:
    """The open database. `reading` and `writing` lend a connection for one transaction; threads may share it."""

    def __init__(self, address: str) -> None:
        """Open the database at an SQLAlchemy address and bring it to its present form.

        Raises:
            StoreUnavailable: it cannot be opened, or is of a later version of this program.
        """
        url = sa.make_url(address)
        self.address = url.render_as_string(hide_password=True)
        self._sqlite = url.get_backend_name() == "sqlite"
        self._writer = threading.RLock()
        if self._sqlite and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine = sa.create_engine(url, connect_args={"timeout": _BUSY_SECONDS} if self._sqlite else {})
        if self._sqlite:
            sa.event.listen(self.engine, "connect", _prepare)
        try:
            with self.writing() as db:
                _migrate(db)
        except (sa.exc.SQLAlchemyError, CommandError, OSError) as error:
            reason = str(error).splitlines()[0]
            raise StoreUnavailable(self.address, reason=reason) from error
        if self._sqlite and url.database:
            Path(url.database).chmod(0o600)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the database."""
        with self.engine.connect() as db:
            if self._sqlite:
                db.exec_driver_sql("BEGIN")
            yield db

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection whose changes are kept at the end, or all dropped on an error."""
        # SQLite has one writer at a time and lets the others knock at growing intervals: here they wait in a row.
        with self._writer if self._sqlite else nullcontext(), self.engine.begin() as db:
            if self._sqlite:
                # From the start the only writer: two that read first and write later would refuse each other.
                db.exec_driver_sql("BEGIN IMMEDIATE")
            yield db

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    def __enter__(self) -> People:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_people(settings: Settings) -> People:
    """The database that qa.toml names.

    Raises:
        StoreUnavailable: it cannot be opened.
    """
    return People(settings.people.database or sqlite_address(settings.data))


def sqlite_address(data: Path) -> str:
    """The address of the SQLite file in the folder of results."""
    return sa.URL.create("sqlite", database=str(data / FILE)).render_as_string()


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={_BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _migrate(db: sa.Connection) -> None:
    config = Config()
    config.set_main_option("script_location", "qa.people:migrations")
    config.attributes["connection"] = db
    command.upgrade(config, "head")
