"""The first form of the tables of people."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:  # noqa: PLR0915  a list of tables
    """Forwards."""
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("object", sa.String(length=200), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("previous", name=op.f("uq_audit_previous")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_actor"), ["actor"], unique=False)

    op.create_table(
        "sign_in_failures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failures")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sign_in_failures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_failures_key"), ["key"], unique=False)

    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("display_name", sa.String(length=200), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "agent",
                "team_leader",
                "analyst",
                "expert",
                "manager",
                "admin",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.Column("team", sa.String(length=200), nullable=False),
        sa.Column("site", sa.String(length=200), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("theme", sa.String(length=8), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("name", name=op.f("uq_users_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.String(length=32), nullable=False),
        sa.Column("rubric", sa.String(length=200), nullable=False),
        sa.Column("rubric_hash", sa.String(length=64), nullable=False),
        sa.Column("model_hash", sa.String(length=64), nullable=False),
        sa.Column("call_id", sa.String(length=200), nullable=False),
        sa.Column("criterion", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "upheld", "rejected", "withdrawn", name="appealstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name=op.f("fk_appeals_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_appeals_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeals_asked_by"), ["asked_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_appeals_decided_by"), ["decided_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_appeals_recording_id"), ["recording_id"], unique=False)

    op.create_table(
        "coaching_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column(
            "state", sa.Enum("open", "done", "dropped", name="planstate", native_enum=False, length=32), nullable=False
        ),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_coaching_plans_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_plans")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("coaching_plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coaching_plans_agent"), ["agent"], unique=False)
        batch_op.create_index(batch_op.f("ix_coaching_plans_made_by"), ["made_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_coaching_plans_month"), ["month"], unique=False)

    op.create_table(
        "listening_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_listening_plans_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listening_plans")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("listening_plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listening_plans_made_by"), ["made_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_listening_plans_month"), ["month"], unique=False)

    op.create_table(
        "overlays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum("accepted", "amended", "refused", name="decision", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("overlay", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_overlays_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overlays")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("overlays", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_overlays_decided_by"), ["decided_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_overlays_month"), ["month"], unique=False)

    op.create_table(
        "playlists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("hide_agents", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_playlists_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playlists")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("playlists", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_playlists_made_by"), ["made_by"], unique=False)

    op.create_table(
        "projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("rubric", sa.String(length=200), nullable=False),
        sa.Column("criterion", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column(
            "state", sa.Enum("open", "done", "dropped", name="planstate", native_enum=False, length=32), nullable=False
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_projects_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_projects_made_by"), ["made_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_projects_month"), ["month"], unique=False)

    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.String(length=32), nullable=False),
        sa.Column("rubric", sa.String(length=200), nullable=False),
        sa.Column("rubric_hash", sa.String(length=64), nullable=False),
        sa.Column("model_hash", sa.String(length=64), nullable=False),
        sa.Column("criterion", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("phrase", sa.String(length=200), nullable=False),
        sa.Column("machine", sa.String(length=32), nullable=False),
        sa.Column(
            "verdict", sa.Enum("true", "false", "unsure", name="verdict", native_enum=False, length=32), nullable=True
        ),
        sa.Column("answer", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reviews_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reviews_recording_id"), ["recording_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reviews_user_id"), ["user_id"], unique=False)

    op.create_table(
        "saved_searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_saved_searches_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_searches")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_saved_searches_user_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("saved_searches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_searches_user_id"), ["user_id"], unique=False)

    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_user_id"), ["user_id"], unique=False)

    op.create_table(
        "unmaskings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.String(length=32), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_unmaskings_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmaskings")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("unmaskings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unmaskings_user_id"), ["user_id"], unique=False)

    op.create_table(
        "clips",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("playlist_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.String(length=32), nullable=False),
        sa.Column("start", sa.Float(), nullable=False),
        sa.Column("end", sa.Float(), nullable=False),
        sa.Column("kind", sa.Enum("good", "bad", name="clipkind", native_enum=False, length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["playlist_id"], ["playlists.id"], name=op.f("fk_clips_playlist_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clips")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("clips", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clips_playlist_id"), ["playlist_id"], unique=False)

    op.create_table(
        "coaching_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("coach", sa.Integer(), nullable=False),
        sa.Column("planned_for", sa.DateTime(), nullable=False),
        sa.Column("held_at", sa.DateTime(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recordings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["coach"], ["users.id"], name=op.f("fk_coaching_sessions_coach")),
        sa.ForeignKeyConstraint(["plan_id"], ["coaching_plans.id"], name=op.f("fk_coaching_sessions_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_sessions")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("coaching_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coaching_sessions_coach"), ["coach"], unique=False)
        batch_op.create_index(batch_op.f("ix_coaching_sessions_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "human_evaluations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.String(length=32), nullable=False),
        sa.Column("rubric", sa.String(length=200), nullable=False),
        sa.Column("rubric_hash", sa.String(length=64), nullable=False),
        sa.Column("model_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "evaluator",
            sa.Enum(
                "analyst",
                "team_leader",
                "agent",
                "expert",
                "appeal",
                name="evaluatorkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("max_score", sa.Float(), nullable=False),
        sa.Column("fatal", sa.Boolean(), nullable=False),
        sa.Column("band", sa.String(length=200), nullable=False),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("appeal_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeals.id"], name=op.f("fk_human_evaluations_appeal_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_human_evaluations_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_human_evaluations")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("human_evaluations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_human_evaluations_recording_id"), ["recording_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_human_evaluations_user_id"), ["user_id"], unique=False)

    op.create_table(
        "listening_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.String(length=32), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("targeted", sa.Boolean(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("assigned_to", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("waiting", "done", "skipped", name="itemstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["assigned_to"], ["users.id"], name=op.f("fk_listening_items_assigned_to")),
        sa.ForeignKeyConstraint(["done_by"], ["users.id"], name=op.f("fk_listening_items_done_by")),
        sa.ForeignKeyConstraint(["plan_id"], ["listening_plans.id"], name=op.f("fk_listening_items_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listening_items")),
        sa.UniqueConstraint("plan_id", "recording_id", "assigned_to", name=op.f("uq_listening_items_plan_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("listening_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listening_items_assigned_to"), ["assigned_to"], unique=False)
        batch_op.create_index(batch_op.f("ix_listening_items_done_by"), ["done_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_listening_items_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_listening_items_recording_id"), ["recording_id"], unique=False)

    _append_only()


def _append_only() -> None:
    """No line of the audit trail is ever changed or removed by this program; the database itself refuses."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_audit_change() RETURNS trigger AS $$ BEGIN "
            "RAISE EXCEPTION 'the audit trail is append-only'; END $$ LANGUAGE plpgsql"
        )
        op.execute(
            "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit "
            "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
        )
