"""``communique probe`` and ``communique sources check``: on a real server, into real archives, with real exit codes."""

import json
import tomllib
from pathlib import Path

import pytest

from crawler.demo.statements import MAIN, load_press
from crawler.model.source import Source
from tests.cli.conftest import Command, Press, lines

URL = "http://mfa.ardania.example/en/news"


def reached(press: Press) -> list[str]:
    """What leads a command to the demo's site, without its politeness."""
    return ["--connect-to", f"::127.0.0.1:{press.site.port}", "--delay", "0"]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A source of the demo's site, as short as a probe drafts it."""
    path = tmp_path / "mine" / "xa_mfa.toml"
    path.parent.mkdir()
    path.write_text(
        'id = "xa_mfa"\nname = "MFA of Ardania"\ncountry = "XA"\nlanguages = ["en"]\ntimezone = "Etc/GMT-1"\n'
        "[[sites]]\n"
        f'host = "{MAIN}"\n[[listings]]\nurl = "{URL}"\nitems = "article.news-item"\ndate = "time"\n'
        'kind = ".news-item__kind"\npagination = { kind = "page" }\n'
    )
    return path


def test_what_is_drafted_crawls_all_that_the_listings_name(communique: Command, press: Press, tmp_path: Path) -> None:
    done = communique("probe", URL, "--write", "mine/xa_mfa.toml", *reached(press))
    assert done.returncode == 6, done.stdout + done.stderr
    communique("--sources", "mine", "crawl", "xa_mfa", "--archive", "kept", *reached(press))
    read = {line["url"]: line for line in lines(tmp_path / "kept")}
    listed = {one.url: one for one in load_press("before").releases if one.host == MAIN and "/drafts/" not in one.path}
    assert set(read) == {url for url, release in listed.items() if not release.walled}
    for url, line in read.items():
        if listed[url].skin != "new":
            continue
        assert line["title"] == listed[url].title
        assert line["published"]["date"] == listed[url].date.isoformat()


def test_the_report_says_what_is_sure_and_what_a_person_must_look_at(communique: Command, press: Press) -> None:
    done = communique("probe", URL, "--json", *reached(press))
    report = json.loads(done.stdout)
    assert done.returncode == 6
    assert report["look"] == ["country and time zone: the address mfa.ardania.example names no country"]
    assert any("6 dated 2026-05-19 to 2026-03-24, newest first" in sentence for sentence in report["sure"])
    assert Source.model_validate(tomllib.loads(report["source"])).languages == ("en", "fr", "ru")
    assert "temporary archive" in done.stderr


def test_what_is_fetched_stays_in_the_archive_that_is_named(communique: Command, press: Press, tmp_path: Path) -> None:
    communique("probe", URL, "--archive", "looked", "--json", *reached(press))
    assert communique("verify", "--archive", "looked").returncode == 0
    assert list((tmp_path / "looked" / "warc" / "_loose").rglob("*.warc.gz"))


def test_a_page_that_robots_forbid_is_not_asked_for(communique: Command, press: Press) -> None:
    before = press.counter.served
    done = communique("probe", "http://mfa.ardania.example/en/drafts/", *reached(press))
    assert done.returncode == 5
    assert "robots.txt disallows http://mfa.ardania.example/en/drafts/" in done.stdout
    assert "ask the ministry to allow" in done.stdout
    assert press.counter.served == before


def test_a_source_file_is_never_overwritten(communique: Command, press: Press, tmp_path: Path) -> None:
    (tmp_path / "xa_mfa.toml").write_text("mine")
    before = press.counter.served
    done = communique("probe", URL, "--write", "xa_mfa.toml", *reached(press))
    assert (done.returncode, (tmp_path / "xa_mfa.toml").read_text()) == (2, "mine")
    assert press.counter.served == before, "the site was asked for nothing that could be kept"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["ftp://mfa.example/"], "no http or https address"),
        (["http://mfa.example/", "--write", "mfa.txt"], "its id and '.toml'"),
        (["http://mfa.example/", "--write", "a_b.toml", "--id", "c_d"], "is called c_d.toml"),
        (["http://mfa.example/", "--id", "Mfa"], "cannot be an id"),
    ],
    ids=["scheme", "ending", "two names", "id"],
)
def test_a_wrong_argument_is_told_before_anybody_is_asked(
    communique: Command, arguments: list[str], sentence: str
) -> None:
    done = communique("probe", *arguments)
    assert (done.returncode, sentence in done.stderr) == (2, True), done.stderr


def test_a_probe_needs_a_contact(communique: Command) -> None:
    done = communique("probe", URL, COMMUNIQUE_CONTACT="")
    assert done.returncode == 4
    assert "COMMUNIQUE_CONTACT" in done.stderr


def test_a_site_that_does_not_answer_is_told_as_that(communique: Command) -> None:
    done = communique("probe", URL, "--connect-to", "::127.0.0.1:1", "--delay", "0")
    assert done.returncode == 5
    assert "STOPPED" in done.stdout


def test_check_shows_three_statements_of_the_live_site(communique: Command, press: Press, source: Path) -> None:
    done = communique("sources", "check", source, "--live", *reached(press))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("STATEMENT ") == 3
    assert "date      2026-05-19" in done.stdout
    assert "the listing says '19 May 2026'" in done.stdout
    assert "begins  On 19 May 2026, in the town hall of Greywater" in done.stdout
    assert "FIELDS  title 3 of 3, date 3 of 3, text 3 of 3" in done.stdout


def test_check_reads_an_archive_without_asking_anybody(communique: Command, press: Press, source: Path) -> None:
    communique("--sources", source.parent, "crawl", "xa_mfa", "--archive", "kept", "--limit", "8", *reached(press))
    before = press.counter.served
    done = communique("sources", "check", source, "--archive", "kept", "--json")
    (checked,) = json.loads(done.stdout)
    assert press.counter.served == before
    assert checked["listings"][0]["links"] == 6
    assert [one["published"]["date"] for one in checked["statements"] if one["published"]]


def test_check_finds_the_selector_that_no_longer_fits(communique: Command, press: Press, source: Path) -> None:
    text = source.read_text().replace('items = "article.news-item"', 'items = "article.release"')
    assert text != source.read_text()
    source.write_text(text)
    done = communique("sources", "check", source, "--live", *reached(press))
    assert done.returncode == 6
    assert "nothing on it matches 'article.release'" in done.stdout


def test_check_compares_with_what_the_source_expects(communique: Command, press: Press, source: Path) -> None:
    source.write_text(source.read_text() + "\n[expect]\nfields = { number = 1.0 }\n")
    done = communique("sources", "check", source, "--live", *reached(press))
    assert done.returncode == 6
    assert "DRIFT  layout generic: number filled on 0 of 3 pages, 100% as the source expects" in done.stdout


def test_check_reads_pages_as_a_browser_or_wget_saved_them(communique: Command, tmp_path: Path) -> None:
    host = tmp_path / "saved" / "mfa.lundia.example"
    (host / "press").mkdir(parents=True)
    titles = [f"Statement on the harbour of Selm, part {number}" for number in range(3)]
    rows = "".join(f'<li class=r><a href="/press/{n}">{title}</a></li>' for n, title in enumerate(titles))
    (host / "press.html").write_text(f"<!doctype html><html lang=en><title>Press</title><ul>{rows}</ul>")
    for number, title in enumerate(titles):
        (tmp_path / "saved" / f"{number}.html").write_text(
            f"<!-- saved from url=(0036)https://mfa.lundia.example/press/{number} -->\n<!doctype html><html lang=en>"
            f"<title>{title}</title><h1>{title}</h1><p>3 March 2026</p><p>The harbour of Selm is open to all ships of"
            f" both states from today on, as the ministers agreed in their talk of last week.</p>"
        )
    (tmp_path / "xl_mfa.toml").write_text(
        'id = "xl_mfa"\nname = "MFA"\ncountry = "XX"\nlanguages = ["en"]\ntimezone = "UTC"\n[[sites]]\n'
        'host = "mfa.lundia.example"\n[[listings]]\nurl = "https://mfa.lundia.example/press"\nitems = "li.r"\n'
    )
    done = communique("sources", "check", "xl_mfa.toml", "--pages", "saved")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("date      2026-03-03") == 3


def test_check_without_a_place_asks_and_reads_nothing(communique: Command, source: Path) -> None:
    done = communique("sources", "check", source)
    assert done.returncode == 0
    assert done.stdout.startswith("xa_mfa: sound")
    assert "STATEMENT" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--pages", ".", "--live"], "another place"),
        (["--live"], "name the sources"),
    ],
    ids=["two places", "no name"],
)
def test_what_check_cannot_do_is_told(communique: Command, arguments: list[str], sentence: str) -> None:
    done = communique("sources", "check", *arguments)
    assert (done.returncode, sentence in done.stderr) == (2, True), done.stderr
