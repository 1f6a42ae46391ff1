"""A line that was changed, removed or slipped in shows; so does an end that was cut off, to whoever noted the hash."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from qa.people import audit
from qa.people.errors import AuditBroken, AuditShortened
from qa.people.tables import AUDIT, METADATA

NOW = datetime(2026, 11, 3, 9, 0, 0, 123456, tzinfo=UTC)


def trail(db: sa.Connection, lines: int = 5) -> None:
    for i in range(lines):
        audit.note(db, "wang", "call.view", f"c{i}", now=NOW + timedelta(seconds=i), details={"页": i})


def tampered(db: sa.Connection, statement: str) -> None:
    for trigger in ("audit_no_update", "audit_no_delete"):
        db.exec_driver_sql(f"DROP TRIGGER {trigger}")
    db.exec_driver_sql(statement)


def test_an_empty_trail_is_whole(db: sa.Connection) -> None:
    assert audit.verify(db) == audit.Verified(0, audit.START)


def test_a_trail_verifies_and_tells_its_last_hash(db: sa.Connection) -> None:
    trail(db)
    whole = audit.verify(db)
    assert whole.lines == 5
    assert whole.last_hash == audit.lines(db, limit=1)[0].hash


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("UPDATE audit SET actor = 'li' WHERE id = 3", "3"),
        ("UPDATE audit SET object = 'c9' WHERE id = 1", "1"),
        ("UPDATE audit SET details = '{}' WHERE id = 5", "5"),
        ("UPDATE audit SET at = '2026-11-03 09:00:09.000000' WHERE id = 2", "2"),
        ("DELETE FROM audit WHERE id = 2", "3"),
        ("DELETE FROM audit WHERE id = 1", "2"),
    ],
)
def test_tampering_shows_at_its_line(db: sa.Connection, statement: str, line: str) -> None:
    trail(db)
    tampered(db, statement)
    with pytest.raises(AuditBroken, match=f"line {line}"):
        audit.verify(db)


def test_an_end_that_was_cut_off_shows_to_whoever_noted_the_hash(db: sa.Connection) -> None:
    trail(db)
    noted = audit.verify(db).last_hash
    tampered(db, "DELETE FROM audit WHERE id >= 4")
    assert audit.verify(db).lines == 3
    with pytest.raises(AuditShortened):
        audit.verify(db, expected=noted)


@pytest.mark.parametrize("change", [AUDIT.update().values(actor="li"), AUDIT.delete()])
def test_the_database_itself_refuses_to_change_a_line(db: sa.Connection, change: sa.Update | sa.Delete) -> None:
    trail(db)
    with pytest.raises(sa.exc.IntegrityError, match="append-only"):
        db.execute(change)


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20), st.text(max_size=40)), max_size=8))
def test_whatever_is_noted_verifies(entries: list[tuple[str, str, str]]) -> None:
    engine = sa.create_engine("sqlite://")
    METADATA.create_all(engine, tables=[AUDIT])
    with engine.begin() as db:
        for actor, object_, detail in entries:
            audit.note(db, actor, "call.view", object_, now=NOW, details={"text": detail})
        assert audit.verify(db).lines == len(entries)


def test_lines_by_actor_action_and_object(db: sa.Connection) -> None:
    trail(db)
    audit.note(db, "li", "audio.play", "c1", now=NOW)
    assert [line.object for line in audit.lines(db, actor="wang", limit=2)] == ["c4", "c3"]
    assert [line.actor for line in audit.lines(db, object_="c1")] == ["li", "wang"]
    assert len(audit.lines(db, action="audio.")) == 1
