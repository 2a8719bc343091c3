"""``communique cdx``, ``export``, ``sign`` and ``verify FILE``, as commands."""

import json
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import bagit
import pytest
from click.testing import CliRunner, Result

from crawler.cli import main
from tests.cli.conftest import Command
from tests.exporters.openssl_tsa import Authority
from tests.exporters.shelf import SITE, Shelf, make_shelf


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return make_shelf(tmp_path_factory.mktemp("shelf") / "archive")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture
def tsa(authority: Authority) -> Iterator[str]:
    with authority.serve() as url:
        yield url


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs the command in this process, which takes a hundredth of the time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return lambda *arguments: CliRunner().invoke(main, [str(one) for one in arguments])


def test_cdx_lists_captures_with_their_times_and_places(communique: Command, shelf: Shelf) -> None:
    done = communique("cdx", "--archive", shelf.root, f"{SITE}/2")
    assert done.returncode == 0, done.stderr
    head, *rows = done.stdout.splitlines()
    assert head.startswith("captured (UTC)")
    assert [row[:19] for row in rows] == ["2021-11-08 09:00:11", "2021-11-09 09:00:16"]
    file, offset, length = rows[0].split()[-3:]
    assert (shelf.root / file).read_bytes()[int(offset) : int(offset) + 2] == b"\x1f\x8b"
    assert int(length) > 0


def test_cdx_as_json_is_cdxj(communique: Command, shelf: Shelf) -> None:
    done = communique("cdx", "--archive", shelf.root, "http://BY-MFA.example:80/4", "--json")
    (line,) = done.stdout.splitlines()
    key, stamp, told = line.split(" ", 2)
    assert (key, stamp) == ("example,by-mfa)/4", "20211109090018")
    assert json.loads(told)["mime"] == "warc/revisit"


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (("--prefix", f"{SITE}/css/"), 5),
        (("--host", f"{SITE}/anything"), 16),
        (("--host", "example"), 18),
        (("--host", "http://mfa.example/"), 0),
        ((f"{SITE}/1", "--from", "2021-11-09"), 1),
        ((f"{SITE}/1", "--to", "2021-11-08"), 1),
        ((f"{SITE}/1", "--closest", "2021-11-09T00:00:00Z"), 1),
        ((f"{SITE}/1", "--source", "us_oag"), 0),
        ((f"{SITE}/none",), 0),
    ],
)
def test_cdx_takes_what_is_asked_for(communique: Command, shelf: Shelf, arguments: tuple[str, ...], count: int) -> None:
    done = communique("cdx", "--archive", shelf.root, "--json", *arguments)
    assert len(done.stdout.splitlines()) == count, done.stdout
    assert done.returncode == (0 if count else 1)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [("--closest", "noon"), ("--from", "noon"), ("--prefix", "--host")])
def test_cdx_refuses_what_makes_no_sense(
    inside: Callable[..., Result], shelf: Shelf, arguments: tuple[str, ...]
) -> None:
    done = inside("cdx", "--archive", shelf.root, f"{SITE}/1", *arguments)
    assert done.exit_code == 2
    assert "Traceback" not in done.stderr


def test_a_package_is_exported_signed_verified_and_found_broken(
    communique: Command, shelf: Shelf, authority: Authority, tsa: str, tmp_path: Path
) -> None:
    exported = communique("export", "wacz", "--archive", shelf.root, "--source", "by_mfa", "-o", "a.wacz")
    assert exported.returncode == 0, exported.stderr
    assert exported.stdout.startswith("a.wacz: 3 statements in 4 revisions, 13 captures")
    plain = communique("verify", "a.wacz")
    assert (plain.returncode, plain.stdout) == (0, "a.wacz: sound\n  it is not signed\n")

    signed = communique("sign", "a.wacz", "--tsa", tsa, "--tsa-cert", authority.root)
    assert (signed.returncode, signed.stdout) == (0, "a.wacz: signed with a timestamp\n"), signed.stderr
    key = tmp_path / ".config" / "communique" / "signing-key.pem"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert str(key) in signed.stderr

    trusted = communique("verify", "a.wacz", "--tsa-cert", authority.root)
    assert trusted.returncode == 0, trusted.stderr
    assert "CN=Test TSA, trusted by" in trusted.stdout
    assert "named by the package itself" in communique("verify", "a.wacz").stdout

    forged = tmp_path / "forged.wacz"
    with zipfile.ZipFile(tmp_path / "a.wacz") as old, zipfile.ZipFile(forged, "w") as new:
        for info in old.infolist():
            new.writestr(info, old.read(info).replace(b'"signature": "', b'"signature": "AAAA', 1))
    wrong = communique("verify", "forged.wacz")
    assert wrong.returncode == 17
    assert "signature" in wrong.stdout

    data = bytearray((tmp_path / "a.wacz").read_bytes())
    data[len(data) // 2] ^= 8
    (tmp_path / "broken.wacz").write_bytes(data)
    broken = communique("verify", "broken.wacz", "--json")
    assert broken.returncode == 17
    assert all({"file", "offset", "sentence"} == json.loads(line).keys() for line in broken.stdout.splitlines())


def test_export_signs_on_the_way_with_a_configured_authority(
    communique: Command, shelf: Shelf, tsa: str, tmp_path: Path
) -> None:
    arguments = (
        "export",
        "wacz",
        "--archive",
        shelf.root,
        "--id",
        shelf.ids["one"],
        "--sign",
        "--json",
        "-o",
        "a.wacz",
    )
    done = communique(*arguments, COMMUNIQUE_TSA=tsa)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["statements"], told["signed"]) == (1, True)
    assert told["bytes"] == (tmp_path / "a.wacz").stat().st_size
    assert "timestamp 20" in communique("verify", "a.wacz").stdout


def test_an_authority_that_is_down_leaves_no_package(communique: Command, shelf: Shelf, tmp_path: Path) -> None:
    arguments = ("export", "wacz", "--archive", shelf.root, "--sign", "--tsa", "http://127.0.0.1:1/", "-o", "a.wacz")
    done = communique(*arguments)
    assert done.returncode == 1
    assert "cannot be asked for a timestamp" in done.stderr
    assert not list(tmp_path.glob("a.wacz*"))


def test_signing_without_the_packages_says_what_to_install(communique: Command, shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "hide").mkdir()
    (tmp_path / "hide" / "rfc3161_client.py").write_text("raise ImportError('hidden')\n")
    communique("export", "wacz", "--archive", shelf.root, "--id", shelf.ids["one"], "-o", "a.wacz")
    for arguments in (("sign", "a.wacz"), ("export", "wacz", "--archive", shelf.root, "--sign", "-o", "b.wacz")):
        done = communique(*arguments, PYTHONPATH=str(tmp_path / "hide"))
        assert done.returncode == 4
        assert "pip install 'communique[sign]'" in done.stderr
    unsigned = communique("verify", "a.wacz", PYTHONPATH=str(tmp_path / "hide"))
    assert unsigned.returncode == 0


def test_usage_is_told_in_sentences(inside: Callable[..., Result], shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "there.wacz").write_text("mine")
    for arguments, code, told in (
        (("export", "wacz", "--archive", shelf.root, "-o", "there.wacz"), 2, "exists already"),
        (("export", "wacz", "--archive", shelf.root, "--id", "by_mfa-0", "-o", "a.wacz"), 2, "no statement 'by_mfa-0'"),
        (("export", "wacz", "--archive", "none", "-o", "a.wacz"), 1, "no archive"),
        (("export", "bagit", "--archive", "none", "-o", "bag"), 1, "no archive"),
        (("sign", "there.wacz"), 1, "no ZIP file"),
        (("verify", "there.wacz"), 17, "no ZIP file"),
        (("verify", "there.wacz", "--archive", "."), 2, "a package or an archive"),
    ):
        done = inside(*arguments)
        assert done.exit_code == code, (arguments, done.stderr)
        assert told in done.stderr + done.stdout
        assert "Traceback" not in done.stderr


def test_a_bag_is_exported(communique: Command, shelf: Shelf, tmp_path: Path) -> None:
    done = communique("export", "bagit", "--archive", shelf.root, "--link", "-o", "bag")
    assert done.returncode == 0, done.stderr
    bagit.Bag(str(tmp_path / "bag")).validate()
    shutil.rmtree(tmp_path / "bag")
    told = json.loads(communique("export", "bagit", "--archive", shelf.root, "--json", "-o", "bag").stdout)
    assert told["growing"] == []
    assert done.stdout.startswith(f"bag: {told['files']} files")
