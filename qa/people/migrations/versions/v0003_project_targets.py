"""Improvement projects with a target, and what was done month by month."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Forwards."""
    with op.batch_alter_table("projects") as batch_op:
        batch_op.add_column(sa.Column("target", sa.Float(), nullable=True))
    op.create_table(
        "project_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_project_steps_project_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["users.id"], name=op.f("fk_project_steps_noted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_steps")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("project_steps") as batch_op:
        batch_op.create_index(batch_op.f("ix_project_steps_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_steps_noted_by"), ["noted_by"], unique=False)
