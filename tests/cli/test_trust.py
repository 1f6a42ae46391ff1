"""`qa month trust` as somebody types it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from typer.testing import CliRunner

from qa.cli.month import app
from qa.people import reviews, users
from qa.people.reviews import EvaluationKey
from qa.people.roles import Role
from qa.people.store import People, sqlite_address

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


def test_reviews_are_shown_as_a_table_and_as_json(tmp_path: Path) -> None:
    settings = tmp_path / "qa.toml"
    settings.write_text(f'data = "{tmp_path.as_posix()}"\n', encoding="utf-8")
    with People(sqlite_address(tmp_path)) as people, people.writing() as db:
        user = users.add_user(db, "analyst", Role.ANALYST, "correct horse battery", now=NOW).id
        for call, machine, answer in (("c1", "met", "met"), ("c2", "missed", "missed"), ("c3", "missed", "met")):
            key = EvaluationKey(call, "电信热线", "r" * 64, "m" * 64)
            reviews.add_review(db, key, "greeting", user_id=user, now=NOW, machine=machine, answer=answer)
    shown = CliRunner().invoke(app, ["trust", "--month", "2026-11", "--config", str(settings)])
    assert shown.exit_code == 0
    printed = CliRunner().invoke(app, ["trust", "--month", "2026-11", "--json", "--config", str(settings)])
    (one,) = json.loads(printed.stdout)
    assert (one["criterion"], one["machine"]["n"], one["machine"]["precision"]) == ("greeting", 3, 0.5)
    assert one["people"]["alpha"] is None
