"""Attachments: fetched once, known by digest and text, and never in a statement's way."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator

from crawler.demo.pdf import make_pdf
from crawler.model.run import Run
from crawler.model.source import Attachments
from tests.cli.conftest import lines
from tests.documents.samples import bomb_docx, docx, para
from tests.spiders.site import HOST, OTHER, PressSite, Reply, listing, page, run, source

PDF = make_pdf("A treaty", ["The text of the treaty, which is short."])


def link(url: str, name: str = "the text") -> str:
    return f'<a href="{url}">{name}</a> '


@contextmanager
def crawled(
    tmp_path: Path, pages: dict[Any, Reply], **changes: Any
) -> Iterator[tuple[PressSite, Run, dict[str, dict[str, Any]]]]:
    """The site while it is served, the run, and the lines by path."""
    with PressSite(pages).serve() as site:
        (told,) = run(site, tmp_path / "kept", source(**changes)).runs
        yield site, told, {line["url"].partition(HOST)[2]: line for line in lines(tmp_path / "kept")}


def records(archive: Path) -> list[tuple[str, str, dict[str, str], bytes]]:
    """Type, id, headers and block of every record."""
    found = []
    for path in sorted(archive.glob("warc/*/*/*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, parse_http=False):
                headers = dict(record.headers.items())
                found.append((headers["WARC-Type"], headers["WARC-Record-ID"], headers, record.reader.read()))
    return found


def test_a_document_is_known_by_digest_capture_and_text(tmp_path: Path) -> None:
    pages = {
        "/news": listing("/a"),
        "/a": page("A", link("/files/t.pdf")),
        "/files/t.pdf": Reply(PDF, "application/pdf"),
    }
    with crawled(tmp_path, pages) as (_, told, found):
        (attachment,) = found["/a"]["attachments"]
        assert attachment["sha256"] == hashlib.sha256(PDF).hexdigest()
        assert (attachment["size"], attachment["media_type"]) == (len(PDF), "application/pdf")
        assert attachment["text"] == "A treaty\n\nThe text of the treaty, which is short."
        assert attachment["name"] == "the text"
        assert (told.attachments, told.attachments_failed, told.outcome) == (1, 0, "ok")
        kept = {record_id: (kind, headers, block) for kind, record_id, headers, block in records(tmp_path / "kept")}
        kind, headers, block = kept[attachment["conversion"]]
        assert kind == "conversion"
        assert block.decode() == attachment["text"]
        assert headers["WARC-Refers-To"] == attachment["capture"]["record_id"]
        assert headers["WARC-Target-URI"] == attachment["url"]
        kind, headers, block = kept[attachment["capture"]["record_id"]]
        assert kind == "response"
        assert block.endswith(PDF)


def test_the_digest_is_of_the_document_without_its_content_coding(tmp_path: Path) -> None:
    packed = Reply(gzip.compress(PDF), "application/pdf", headers={"Content-Encoding": "gzip"})
    with crawled(tmp_path, {"/news": listing("/a"), "/a": page("A", link("/t.pdf")), "/t.pdf": packed}) as (
        _,
        _,
        found,
    ):
        (attachment,) = found["/a"]["attachments"]
        assert attachment["sha256"] == hashlib.sha256(PDF).hexdigest()
        assert attachment["size"] == len(PDF)
        assert attachment["capture"]["payload_digest"] == f"sha256:{hashlib.sha256(packed.body).hexdigest()}"


def test_a_document_of_many_statements_is_asked_for_once_and_converted_once(tmp_path: Path) -> None:
    paths = [f"/{n}" for n in range(6)]
    pages = {path: page(f"Title {path}", link("/t.pdf", f"text of {path}") + link("/copy.pdf")) for path in paths}
    documents = {"/t.pdf": Reply(PDF), "/copy.pdf": Reply(PDF)}
    with crawled(tmp_path, {"/news": listing(*paths), **pages, **documents}) as (site, told, found):
        assert site.asked[f"http://{HOST}/t.pdf"] == site.asked[f"http://{HOST}/copy.pdf"] == 1
        assert told.attachments == 2
        for path in paths:
            first, second = found[path]["attachments"]
            assert first["name"] == f"text of {path}"
            assert first["text"] == second["text"] == "A treaty\n\nThe text of the treaty, which is short."
            assert first["conversion"] == second["conversion"]
        assert [kind for kind, *_ in records(tmp_path / "kept")].count("conversion") == 1


def test_a_second_crawl_asks_conditionally_and_writes_revisits_alone(tmp_path: Path) -> None:
    pages = {
        "/news": listing("/a", "/b"),
        "/a": page("A", link("/t.pdf")),
        "/b": page("B", link(f"http://{OTHER}/plain.pdf")),
        "/t.pdf": Reply(PDF),
        (OTHER, "/plain.pdf"): Reply(PDF + b"\n", validators=False),
    }
    with crawled(tmp_path, pages) as (site, _, first):
        before = {record_id for _, record_id, _, _ in records(tmp_path / "kept")}
        (told,) = run(site, tmp_path / "kept", source(), {"since": "2000-01-01"}).runs
        assert (told.published, told.revised, told.unchanged, told.attachments) == (0, 0, 2, 2)
        assert f"http://{HOST}/t.pdf" in site.conditional
        new = [(kind, headers) for kind, i, headers, _ in records(tmp_path / "kept") if i not in before]
        documents = [(kind, headers) for kind, headers in new if headers.get("WARC-Target-URI", "").endswith(".pdf")]
        assert {kind for kind, _ in documents if kind not in ("request", "metadata")} == {"revisit"}
        profiles = {headers["WARC-Profile"].rpartition("/")[2] for kind, headers in documents if kind == "revisit"}
        assert profiles == {"server-not-modified", "identical-payload-digest"}
        assert len(lines(tmp_path / "kept")) == len(first)


def test_what_cannot_be_had_is_null_with_a_warning_and_the_statement_is_published(tmp_path: Path) -> None:
    names = ("gone.pdf", "private/x.pdf", "wall.pdf", "short.pdf", "moved.pdf")
    content = "".join(link(f"/{name}") for name in names) + link("http://[::1/x.pdf") + link("http://127.0.0.1:9/x.pdf")
    pages = {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /private/\n", "text/plain"),
        "/news": listing("/a"),
        "/a": page("A", content),
        "/wall.pdf": Reply(b"<html>log in</html>"),
        "/short.pdf": Reply(PDF, headers={"Content-Encoding": "gzip"}),
        "/moved.pdf": Reply(status=302, headers={"Location": f"http://{OTHER}/there.pdf"}),
        (OTHER, "/there.pdf"): Reply(PDF),
    }
    with crawled(tmp_path, pages) as (site, told, found):
        line = found["/a"]
        by_name = {item["url"].rpartition("/")[2]: item for item in line["attachments"]}
        told_of = [warning.split() for warning in line["extraction"]["warnings"]]
        codes = {words[1] for words in told_of if words[0] == "attachments:"}
        assert codes == {"http.gone", "robots.disallowed", "document.unsupported", "http.decode", "robots.unreachable"}
        assert by_name["gone.pdf"]["sha256"] is by_name["gone.pdf"]["capture"] is None
        assert by_name["wall.pdf"]["media_type"] == "text/html"
        assert by_name["wall.pdf"]["capture"]["status"] == 200
        assert by_name["moved.pdf"]["text"].startswith("A treaty")
        assert told.published == 1
        assert told.attachments == 2
        assert told.attachments_failed == len(told.problems) == 4
        assert not any("private" in url for url in site.asked)


def test_a_document_larger_than_the_source_allows_is_cut_and_has_no_text(tmp_path: Path) -> None:
    pages = {"/news": listing("/a"), "/a": page("A", link("/t.pdf")), "/t.pdf": Reply(PDF + b" " * 90_000)}
    with crawled(tmp_path, pages, attachments=Attachments(max_size=50_000)) as (_, _, found):
        (attachment,) = found["/a"]["attachments"]
        assert attachment["text"] is attachment["sha256"] is None
        assert any("http.maxsize" in warning for warning in found["/a"]["extraction"]["warnings"])


def test_names_are_only_told_and_a_bomb_is_kept_without_text(tmp_path: Path) -> None:
    name = "../" * 9 + "etc/passwd" + "x" * 300
    content = link("/files/..%2F..%2Fx.pdf", name) + link("/bomb.docx", "CON") + link("/files/NUL%00.pdf", "NUL")
    pages = {
        "/news": listing("/a"),
        "/a": page("A", content),
        "/files/..%2F..%2Fx.pdf": Reply(PDF),
        "/files/NUL%00.pdf": Reply(PDF),
        "/bomb.docx": Reply(bomb_docx(100_000_000)),
    }
    with crawled(tmp_path, pages) as (_, _, found):
        first, bomb, last = found["/a"]["attachments"]
        assert first["name"] == name
        assert (first["text"], bomb["text"]) == (last["text"], None)
        assert bomb["sha256"] == hashlib.sha256(pages["/bomb.docx"].body).hexdigest()
        assert any("document.too_large" in warning for warning in found["/a"]["extraction"]["warnings"])
    parts = {part for path in (tmp_path / "kept").rglob("*") for part in path.relative_to(tmp_path).parts}
    assert not any("x.pdf" in part or "NUL" in part or "CON" in part or "passwd" in part for part in parts)
    assert {path.name for path in tmp_path.iterdir()} == {"kept"}


def test_a_statement_that_is_only_a_document_is_read_by_its_bytes(tmp_path: Path) -> None:
    body = para("Statement on the bridge", "Title") + para("3 June 2026") + para("The bridge is open.")
    pages = {"/news": listing("/one", "/two.pdf"), "/one": Reply(docx(body), "text/html"), "/two.pdf": Reply(PDF)}
    with crawled(tmp_path, pages) as (site, told, found):
        assert (told.published, told.refused, told.attachments) == (2, 0, 0)
        one, two = found["/one"], found["/two.pdf"]
        assert one["title"] == "Statement 1"
        assert one["published"]["date"] == "2026-06-01"
        assert any("disagree" in warning for warning in one["extraction"]["warnings"])
        assert one["extraction"]["fields"]["body"] == "document"
        assert one["body"]["paragraphs"][-1] == "The bridge is open."
        (itself,) = two["attachments"]
        assert (itself["url"], itself["sha256"]) == (two["url"], hashlib.sha256(PDF).hexdigest())
        assert itself["capture"]["record_id"] == two["capture"]["record_id"]
        assert itself["text"].endswith("which is short.")
        assert itself["conversion"]
        (again,) = run(site, tmp_path / "kept", source(), {"since": "2000-01-01"}).runs
        assert (again.published, again.revised, again.unchanged) == (0, 0, 2)


def test_a_document_that_the_wire_does_not_hand_on_is_read_from_the_archive(tmp_path: Path) -> None:
    noise = b"".join(hashlib.sha512(bytes([n % 256, n // 256])).digest() for n in range(2000))
    pages = {"/news": listing("/t"), "/t": Reply(PDF[:-1] + b"\n%" + noise)}
    with PressSite(pages).serve() as site:
        (told,) = run(site, tmp_path / "kept", source(), WIRE_BODY_COPY=20_000).runs
    assert told.published == 1
    (line,) = lines(tmp_path / "kept")
    assert line["attachments"][0]["size"] > 100_000
    assert "The text of the treaty" in line["body"]["text"]


@pytest.mark.parametrize("body", [make_pdf("", []), b"%PDF-1.4 broken"])
def test_a_document_without_text_is_a_statement_by_its_listing(tmp_path: Path, body: bytes) -> None:
    with crawled(tmp_path, {"/news": listing("/t.pdf"), "/t.pdf": Reply(body)}) as (_, told, found):
        line = found["/t.pdf"]
        assert (told.published, line["title"], line["body"]["text"]) == (1, "Statement 1", "")
        assert line["attachments"][0]["sha256"] == hashlib.sha256(body).hexdigest()
        assert any(warning.startswith("body: document.") for warning in line["extraction"]["warnings"])
        assert json.dumps(line)
