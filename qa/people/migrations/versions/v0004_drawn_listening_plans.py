"""Listening plans that a rule draws: who hears them, what they rest on, quotas, frames, inclusion probabilities."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "listening_quotas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.Column("calls", sa.Float(), nullable=False),
        sa.Column("targeted", sa.Integer(), nullable=False),
        sa.Column("focus", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["listening_plans.id"], name=op.f("fk_listening_quotas_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listening_quotas")),
        sa.UniqueConstraint("plan_id", "agent", name=op.f("uq_listening_quotas_plan_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("listening_quotas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listening_quotas_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "listening_frames",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(length=10), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["listening_plans.id"], name=op.f("fk_listening_frames_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listening_frames")),
        sa.UniqueConstraint("plan_id", "week", "agent", name=op.f("uq_listening_frames_plan_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("listening_frames", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listening_frames_plan_id"), ["plan_id"], unique=False)

    evaluator = sa.Enum(
        "analyst",
        "team_leader",
        "agent",
        "expert",
        "appeal",
        name="evaluatorkind",
        native_enum=False,
        length=32,
    )
    with op.batch_alter_table("listening_plans", schema=None) as batch_op:
        batch_op.add_column(sa.Column("evaluator", evaluator, nullable=True))
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("seed", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("drawn_until", sa.String(length=10), nullable=False, server_default=""))

    with op.batch_alter_table("listening_items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("probability", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("stratum", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("agent", sa.String(length=200), nullable=False, server_default=""))
