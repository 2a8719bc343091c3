"""What keeping watch needs: withdrawals, moves, the lines that revisions are compared with, visits, incidents.

A migration reads no file of the archive: the lines are taken from ``statements/*.jsonl`` when it is opened next.
"""

from alembic import op
from sqlalchemy import Column, Integer, LargeBinary, Text, text

revision = "r0003"
down_revision = "r0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables of r0002 to those of r0003."""
    _statements()
    _revisions()
    _proofs()
    _urls()
    op.create_table(
        "lines",
        Column("statement_id", Text, primary_key=True),
        Column("revision", Integer, primary_key=True),
        Column("reading", Integer, primary_key=True),
        Column("data", LargeBinary, nullable=False),
    )
    op.create_table("templates", Column("source", Text, primary_key=True), Column("digest", Text, primary_key=True))
    op.create_table(
        "marks",
        Column("mark", Integer, primary_key=True, autoincrement=False),
        Column("text", Integer, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "texts",
        Column("text", Integer, primary_key=True, autoincrement=False),
        Column("statement_id", Text, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "visits",
        Column("statement_id", Text, primary_key=True),
        Column("source", Text, nullable=False),
        Column("due", Text, nullable=False),
        Column("asked", Text),
        Column("hinted", Text),
        Column("vain", Integer, nullable=False),
        Column("failures", Integer, nullable=False),
    )
    op.create_index("visits_due", "visits", ["source", "due"])
    op.create_index("visits_hinted", "visits", ["source", "hinted"])
    op.create_table(
        "sweeps",
        Column("source", Text, primary_key=True),
        Column("listing", Text, primary_key=True),
        Column("begun", Text, nullable=False),
        Column("read", Integer, nullable=False),
        Column("pages", Integer),
        Column("catching", Text),
        Column("pending", Text, nullable=False),
    )
    op.create_table(
        "incidents",
        Column("key", Text, primary_key=True),
        Column("opened", Text, nullable=False),
        Column("closed", Text),
        Column("record", Text, nullable=False),
    )


def _urls() -> None:
    op.rename_table("urls", "urls_r0002")
    op.drop_index("urls_state", "urls_r0002")
    op.create_table(
        "urls",
        Column("source", Text, primary_key=True),
        Column("url", Text, primary_key=True),
        Column("state", Text, nullable=False),
        Column("run_id", Text, nullable=False),
        Column("listed", Text),
        Column("hint", Text),
        Column("record_id", Text),
        Column("statement_id", Text),
        Column("failures", Integer, nullable=False),
        Column("vain", Integer, nullable=False),
        Column("due", Text),
        Column("met", Text),
        Column("shown", Text),
    )
    op.execute(
        "INSERT INTO urls SELECT source, url, state, run_id, listed, hint, record_id, statement_id, failures, 0,"
        " NULL, NULL, NULL FROM urls_r0002"
    )
    op.drop_table("urls_r0002")
    op.create_index("urls_state", "urls", ["state", "source"])
    op.create_index("urls_due", "urls", ["source", "due"], sqlite_where=text("due IS NOT NULL"))


def _statements() -> None:
    for name in ("statements_url", "statements_body"):
        op.drop_index(name, "statements")
    op.rename_table("statements", "statements_r0002")
    op.create_table(
        "statements",
        Column("id", Text, primary_key=True),
        Column("source", Text, nullable=False),
        Column("url", Text, nullable=False),
        Column("canonical_url", Text, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("current", Integer, nullable=False),
        Column("digest", Text, nullable=False),
        Column("body_digest", Text, nullable=False),
        Column("first_seen", Text, nullable=False),
        Column("last_seen", Text, nullable=False),
        Column("published", Text),
        Column("gone_since", Text),
        Column("gone_last", Text),
        Column("gone_seen", Text),
        Column("withdrawn", Text),
        Column("moved_into", Text),
        Column("suppressed", Text),
    )
    op.execute(
        "INSERT INTO statements SELECT id, source, url, canonical_url, revision, current, digest, body_digest,"
        " first_seen, last_seen, (SELECT published FROM revisions WHERE statement_id = id AND revision = current"
        " ORDER BY reading DESC LIMIT 1), gone_since, gone_since, CASE WHEN gone_since IS NULL THEN NULL ELSE '[]' END,"
        " NULL, NULL, suppressed FROM statements_r0002"
    )
    op.drop_table("statements_r0002")
    op.create_index("statements_url", "statements", ["source", "url"])
    op.create_index("statements_body", "statements", ["body_digest"])
    op.create_index("statements_canonical", "statements", ["source", "canonical_url"])
    op.create_index("statements_published", "statements", ["source", "published"])


def _revisions() -> None:
    op.rename_table("revisions", "revisions_r0002")
    op.create_table(
        "revisions",
        Column("statement_id", Text, primary_key=True),
        Column("revision", Integer, primary_key=True),
        Column("reading", Integer, primary_key=True),
        Column("digest", Text, nullable=False),
        Column("body_digest", Text, nullable=False),
        Column("line_sha256", Text, nullable=False),
        Column("title", Text),
        Column("language", Text),
        Column("published", Text),
        Column("seen_from", Text, nullable=False),
        Column("seen_to", Text, nullable=False),
        Column("record_id", Text, nullable=False),
        Column("seen_to_record", Text, nullable=False),
    )
    op.execute(
        "INSERT INTO revisions SELECT statement_id, revision, reading, digest, body_digest, line_sha256, title,"
        " language, published, seen_from, seen_to, record_id, record_id FROM revisions_r0002"
    )
    op.drop_table("revisions_r0002")


def _proofs() -> None:
    """The captures that show what r0002 knew by its date alone, as far as the tables tell; of suppressed statements
    nothing is told, and no link leads to them.
    """
    op.create_index("captures_date", "captures", ["date"])
    op.execute(
        "UPDATE revisions SET seen_to_record = coalesce((SELECT c.record_id FROM captures AS c, statements AS s"
        " WHERE c.date = revisions.seen_to AND s.id = revisions.statement_id AND c.status IN (200, 304)"
        " ORDER BY c.source = s.source DESC, c.url IN (s.url, s.canonical_url) DESC, c.record_id LIMIT 1), record_id)"
        " WHERE seen_to > seen_from AND statement_id IN (SELECT id FROM statements WHERE suppressed IS NULL)"
    )
    gone = (
        "FROM captures AS c WHERE c.date >= statements.gone_since AND c.status IN (404, 410)"
        " AND c.source = statements.source AND c.url IN (statements.url, statements.canonical_url)"
    )
    op.execute(
        f"UPDATE statements SET gone_last = coalesce((SELECT max(c.date) {gone}), gone_since), gone_seen ="  # noqa: S608
        f" (SELECT json_group_array(record_id) FROM (SELECT c.record_id {gone} ORDER BY c.date, c.record_id))"
        " WHERE gone_since IS NOT NULL AND suppressed IS NULL"
    )
    op.drop_index("captures_date", "captures")
    hidden = "(SELECT id FROM statements WHERE suppressed IS NOT NULL)"
    op.execute(f"DELETE FROM links WHERE statement_id IN {hidden} OR other_id IN {hidden}")  # noqa: S608
    op.execute("UPDATE statements SET gone_last = NULL, gone_seen = NULL WHERE suppressed IS NOT NULL")
    op.execute("INSERT INTO meta VALUES ('lines', 'to be taken from statements/*.jsonl')")
