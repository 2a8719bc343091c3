"""The configuration: environment over file, and errors that name the place."""

from pathlib import Path

import pytest

from crawler.configuration import ConfigurationError, read_configuration, user_agent


def test_nothing_set_gives_the_defaults(tmp_path: Path) -> None:
    found = read_configuration({}, tmp_path)
    assert found.contact is None
    assert found.archive == Path("archives")
    assert found.min_free == 2 * 1024**3


def test_the_environment_goes_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "communique.toml").write_text('contact = "a@example.org"\narchive = "kept"\nsources = ["one"]\n')
    found = read_configuration(
        {"COMMUNIQUE_CONTACT": "https://example.org/crawl", "COMMUNIQUE_SOURCES": "two:three"}, tmp_path
    )
    assert found.contact == "https://example.org/crawl"
    assert found.archive == Path("kept")
    assert found.sources == (Path("one"), Path("two"), Path("three"))


def test_an_unknown_key_is_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "communique.toml").write_text('contcat = "a@example.org"\n')
    with pytest.raises(ConfigurationError, match=r"communique\.toml: unknown key 'contcat'; did you mean 'contact'"):
        read_configuration({}, tmp_path)


@pytest.mark.parametrize("text", ["contact = ", "contact = 3", 'archive = ["x"]'])
def test_a_broken_file_is_told_with_its_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "communique.toml").write_text(text)
    with pytest.raises(ConfigurationError, match=r"communique\.toml"):
        read_configuration({}, tmp_path)


def test_a_named_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nowhere\.toml: cannot be read"):
        read_configuration({"COMMUNIQUE_CONFIG": str(tmp_path / "nowhere.toml")})


@pytest.mark.parametrize("contact", ["nobody", "a@b\r\nX: y", "ä@example.org", "a@b)"])
def test_a_contact_must_be_reachable_and_fit_a_header(tmp_path: Path, contact: str) -> None:
    with pytest.raises(ConfigurationError):
        read_configuration({"COMMUNIQUE_CONTACT": contact}, tmp_path)


def test_the_user_agent_names_program_version_and_contact() -> None:
    assert user_agent("1.2.3", "a@example.org") == "Communique/1.2.3 (+a@example.org)"


def test_a_proxy_is_used_only_where_it_is_named_for_us(tmp_path: Path) -> None:
    others = {"http_proxy": "http://p:1", "HTTPS_PROXY": "http://p:1", "all_proxy": "http://p:1"}
    assert read_configuration(others, tmp_path).proxy is None
    (tmp_path / "communique.toml").write_text('proxy = "http://u:hushhush@p:3128"\nno_proxy = ["a.example"]\n')
    found = read_configuration(others, tmp_path)
    assert (found.proxy, found.no_proxy) == ("http://u:hushhush@p:3128", ("a.example",))
    assert "hushhush" not in repr(found)
    assert read_configuration({"COMMUNIQUE_PROXY": "http://q:1"}, tmp_path).proxy == "http://q:1"


@pytest.mark.parametrize("text", ['proxy = "socks5://u:hushhush@p:1"', 'proxy = "p:1"', 'no_proxy = ["a b"]'])
def test_a_proxy_that_cannot_be_spoken_to_is_told_without_its_password(tmp_path: Path, text: str) -> None:
    (tmp_path / "communique.toml").write_text(text)
    with pytest.raises(ConfigurationError, match=r"communique\.toml") as told:
        read_configuration({}, tmp_path)
    assert "hushhush" not in str(told.value)
