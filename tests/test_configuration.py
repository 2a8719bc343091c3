"""The configuration: environment over file, and errors that name the place."""

from pathlib import Path

import pytest

from crawler.configuration import Alerts, ConfigurationError, read_configuration, user_agent


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


def test_alerts_are_read_from_their_table_and_the_environment_goes_over_it(tmp_path: Path) -> None:
    (tmp_path / "communique.toml").write_text(
        'metrics = "/var/lib/x.prom"\nmonitors = ["a.b.Suite"]\n[alerts]\nwebhook = "https://hooks.example/a"\n'
        'email = ["a@example.org"]\nsmtp = "smtps://u:hushhush@mail.example"\nsender = "c@example.org"\n'
        'command = ["logger", "{sentence}"]\ntemplate = "{source}: {sentence}"\n'
    )
    found = read_configuration({}, tmp_path)
    assert (found.metrics, found.monitors) == (Path("/var/lib/x.prom"), ("a.b.Suite",))
    assert found.alerts.webhook == "https://hooks.example/a"
    assert (found.alerts.email, found.alerts.sender) == (("a@example.org",), "c@example.org")
    assert (found.alerts.command, found.alerts.template) == (("logger", "{sentence}"), "{source}: {sentence}")
    assert "hushhush" not in repr(found)
    over = read_configuration(
        {
            "COMMUNIQUE_ALERT_WEBHOOK": "http://other.example/b",
            "COMMUNIQUE_ALERT_EMAIL": "x@example.org, y@example.org",
            "COMMUNIQUE_SMTP": "smtp://localhost:2525",
            "COMMUNIQUE_ALERT_COMMAND": "notify 'two words'",
        },
        tmp_path,
    ).alerts
    assert (over.webhook, over.smtp) == ("http://other.example/b", "smtp://localhost:2525")
    assert (over.email, over.command) == (("x@example.org", "y@example.org"), ("notify", "two words"))


def test_without_a_word_nobody_is_told(tmp_path: Path) -> None:
    assert read_configuration({}, tmp_path).alerts == Alerts()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[alerts]\nwebhok = "x"\n', r"alerts\.unknown key 'webhok'; did you mean 'webhook'"),
        ("[alerts]\nwebhook = 3\n", r"alerts\.webhook must not be 3"),
        ('[alerts]\nwebhook = "ftp://hushhush@x.example/"\n', "the webhook"),
        ('[alerts]\nsmtp = "hushhush"\n', "the mail server"),
        ('[alerts]\nemail = ["nobody"]\n', "no e-mail address"),
        ('[alerts]\nemail = ["a@b.example\\nBcc: c@d.example"]\n', "no e-mail address"),
        ('[alerts]\nsender = "a@b, c@d"\n', "no e-mail address"),
        ("[alerts]\ncommand = [3]\n", r"alerts\.command must be a list of words"),
        ('[alerts]\ntemplate = "{what}"\n', r"there is no \{what\}; there are archive"),
        ('[alerts]\ncommand = ["x", "{what}"]\n', r"there is no \{what\}"),
        ('alerts = "x"\n', "alerts must not be 'x'"),
        ("monitors = [1]\n", "monitors must be a list of words"),
    ],
    ids=[
        "key",
        "number",
        "scheme",
        "server",
        "name",
        "break",
        "two",
        "word",
        "template",
        "argument",
        "no-table",
        "monitors",
    ],
)
def test_wrong_alerts_are_told_with_their_place_and_without_their_secrets(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "communique.toml").write_text(text)
    with pytest.raises(ConfigurationError, match=told) as caught:
        read_configuration({}, tmp_path)
    assert "hushhush" not in str(caught.value)


def test_a_shell_is_not_given_what_a_site_wrote(tmp_path: Path) -> None:
    (tmp_path / "communique.toml").write_text('[alerts]\ncommand = ["sh", "-c", "mail -s {sentence} root"]\n')
    with pytest.raises(ConfigurationError, match="standard input, where it stands as JSON"):
        read_configuration({}, tmp_path)
    (tmp_path / "communique.toml").write_text('[alerts]\ncommand = ["sh", "-c", "mail -s alert root", "{sentence}"]\n')
    assert read_configuration({}, tmp_path).alerts.command[-1] == "{sentence}"
