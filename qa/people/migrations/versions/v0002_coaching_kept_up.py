"""Coaching plans that are kept up: notes, what a talk is about, clips to hear."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Forwards."""
    with op.batch_alter_table("coaching_plans") as batch_op:
        batch_op.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("coaching_sessions") as batch_op:
        batch_op.add_column(sa.Column("topic", sa.Text(), nullable=False, server_default=""))
        batch_op.drop_column("recordings")
    op.create_table(
        "coaching_clips",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.String(length=32), nullable=False),
        sa.Column("start", sa.Float(), nullable=False),
        sa.Column("end", sa.Float(), nullable=False),
        sa.Column("kind", sa.Enum("good", "bad", name="clipkind", native_enum=False, length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["coaching_plans.id"], name=op.f("fk_coaching_clips_plan_id")),
        sa.ForeignKeyConstraint(["added_by"], ["users.id"], name=op.f("fk_coaching_clips_added_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_clips")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("coaching_clips") as batch_op:
        batch_op.create_index(batch_op.f("ix_coaching_clips_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_coaching_clips_added_by"), ["added_by"], unique=False)
