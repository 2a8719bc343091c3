"""``communique sources directory``: for eyes, for pipes, and for programs."""

import json

import pytest

from crawler.sources.directory import load_directory
from tests.cli.conftest import Command


def test_the_whole_directory_is_a_line_an_entry_and_a_count(communique: Command) -> None:
    ran = communique("sources", "directory")
    assert ran.returncode == 0, ran.stderr
    head, *entries, count = ran.stdout.splitlines()
    assert head.split() == ["CODE", "STATE", "STATUS", "SOURCE", "AS", "OF", "LANGUAGES", "ADDRESS", "NOTE"]
    assert len(entries) == 198
    assert count.startswith("198 entries: ")
    assert [line[:2] for line in entries] == [entry.country for entry in load_directory()]
    assert not [line for line in entries if line != line.rstrip() or "\x1b" in line]
    belarus = next(line for line in entries if line.startswith("BY"))
    assert "https://mfa.gov.by/en/press/statements/" in belarus.split()


def test_one_country_is_told_in_full_with_what_to_do_next(communique: Command) -> None:
    ran = communique("sources", "directory", "--country", "az", "--country", "no")
    assert ran.returncode == 0, ran.stderr
    azerbaijan, norway = ran.stdout.split("\n\n")
    assert azerbaijan.splitlines()[0] == "AZ Azerbaijan: Ministry of Foreign Affairs (Xarici İşlər Nazirliyi)"
    assert azerbaijan.splitlines()[-1].split() == ["next", "communique", "crawl", "az_mfa"]
    assert "as it read them in 2022" in azerbaijan
    assert "communique probe 'https://www.regjeringen.no/" in norway


def test_a_status_is_a_choice(communique: Command) -> None:
    ran = communique("sources", "directory", "--status", "verified")
    assert [line[:2] for line in ran.stdout.splitlines()[1:-1]] == ["BY", "DE", "JP", "GB"]
    ran = communique("sources", "directory", "--status", "sure")
    assert ran.returncode == 2
    assert "verified" in ran.stderr


@pytest.mark.parametrize("arguments", [(), ("--country", "TL"), ("--status", "drafted")], ids=["all", "one", "drafted"])
def test_programs_read_every_field(communique: Command, arguments: tuple[str, ...]) -> None:
    ran = communique("sources", "directory", "--json", *arguments)
    told = json.loads(ran.stdout)
    assert ran.returncode == 0
    assert {"country", "own_name", "url", "languages", "timezone", "status", "source", "as_of", "note"} <= set(told[0])
    assert len(told) == {(): 198}.get(arguments, len(told))


def test_a_country_that_is_not_there_is_told_with_the_remedy(communique: Command) -> None:
    ran = communique("sources", "directory", "--country", "XX")
    assert ran.returncode == 2
    assert "'XX'" in ran.stderr
    assert "without --country" in ran.stderr
