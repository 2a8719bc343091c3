"""``communique crawl`` with documents: flat memory, and a stop that loses none."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from crawler.demo.pdf import make_pdf
from tests.cli.conftest import Command, environment, lines
from tests.spiders.site import DEFINITION, HOST, PressSite, Reply, listing, page

PDF = make_pdf("A treaty on lighthouses", ["The text of the treaty, which is short."])
NOISE = random.Random(7).randbytes(1024 * 1024)


def begin(site: PressSite, folder: Path, archive: Path) -> "subprocess.Popen[bytes]":
    sources = folder / "sources"
    sources.mkdir(exist_ok=True)
    (sources / "xx_press.toml").write_text(DEFINITION)
    network = ("--connect-to", f":80:127.0.0.1:{site.port}")
    arguments = ("--sources", sources, "crawl", "xx_press", "--archive", archive, "--json", *network)
    return subprocess.Popen(
        [sys.executable, "-m", "crawler", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environment(folder),
    )


def ended(process: "subprocess.Popen[bytes]") -> tuple[int, dict[str, Any], int]:
    """Exit code, the run as told, and the peak of its memory in KiB."""
    assert process.stdout is not None
    assert process.stderr is not None
    with process.stdout, process.stderr:
        told = process.stdout.read()
        error = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert "Traceback" not in error, error
    return process.returncode, json.loads(told)["runs"][0], usage.ru_maxrss


def test_extract_reads_a_saved_document(communique: Command, tmp_path: Path) -> None:
    (tmp_path / "t.pdf").write_bytes(PDF)
    ran = communique("extract", "t.pdf", "--url", "https://mfa.example/en/t.pdf")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["title"] == "A treaty on lighthouses"
    assert told["body"]["text"] == "The text of the treaty, which is short."
    (tmp_path / "scan.pdf").write_bytes(make_pdf("", []))
    ran = communique("extract", "scan.pdf", "--url", "https://mfa.example/en/t.pdf")
    assert ran.returncode == 6
    assert "document.no_text" in ran.stderr


def test_a_document_of_100_mb_is_fetched_in_flat_memory(tmp_path: Path) -> None:
    peaks = []
    for repeat in (1, 100):
        large = Reply(NOISE if repeat > 1 else NOISE[:1000], "application/octet-stream", repeat=repeat)
        pages = {"/news": listing("/a"), "/a": page("A", '<a href="/t.pdf">t</a>'), "/t.pdf": large}
        archive = tmp_path / str(repeat)
        with PressSite(pages).serve() as site:
            code, run, peak = ended(begin(site, tmp_path, archive))
        peaks.append(peak)
        assert (code, run["attachments"], run["attachments_failed"]) == (0, 1, 0)
    (line,) = lines(tmp_path / "100")
    (attachment,) = line["attachments"]
    assert attachment["size"] == 100 * len(NOISE)
    whole = hashlib.sha256()
    for _ in range(100):
        whole.update(NOISE)
    assert attachment["sha256"] == whole.hexdigest()
    assert peaks[1] - peaks[0] < 40 * 1024


def test_a_stop_while_a_document_is_fetched_loses_neither_page_nor_document(tmp_path: Path) -> None:
    hold = threading.Event()
    page_a = page("A", '<a href="/t.pdf">t</a>')
    pages = {"/news": listing("/a"), "/a": page_a, "/t.pdf": Reply(PDF, hold=hold)}
    archive = tmp_path / "kept"
    with PressSite(pages).serve() as site:
        process = begin(site, tmp_path, archive)
        assert site.wait_for(f"http://{HOST}/t.pdf")
        process.send_signal(signal.SIGTERM)
        code, run, _ = ended(process)
        assert (code, run["outcome"], run["published"]) == (11, "interrupted", 0)
        assert lines(archive) == []
        hold.set()
        code, run, _ = ended(begin(site, tmp_path, archive))
        assert (code, run["published"], run["attachments"]) == (0, 1, 1)
        assert site.asked[f"http://{HOST}/a"] == 1  # read from the archive
    (line,) = lines(archive)
    assert line["attachments"][0]["text"].startswith("A treaty")


def test_a_stop_while_a_statement_that_is_a_document_is_read_is_consistent(tmp_path: Path) -> None:
    archive = tmp_path / "kept"
    with PressSite({"/news": listing("/t.pdf"), "/t.pdf": Reply(PDF)}).serve() as site:
        process = begin(site, tmp_path, archive)
        assert site.wait_for(f"http://{HOST}/t.pdf")
        process.send_signal(signal.SIGTERM)
        code, _, _ = ended(process)
        assert code in (0, 11)
        if code == 11:
            assert ended(begin(site, tmp_path, archive))[0] == 0
        assert site.asked[f"http://{HOST}/t.pdf"] <= 2
    assert [line["title"] for line in lines(archive)] == ["Statement 1"]
    verified = subprocess.run(
        [sys.executable, "-m", "crawler", "verify", "--archive", str(archive)],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        check=False,
    )
    assert verified.returncode == 0, verified.stdout
