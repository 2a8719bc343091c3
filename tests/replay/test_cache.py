"""A program in the cache is whole or not there."""

import multiprocessing
from pathlib import Path

import pytest

from crawler.replay.cache import cache_folder, kept
from crawler.replay.environment import pywb_python
from crawler.replay.errors import ReplayError
from crawler.replay.pins import PYWB, REPLAYWEBPAGE
from crawler.replay.viewer import unpack, viewer_files


def whole(place: Path) -> bool:
    return (place / "last").is_file()


def make(place: Path) -> None:
    place.mkdir()
    (place / "first").touch()
    (place / "last").touch()


def killed(place: Path) -> None:
    place.mkdir()
    (place / "first").touch()
    raise KeyboardInterrupt


def counted(folder: Path) -> None:
    def make_slowly(place: Path) -> None:
        with (folder / "made").open("a") as file:
            file.write("once\n")
        make(place)

    kept(folder, "tool", whole, make_slowly)


def test_what_is_there_is_not_made_again(tmp_path: Path) -> None:
    place = kept(tmp_path / "cache", "tool", whole, make)
    assert kept(tmp_path / "cache", "tool", whole, killed) == place == tmp_path / "cache" / "tool"


def test_a_killed_making_leaves_nothing_that_could_be_taken_for_it(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        kept(tmp_path, "tool", whole, killed)
    assert not (tmp_path / "tool").exists()
    left = tmp_path / ".tool.left"  # as after SIGKILL, when nothing could be tidied
    killed_there = left / "new"
    killed_there.mkdir(parents=True)
    assert whole(kept(tmp_path, "tool", whole, make))
    assert not left.exists()


def test_what_is_not_whole_any_more_is_made_again(tmp_path: Path) -> None:
    kept(tmp_path, "tool", whole, make)
    (tmp_path / "tool" / "last").unlink()
    (tmp_path / "tool" / "old").touch()
    assert whole(kept(tmp_path, "tool", whole, make))
    assert not (tmp_path / "tool" / "old").exists()


def test_two_at_once_make_it_once(tmp_path: Path) -> None:
    processes = [multiprocessing.get_context("fork").Process(target=counted, args=(tmp_path,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    assert (tmp_path / "made").read_text() == "once\n"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ReplayError, match="cannot be written"):
        kept(tmp_path / "file" / "cache", "tool", whole, make)


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"XDG_CACHE_HOME": "/somewhere"}, Path("/somewhere/communique")),
        ({"XDG_CACHE_HOME": "relative"}, Path.home() / ".cache" / "communique"),
        ({}, Path.home() / ".cache" / "communique"),
    ],
)
def test_the_folder_is_where_xdg_says(environ: dict[str, str], folder: Path) -> None:
    assert cache_folder(environ) == folder


def test_without_a_package_index_the_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    told: list[str] = []
    with pytest.raises(ReplayError, match=f"pywb {PYWB} cannot be installed .*connect to the network"):
        pywb_python(told.append, tmp_path)
    assert len(told) == 1
    assert [path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")] == []


def test_without_npm_the_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReplayError, match=rf"npm is not installed.*replaywebpage-{REPLAYWEBPAGE}\.tgz"):
        viewer_files(print, tmp_path / "cache")


def test_a_registry_that_cannot_be_asked_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "npm").write_text("#!/bin/sh\necho 'npm error code ECONNREFUSED' >&2\nexit 1\n")
    (tmp_path / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(ReplayError, match=r"cannot be fetched \(npm error code ECONNREFUSED"):
        viewer_files(print, tmp_path / "cache")


def test_a_package_with_another_digest_is_refused(tmp_path: Path) -> None:
    package = tmp_path / f"replaywebpage-{REPLAYWEBPAGE}.tgz"
    package.write_bytes(b"something else")
    with pytest.raises(ReplayError, match="SHA-512 differs"):
        unpack(package, tmp_path / "place")
    assert not (tmp_path / "place").exists()
    with pytest.raises(ReplayError, match="SHA-512 differs"):  # put there by hand
        viewer_files(print, tmp_path)
