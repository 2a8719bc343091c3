"""The catalogue's tables: what is known, as one SQLAlchemy Core schema.

Everything but ``urls`` (the queue), ``visits``, ``sweeps``, ``incidents``, ``outbox``, ``projections`` and ``meta``
can be made again from the WARC and JSON Lines files alone, row for row; so no column of the other tables may hold what
those files do not say.
"""

from typing import Final

from sqlalchemy import Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text, text

HEAD: Final = "r0003"  # the migration that makes exactly these tables
LINEAGE: Final = ("r0001", "r0002", "r0003")  # every migration, oldest first

metadata = MetaData()

# A WARC file. `size` is its committed length: bytes beyond it do not exist. One of another maker is sealed from the
# start, lies under warc/_imported, and may have no warcinfo.
files = Table(
    "files",
    metadata,
    Column("name", Text, primary_key=True),  # sealed name, relative to the archive
    Column("source", Text, nullable=False),
    Column("serial", Integer, nullable=False),  # order of making, over all sources
    Column("size", Integer, nullable=False),
    Column("sealed", Boolean, nullable=False),
    Column("sha256", Text),  # of a sealed file, hex
    Column("warcinfo_id", Text),
)

# A JSON Lines file or the manifest. `size` bytes of it are known to be on the disk; what is in the outbox follows.
projections = Table(
    "projections",
    metadata,
    Column("name", Text, primary_key=True),
    Column("size", Integer, nullable=False),
)

# A response or revisit record, as the record itself says. `start` and `stop` bound its exchange in the file: request,
# answer, and the findings about them, which are contiguous.
captures = Table(
    "captures",
    metadata,
    Column("record_id", Text, primary_key=True),
    Column("file", Text, nullable=False),
    Column("offset", Integer, nullable=False),
    Column("length", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("date", Text, nullable=False),
    Column("status", Integer),
    Column("ip", Text),
    Column("payload_digest", Text, nullable=False),
    Column("truncated", Text),
    Column("type", Text, nullable=False),  # response, revisit, or resource (of other makers)
    Column("refers_to", Text),  # of a revisit: the record that holds the bytes
    Column("media_type", Text),  # as the server said, without parameters, lower case
    Column("urlkey", Text, nullable=False),  # SURT, as in CDXJ
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Index("captures_place", "file", "offset", unique=True),
    Index("captures_urlkey", "urlkey", "date"),
    Index("captures_digest", "payload_digest"),
)

# A conversion record: text made of a captured document.
conversions = Table(
    "conversions",
    metadata,
    Column("record_id", Text, primary_key=True),
    Column("file", Text, nullable=False),
    Column("offset", Integer, nullable=False),
    Column("length", Integer, nullable=False),
    Column("refers_to", Text, nullable=False),  # the capture it was made of
    Column("payload_digest", Text, nullable=False),  # of that capture: equal documents are converted once
    Column("reader", Text, nullable=False),  # program and version
    Index("conversions_digest", "payload_digest"),
)

# What the server wants to hear in a conditional request, from the last whole 200 of an address.
validators = Table(
    "validators",
    metadata,
    Column("source", Text, primary_key=True),
    Column("url", Text, primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("record_id", Text, nullable=False),
)

# The queue: what is to be asked, and how far each address is in its run.
urls = Table(
    "urls",
    metadata,
    Column("source", Text, primary_key=True),
    Column("url", Text, primary_key=True),
    Column("state", Text, nullable=False),  # pending in_flight captured read refused gone failed
    Column("run_id", Text, nullable=False),  # the run that `state` is of
    Column("listed", Text),  # the start of a run in which a listing showed it last
    Column("hint", Text),  # JSON of the listing's hint
    Column("record_id", Text),  # the capture to read
    Column("statement_id", Text),  # what it was read as
    Column("failures", Integer, nullable=False),  # runs in a row in which it could not be reached
    Column("vain", Integer, nullable=False),  # times in a row that it gave no statement, for whatever reason
    Column("due", Text),  # of one that gave none: when it is tried again
    Column("met", Text),  # when a listing showed it first
    Column("shown", Text),  # JSON: what listings have said of it, each as a short digest
    Index("urls_state", "state", "source"),
    Index("urls_due", "source", "due", sqlite_where=text("due IS NOT NULL")),
)

statements = Table(
    "statements",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("canonical_url", Text, nullable=False),
    Column("revision", Integer, nullable=False),  # the newest: how many texts of it were observed
    Column("current", Integer, nullable=False),  # the one that its latest capture shows; the digests are of that
    Column("digest", Text, nullable=False),
    Column("body_digest", Text, nullable=False),
    Column("first_seen", Text, nullable=False),
    Column("last_seen", Text, nullable=False),
    Column("published", Text),  # the date that its latest capture states, to its precision
    Column("gone_since", Text),  # capture date of the first answer that said so since it was last read
    Column("gone_last", Text),  # and of the last
    Column("gone_seen", Text),  # JSON: record ids of all of them, oldest first
    Column("withdrawn", Text),  # since when it is called withdrawn: capture date of the answer that settled it
    Column("moved_into", Text),  # id of the statement that was known at the address to which it has moved
    Column("suppressed", Text),  # since when a decision keeps it out of every output
    Index("statements_url", "source", "url"),
    Index("statements_body", "body_digest"),
    Index("statements_canonical", "source", "canonical_url"),
    Index("statements_published", "source", "published"),
)

# A line: one reading of one observed text. `seen_from` and `seen_to` are those of the text.
revisions = Table(
    "revisions",
    metadata,
    Column("statement_id", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("reading", Integer, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("body_digest", Text, nullable=False),
    Column("line_sha256", Text, nullable=False),  # of its line, newline included, hex
    Column("title", Text),
    Column("language", Text),
    Column("published", Text),
    Column("seen_from", Text, nullable=False),
    Column("seen_to", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("seen_to_record", Text, nullable=False),  # the capture of `seen_to`
)

# The line itself, deflated: what a later revision is compared with. Not of suppressed statements.
lines = Table(
    "lines",
    metadata,
    Column("statement_id", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("reading", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# Paragraphs that a relaunch put around the texts of a source: no part of what it says.
templates = Table(
    "templates",
    metadata,
    Column("source", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
)

# When a known statement is asked again. Made anew from `statements` where it is lost.
visits = Table(
    "visits",
    metadata,
    Column("statement_id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("due", Text, nullable=False),
    Column("asked", Text),  # when it was asked last, whatever came of it
    Column("hinted", Text),  # since when a listing says something new of it, until it is read
    Column("vain", Integer, nullable=False),  # such hints in a row that came to nothing
    Column("failures", Integer, nullable=False),  # looks in a row that gave nothing of use
    Index("visits_due", "source", "due"),
    Index("visits_hinted", "source", "hinted"),
)

# How far the rolling walk through a listing's later pages has come.
sweeps = Table(
    "sweeps",
    metadata,
    Column("source", Text, primary_key=True),
    Column("listing", Text, primary_key=True),  # the address that it begins with
    Column("begun", Text, nullable=False),
    Column("read", Integer, nullable=False),  # pages since then
    Column("pages", Integer),  # of the last whole walk; none: there was none
    Column("catching", Text),  # since when what is new is being caught up with; none: nothing is missing at the front
    Column("pending", Text, nullable=False),  # JSON: what is to be asked next
)

# What an operator was told of: told once, and once more when it is over.
incidents = Table(
    "incidents",
    metadata,
    Column("key", Text, primary_key=True),  # source and kind
    Column("opened", Text, nullable=False),
    Column("closed", Text),
    Column("record", Text, nullable=False),  # JSON
)

aliases = Table(
    "aliases",
    metadata,
    Column("source", Text, primary_key=True),
    Column("url", Text, primary_key=True),
    Column("statement_id", Text, nullable=False),
)

links = Table(
    "links",
    metadata,
    Column("statement_id", Text, primary_key=True),  # the one that was read later
    Column("other_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("evidence", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("at", Text, nullable=False),
    Index("links_other", "other_id"),
)

# Under which numbers a statement's texts are found by one that may say the same (:mod:`crawler.works.marks`). Its own
# number is short for its id: `texts` has both.
marks = Table(
    "marks",
    metadata,
    Column("mark", Integer, primary_key=True, autoincrement=False),
    Column("text", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

texts = Table(
    "texts",
    metadata,
    Column("text", Integer, primary_key=True, autoincrement=False),
    Column("statement_id", Text, primary_key=True),
    sqlite_with_rowid=False,
)

changes = Table(
    "changes",
    metadata,
    Column("cursor", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("statement_id", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("data", Text, nullable=False),  # JSON
)

# What a person decided: a line of decisions.jsonl.
decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("statement_id", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("data", Text, nullable=False),  # JSON
)

runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("finished", Text),
    Column("outcome", Text, nullable=False),
    Column("record", Text, nullable=False),  # JSON of the whole run
    Index("runs_source", "source", "started"),
)

# Lines that are committed and perhaps not yet in their file, in the order in which they go there.
outbox = Table(
    "outbox",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("file", Text, nullable=False),
    Column("line", LargeBinary, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
