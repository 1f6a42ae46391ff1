"""The database is made by its migrations, guarded by file mode, and safe under several writers."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from qa.people import audit, coaching
from qa.people.errors import StoreUnavailable
from qa.people.store import People, sqlite_address
from qa.people.tables import AUDIT, METADATA

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


def test_migrations_lead_to_the_tables_in_use(people: People) -> None:
    with people.reading() as db:
        assert compare_metadata(MigrationContext.configure(db), METADATA) == []


def test_opening_again_keeps_what_was_written(tmp_path: Path) -> None:
    for _ in range(2):
        with People(sqlite_address(tmp_path)) as people, people.writing() as db:
            audit.note(db, "wang", "call.view", now=NOW)
    with People(sqlite_address(tmp_path)) as people, people.reading() as db:
        assert audit.verify(db).lines == 2


def test_a_database_of_the_first_form_is_brought_forward_with_what_it_holds(tmp_path: Path) -> None:
    engine = sa.create_engine(sqlite_address(tmp_path))
    with engine.begin() as db:
        config = Config()
        config.set_main_option("script_location", "qa.people:migrations")
        config.attributes["connection"] = db
        command.upgrade(config, "0001")
        db.execute(
            sa.text("INSERT INTO users VALUES (1, 'wang', '', 'manager', '', '', '', 'x', '', '', 1, :now)"),
            {"now": NOW},
        )
        db.execute(
            sa.text("INSERT INTO coaching_plans VALUES (1, '1001', '2026-11', '[]', '先问候', 'open', 1, :now)"),
            {"now": NOW},
        )
        db.execute(
            sa.text("INSERT INTO coaching_sessions VALUES (1, 1, 1, :now, NULL, '听两通', '[\"c1\"]')"), {"now": NOW}
        )
    engine.dispose()
    with People(sqlite_address(tmp_path)) as people, people.reading() as db:
        (plan,) = coaching.coaching_plans(db)
        (talk,) = coaching.sessions(db, [plan.id])
    assert (plan.goal, plan.note, talk.note, talk.topic) == ("先问候", "", "听两通", "")


def test_nobody_else_on_the_machine_reads_the_file(tmp_path: Path) -> None:
    with People(sqlite_address(tmp_path)):
        assert (tmp_path / "people.sqlite").stat().st_mode & 0o077 == 0


def test_a_file_that_is_no_database_is_said_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "people.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreUnavailable, match="P301"):
        People(sqlite_address(tmp_path))


def test_an_error_inside_a_transaction_drops_all_of_it(people: People) -> None:
    with pytest.raises(RuntimeError), people.writing() as db:
        audit.note(db, "wang", "call.view", now=NOW)
        raise RuntimeError
    with people.reading() as db:
        assert db.execute(sa.select(sa.func.count()).select_from(AUDIT)).scalar_one() == 0


def test_many_writers_make_one_chain(people: People) -> None:
    def write() -> None:
        for _ in range(20):
            with people.writing() as db:
                audit.note(db, "wang", "audio.play", "c1", now=NOW)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with people.reading() as db:
        assert audit.verify(db).lines == 160
