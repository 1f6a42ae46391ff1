"""The tables of people. Changes go through `migrations/`; a test compares the two."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from qa.people.columns import Moment, Strings, choice
from qa.people.kinds import AppealState, ClipKind, Decision, EvaluatorKind, ItemState, PlanState, Verdict
from qa.people.roles import Role

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *columns: sa.Column[Any] | sa.Constraint) -> sa.Table:
    return sa.Table(name, METADATA, sa.Column("id", sa.Integer, primary_key=True), *columns, sqlite_autoincrement=True)


def _text(name: str, length: int = 200, *, index: bool = False, unique: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False, default="", index=index, unique=unique)


def _user(name: str = "user_id", *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.ForeignKey("users.id"), nullable=optional, index=True)


def _moment(name: str, *, optional: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, Moment(), nullable=optional)


def _seconds(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Float, nullable=False, default=0.0)


def _evaluation() -> tuple[sa.Column[str], ...]:
    """The machine's evaluation that is meant: call, rubric and the hashes it was made with."""
    return (
        _text("recording_id", 32, index=True),
        _text("rubric"),
        _text("rubric_hash", 64),
        _text("model_hash", 64),
    )


USERS = _table(
    "users",
    _text("name", 64, unique=True),
    _text("display_name"),
    sa.Column("role", choice(Role), nullable=False),
    _text("agent"),
    _text("team"),
    _text("site"),
    _text("password"),
    _text("language", 8),
    _text("theme", 8),
    sa.Column("active", sa.Boolean, nullable=False, default=True),
    sa.Column("must_change", sa.Boolean, nullable=False, default=False, server_default=sa.false()),
    _moment("created_at"),
)
SESSIONS = _table(
    "sessions",
    _text("token_hash", 64, unique=True),
    _user(),
    _text("csrf", 64),
    _moment("created_at"),
    _moment("seen_at"),
    _moment("expires_at"),
)
SIGN_IN_FAILURES = _table("sign_in_failures", _text("key", index=True), _moment("at"))
UNMASKINGS = _table("unmaskings", _user(), _text("recording_id", 32), _moment("until"))
AUDIT = _table(
    "audit",
    _moment("at"),
    _text("actor", 64, index=True),
    _text("action", 64, index=True),
    _text("object"),
    sa.Column("details", sa.Text, nullable=False),
    _text("previous", 64, unique=True),
    _text("hash", 64),
)
REVIEWS = _table(
    "reviews",
    *_evaluation(),
    _text("criterion"),
    # −1: the criterion as a whole, not one of its findings.
    sa.Column("position", sa.Integer, nullable=False),
    _text("phrase"),
    _text("machine", 32),
    sa.Column("verdict", choice(Verdict), nullable=True),
    _text("answer", 32),
    sa.Column("reason", sa.Text, nullable=False, default=""),
    sa.Column("blind", sa.Boolean, nullable=False, default=False),
    _user(),
    _moment("at"),
)
APPEALS = _table(
    "appeals",
    *_evaluation(),
    _text("call_id"),
    _text("criterion"),
    sa.Column("reason", sa.Text, nullable=False),
    _user("asked_by"),
    _moment("asked_at"),
    _moment("due_at"),
    sa.Column("state", choice(AppealState), nullable=False),
    _user("decided_by", optional=True),
    _moment("decided_at", optional=True),
    sa.Column("decision", sa.Text, nullable=False, default=""),
)
HUMAN_EVALUATIONS = _table(
    "human_evaluations",
    *_evaluation(),
    sa.Column("evaluator", choice(EvaluatorKind), nullable=False),
    _user(),
    _moment("at"),
    sa.Column("score", sa.Float, nullable=True),
    sa.Column("max_score", sa.Float, nullable=False),
    sa.Column("fatal", sa.Boolean, nullable=False, default=False),
    _text("band"),
    sa.Column("outcomes", sa.JSON, nullable=False),
    sa.Column("appeal_id", sa.ForeignKey("appeals.id"), nullable=True),
)
LISTENING_PLANS = _table(
    "listening_plans",
    _text("name"),
    _text("month", 7, index=True),
    sa.Column("note", sa.Text, nullable=False, default=""),
    _user("made_by", optional=True),
    _moment("made_at"),
    # Of a plan that was drawn by the rule: who hears it, the close and the seed it rests on, the day it is drawn up to.
    sa.Column("evaluator", choice(EvaluatorKind), nullable=True),
    sa.Column("revision", sa.Integer, nullable=True),
    sa.Column("seed", sa.Integer, nullable=True),
    _text("drawn_until", 10),
)
LISTENING_QUOTAS = _table(
    "listening_quotas",
    sa.Column("plan_id", sa.ForeignKey("listening_plans.id"), nullable=False, index=True),
    _text("agent"),
    sa.Column("calls", sa.Float, nullable=False),
    sa.Column("targeted", sa.Integer, nullable=False, default=0),
    sa.Column("focus", sa.Boolean, nullable=False, default=False),
    sa.UniqueConstraint("plan_id", "agent"),
)
LISTENING_FRAMES = _table(
    "listening_frames",
    sa.Column("plan_id", sa.ForeignKey("listening_plans.id"), nullable=False, index=True),
    _text("week", 10),
    _text("agent"),
    sa.Column("calls", sa.Integer, nullable=False),
    sa.UniqueConstraint("plan_id", "week", "agent"),
)
LISTENING_ITEMS = _table(
    "listening_items",
    sa.Column("plan_id", sa.ForeignKey("listening_plans.id"), nullable=False, index=True),
    _text("recording_id", 32, index=True),
    sa.Column("priority", sa.Integer, nullable=False, default=0),
    _text("why"),
    sa.Column("targeted", sa.Boolean, nullable=False, default=False),
    # Of a random call: the probability with which the rule took it, and the stratum.
    sa.Column("probability", sa.Float, nullable=True),
    _text("stratum"),
    _text("agent"),
    sa.Column("blind", sa.Boolean, nullable=False, default=False),
    _user("assigned_to", optional=True),
    sa.Column("state", choice(ItemState), nullable=False),
    _user("done_by", optional=True),
    _moment("done_at", optional=True),
    sa.UniqueConstraint("plan_id", "recording_id", "assigned_to"),
)
COACHING_PLANS = _table(
    "coaching_plans",
    _text("agent", index=True),
    _text("month", 7, index=True),
    sa.Column("criteria", Strings, nullable=False),
    sa.Column("goal", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False, default=""),
    sa.Column("state", choice(PlanState), nullable=False),
    _user("made_by"),
    _moment("made_at"),
)
COACHING_SESSIONS = _table(
    "coaching_sessions",
    sa.Column("plan_id", sa.ForeignKey("coaching_plans.id"), nullable=False, index=True),
    _user("coach"),
    _moment("planned_for"),
    sa.Column("topic", sa.Text, nullable=False, default=""),
    _moment("held_at", optional=True),
    sa.Column("note", sa.Text, nullable=False, default=""),
)
COACHING_CLIPS = _table(
    "coaching_clips",
    sa.Column("plan_id", sa.ForeignKey("coaching_plans.id"), nullable=False, index=True),
    _text("recording_id", 32),
    _seconds("start"),
    _seconds("end"),
    sa.Column("kind", choice(ClipKind), nullable=False),
    sa.Column("note", sa.Text, nullable=False, default=""),
    _user("added_by"),
    _moment("added_at"),
)
PLAYLISTS = _table(
    "playlists",
    _text("title"),
    sa.Column("note", sa.Text, nullable=False, default=""),
    sa.Column("hide_agents", sa.Boolean, nullable=False, default=True),
    _user("made_by"),
    _moment("made_at"),
)
CLIPS = _table(
    "clips",
    sa.Column("playlist_id", sa.ForeignKey("playlists.id"), nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    _text("recording_id", 32),
    _seconds("start"),
    _seconds("end"),
    sa.Column("kind", choice(ClipKind), nullable=False),
    sa.Column("note", sa.Text, nullable=False, default=""),
)
OVERLAYS = _table(
    "overlays",
    _text("month", 7, index=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("decision", choice(Decision), nullable=False),
    sa.Column("overlay", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False, default=""),
    _user("decided_by"),
    _moment("decided_at"),
)
PROJECTS = _table(
    "projects",
    _text("month", 7, index=True),
    _text("rubric"),
    _text("criterion"),
    _text("title"),
    _text("owner"),
    sa.Column("target", sa.Float, nullable=True),
    _moment("due_at", optional=True),
    sa.Column("state", choice(PlanState), nullable=False),
    sa.Column("note", sa.Text, nullable=False, default=""),
    _user("made_by"),
    _moment("made_at"),
)
PROJECT_STEPS = _table(
    "project_steps",
    sa.Column("project_id", sa.ForeignKey("projects.id"), nullable=False, index=True),
    _text("month", 7),
    sa.Column("note", sa.Text, nullable=False),
    _user("noted_by"),
    _moment("noted_at"),
)
SAVED_SEARCHES = _table(
    "saved_searches",
    _user(),
    _text("name"),
    sa.Column("query", sa.Text, nullable=False),
    _moment("made_at"),
    sa.UniqueConstraint("user_id", "name"),
)
