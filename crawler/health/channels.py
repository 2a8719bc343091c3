"""Channels: the ways in which an alert reaches a person: a webhook, e-mail, a command."""

import http.client
import json
import os
import re
import smtplib
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any, Final, Protocol
from urllib.parse import unquote, urlsplit

from crawler import __version__
from crawler.archive.incidents import Incident
from crawler.configuration import ALERT_FIELDS, SECRETS, Alerts

SECONDS: Final = 20.0  # until a channel is given up: the archive waits for it
_FIELD: Final = re.compile(r"\{(\w+)\}")
_LOCAL: Final = ("localhost", "127.0.0.1", "::1")


class NotDelivered(Exception):  # noqa: N818 - says what happened
    """An alert did not arrive; the sentence says why, without passwords."""


class Channel(Protocol):
    """A way to tell. ``name`` is under which it is noted what was told on it."""

    @property
    def name(self) -> str:
        """``webhook``, ``e-mail`` or ``command``."""

    def deliver(self, alert: "Alert") -> None:
        """Blocks until it is delivered. Raises :class:`NotDelivered`."""


@dataclass(frozen=True, slots=True)
class Alert:
    """An incident of ``archive``, a path: that it began or, where it is closed, that it is over."""

    incident: Incident
    archive: str

    def values(self) -> dict[str, str | None]:
        """What a template may name, and what a webhook is sent. ``id`` is one for each thing told: who may be told
        twice knows it by that.
        """
        incident = self.incident
        state = "open" if incident.closed is None else "over"
        values = {
            "id": f"{incident.key} {incident.opened} {state}",
            "state": state,
            "key": incident.key,
            "source": incident.source,
            "kind": incident.kind,
            "sentence": incident.sentence,
            "since": incident.since,
            "opened": incident.opened,
            "closed": incident.closed,
            "archive": self.archive,
        }
        assert values.keys() == ALERT_FIELDS  # noqa: S101 - what the configuration checks templates by
        return values

    def filled(self, template: str) -> str:
        """The template with the values in place of ``{name}``; what an incident has none of is empty."""
        values = self.values()
        return _FIELD.sub(lambda found: values.get(found[1]) or "", template)


def channels_of(alerts: Alerts) -> list[Channel]:
    """The channels that are configured."""
    found: list[Channel] = []
    if alerts.webhook is not None:
        found.append(Webhook(alerts.webhook, alerts.template))
    if alerts.email:
        found.append(Email(alerts.email, alerts.sender or alerts.email[0], alerts.smtp, alerts.template))
    if alerts.command:
        found.append(Command(alerts.command))
    return found


@dataclass(frozen=True, slots=True)
class Webhook:
    """Posts a JSON object: the values of the alert, and ``text`` for those who show one. Any 2xx is a delivery."""

    url: str = field(repr=False)  # such addresses are often secrets
    template: str
    name: str = field(default="webhook", init=False)

    def deliver(self, alert: Alert) -> None:
        """See :class:`Channel`."""
        body = json.dumps({**alert.values(), "text": alert.filled(_told(self.template, alert))}, ensure_ascii=False)
        request = urllib.request.Request(  # noqa: S310 - the configuration lets only http and https in
            self.url,
            body.encode(),
            {"Content-Type": "application/json; charset=utf-8", "User-Agent": f"Communique/{__version__}"},
        )
        host = urlsplit(self.url).hostname
        # No redirect is followed: it would turn the POST into a GET, and the alert would be lost without a word.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
        try:
            with opener.open(request, timeout=SECONDS) as answer:
                status = answer.status
        except urllib.error.HTTPError as error:
            error.close()
            status = error.code
        except (OSError, http.client.HTTPException, ValueError) as error:
            # Never the error's own words alone: they may quote the address, which is often a secret.
            reason = getattr(error, "reason", None) or type(error).__name__
            raise NotDelivered(f"{host} did not answer: {reason}") from None
        if not 200 <= status < 300:
            raise NotDelivered(f"{host} answered {status}")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Email:
    """Sends a message to all of ``to``. ``smtp``: ``smtp://user:password@host:587`` or ``smtps://…``.

    Where there is a password the connection is encrypted or nothing is sent, but on this machine.
    """

    to: Sequence[str]
    sender: str
    smtp: str = field(repr=False)
    template: str
    name: str = field(default="e-mail", init=False)

    def deliver(self, alert: Alert) -> None:
        """See :class:`Channel`."""
        server = urlsplit(self.smtp)
        host = server.hostname or "localhost"
        try:
            with self._connect(host, server.port, secure=server.scheme == "smtps") as connection:
                connection.ehlo()
                if server.scheme != "smtps" and connection.has_extn("starttls"):
                    connection.starttls(context=ssl.create_default_context())
                    connection.ehlo()
                elif server.scheme != "smtps" and server.password and host not in _LOCAL:
                    raise NotDelivered(f"{host} does not encrypt, and the password would be read on the way")
                if server.username:
                    connection.login(unquote(server.username), unquote(server.password or ""))
                refused = connection.send_message(self._message(alert), self.sender, list(self.to))
        except (OSError, smtplib.SMTPException) as error:
            raise NotDelivered(f"{host}: {_sentence(error)}") from None
        if refused:
            raise NotDelivered(f"{host} refused the addresses {', '.join(sorted(refused))}")

    def _connect(self, host: str, port: int | None, *, secure: bool) -> smtplib.SMTP:
        if secure:
            return smtplib.SMTP_SSL(host, port or 465, timeout=SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(host, port or 25, timeout=SECONDS)

    def _message(self, alert: Alert) -> EmailMessage:
        text = alert.filled(_told(self.template, alert))
        message = EmailMessage()
        # A line break in a subject would begin another header.
        message["Subject"] = " ".join(text.split())[:200]
        message["From"], message["To"] = self.sender, ", ".join(self.to)
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="communique.invalid")
        message["Auto-Submitted"] = "auto-generated"
        values = alert.values()
        message.set_content(text + "\n\n" + "".join(f"{name}: {value}\n" for name, value in values.items() if value))
        return message


@dataclass(frozen=True, slots=True)
class Command:
    """Runs a program with ``{name}`` filled in each of its arguments, and the values as JSON on its standard input.

    No shell sees them. Exit code 0 is a delivery.
    """

    words: Sequence[str]
    name: str = field(default="command", init=False)

    def deliver(self, alert: Alert) -> None:
        """See :class:`Channel`."""
        words = [alert.filled(word).replace("\0", "") for word in self.words]
        try:
            done = subprocess.run(
                words,
                input=json.dumps(alert.values(), ensure_ascii=False).encode(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                timeout=SECONDS,
                check=False,
                env={name: value for name, value in os.environ.items() if name not in SECRETS},
            )
        except subprocess.TimeoutExpired:
            raise NotDelivered(f"{words[0]} had not ended after {SECONDS:.0f} seconds") from None
        except OSError as error:
            raise NotDelivered(f"{words[0]}: {error.strerror}") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
            raise NotDelivered(f"{words[0]} ended with {done.returncode}" + (f": {said[:200]}" if said else ""))


def _told(template: str, alert: Alert) -> str:
    return template if alert.incident.closed is None else f"Over: {template}"


def _sentence(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"refused the addresses {', '.join(sorted(error.recipients))}"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
