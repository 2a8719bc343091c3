"""An alert arrives on each channel as it is, or it is said why it did not."""

import json
import sys
from email import message_from_string
from email.policy import default
from pathlib import Path

import pytest

from crawler.archive.incidents import Incident
from crawler.configuration import ALERT_FIELDS, Alerts
from crawler.health.channels import Alert, Command, Email, NotDelivered, Webhook, channels_of
from tests.health.outlets import Hook, Mailbox

INCIDENT = Incident(
    key="az_mfa:blocked",
    source="az_mfa",
    kind="blocked",
    sentence='a wall answers, "Just a moment…" it says; $(touch /tmp/x) `id` {kind}\nSubject: forged',
    since="2026-06-01T00:00:00.000000Z",
    opened="2026-06-01T09:00:00.000000Z",
)
OVER = INCIDENT.model_copy(update={"closed": "2026-06-02T09:00:00.000000Z"})


def test_a_webhook_is_sent_the_values_and_a_text() -> None:
    with Hook().serve() as hook:
        channel = Webhook(hook.url, "{source} {kind}")
        channel.deliver(Alert(INCIDENT, "/srv/kept"))
        channel.deliver(Alert(OVER, "/srv/kept"))
    first, last = hook.came
    assert first.keys() == ALERT_FIELDS | {"text"}
    assert (first["state"], first["text"], first["sentence"]) == ("open", "az_mfa blocked", INCIDENT.sentence)
    assert (last["state"], last["text"], last["closed"]) == ("over", "Over: az_mfa blocked", OVER.closed)
    assert first["id"] != last["id"]


@pytest.mark.parametrize("status", [301, 307, 400, 404, 500])
def test_whatever_is_no_2xx_is_no_delivery(status: int) -> None:
    with Hook().serve() as hook, Hook().serve() as elsewhere:
        hook.status, hook.location = status, elsewhere.url
        with pytest.raises(NotDelivered, match=str(status)) as caught:
            Webhook(hook.url, "").deliver(Alert(INCIDENT, "/srv/kept"))
    assert elsewhere.came == []
    assert "geheim" not in str(caught.value)


def test_a_webhook_that_is_not_there_is_told_without_its_secret() -> None:
    with Hook().serve() as hook:
        url = hook.url
    with pytest.raises(NotDelivered, match="did not answer") as caught:
        Webhook(url, "").deliver(Alert(INCIDENT, "/srv/kept"))
    assert "geheim" not in str(caught.value)
    assert "geheim" not in repr(Webhook(url, ""))


def test_no_proxy_of_the_environment_is_taken_for_a_webhook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with Hook().serve() as hook:
        Webhook(hook.url, "").deliver(Alert(INCIDENT, "/srv/kept"))
    assert hook.states() == ["blocked open"]


def test_a_mail_says_all_and_its_subject_is_one_line() -> None:
    with Mailbox().serve() as box:
        Email(("a@x.org", "b@x.org"), "c@x.org", f"smtp://127.0.0.1:{box.port}", "{source}: {sentence}").deliver(
            Alert(INCIDENT, "/srv/kept")
        )
    sender, to, text = box.mails[0]
    assert (sender, to) == ("c@x.org", ["a@x.org", "b@x.org"])
    message = message_from_string(text, policy=default)
    assert message["Subject"].startswith("az_mfa: a wall answers")
    assert message["Subject"].endswith("Subject: forged")
    assert message["To"] == "a@x.org, b@x.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "archive: /srv/kept" in message.get_content()


def test_a_mail_that_one_address_refuses_is_not_delivered() -> None:
    with Mailbox(refuse="b@x.org").serve() as box, pytest.raises(NotDelivered, match=r"b@x\.org"):
        Email(("a@x.org", "b@x.org"), "c@x.org", f"smtp://127.0.0.1:{box.port}", "").deliver(Alert(INCIDENT, "k"))


def test_no_password_is_sent_where_it_could_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with Mailbox().serve() as box:
        monkeypatch.setattr("crawler.health.channels._LOCAL", ())  # as if it were elsewhere
        channel = Email(("a@x.org",), "c@x.org", f"smtp://user:geheim@127.0.0.1:{box.port}", "")
        with pytest.raises(NotDelivered, match="does not encrypt") as caught:
            channel.deliver(Alert(INCIDENT, "/srv/kept"))
    assert box.mails == []
    assert "geheim" not in str(caught.value) + repr(channel)


def test_a_mail_server_that_is_not_there_is_told() -> None:
    with Mailbox().serve() as box:
        port = box.port
    with pytest.raises(NotDelivered, match=r"127\.0\.0\.1"):
        Email(("a@x.org",), "c@x.org", f"smtp://127.0.0.1:{port}", "").deliver(Alert(INCIDENT, "/srv/kept"))


def test_a_command_gets_the_values_as_words_and_as_json_and_no_shell_sees_them(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    program = f"import json, sys; open({str(kept)!r}, 'w').write(json.dumps([sys.argv[1:], json.load(sys.stdin)]))"
    Command((sys.executable, "-c", program, "{state}: {sentence}", "{closed}", "{other}")).deliver(
        Alert(INCIDENT, "/srv/kept")
    )
    words, values = json.loads(kept.read_text())
    assert words == [f"open: {INCIDENT.sentence}", "", ""]
    assert values == Alert(INCIDENT, "/srv/kept").values()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((sys.executable, "-c", "import sys; sys.exit('no pager')"), "ended with 1: no pager"),
        (("/nowhere/at/all",), "/nowhere/at/all: No such file"),
    ],
    ids=["fails", "missing"],
)
def test_a_command_that_fails_says_why(words: tuple[str, ...], told: str) -> None:
    with pytest.raises(NotDelivered) as caught:
        Command(words).deliver(Alert(INCIDENT, "/srv/kept"))
    assert told in str(caught.value)


def test_a_command_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.health.channels.SECONDS", 0.1)
    with pytest.raises(NotDelivered, match="had not ended"):
        Command((sys.executable, "-c", "import time; time.sleep(60)")).deliver(Alert(INCIDENT, "/srv/kept"))


def test_the_channels_are_those_that_are_configured() -> None:
    assert channels_of(Alerts()) == []
    every = Alerts(webhook="https://x.example/", email=("a@x.org",), command=("true",))
    assert [channel.name for channel in channels_of(every)] == ["webhook", "e-mail", "command"]
