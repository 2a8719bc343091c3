"""Real servers on loopback that an alert is delivered to, and keep what came."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class Hook:
    """A webhook. It answers with ``status``, which a test may change."""

    def __init__(self) -> None:
        self.came: list[dict[str, Any]] = []
        self.status = 200
        self.location = ""
        self.url = ""

    def states(self) -> list[str]:
        """``kind state`` of each, in order."""
        return [f"{one['kind']} {one['state']}" for one in self.came]

    @contextmanager
    def serve(self) -> Iterator["Hook"]:
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.headers["Content-Type"] == "application/json; charset=utf-8"
                if hook.status == 200:
                    hook.came.append(json.loads(body))
                self.send_response(hook.status)
                if hook.location:
                    self.send_header("Location", hook.location)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Nobody reads it."""

        with HTTPServer(("127.0.0.1", 0), Handler) as server:
            self.url = f"http://127.0.0.1:{server.server_address[1]}/hook?token=geheim"
            thread = threading.Thread(target=server.serve_forever, args=(0.02,))
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()


class Mailbox:
    """A mail server that takes what it is given; ``refuse`` is an address that it does not know."""

    def __init__(self, refuse: str = "") -> None:
        self.mails: list[tuple[str, list[str], str]] = []
        self.refuse = refuse
        self.port = 0

    @contextmanager
    def serve(self) -> Iterator["Mailbox"]:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
            thread = threading.Thread(target=self._accept, args=(listener,), daemon=True)
            thread.start()
            try:
                yield self
            finally:
                with socket.create_connection(("127.0.0.1", self.port)) as last:
                    last.sendall(b"END\r\n")
                thread.join(10)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            peer, _ = listener.accept()
            with peer, peer.makefile("rwb") as stream:
                if not self._talk(stream):
                    return

    def _talk(self, stream: Any) -> bool:
        def say(text: str) -> None:
            stream.write(f"{text}\r\n".encode())
            stream.flush()

        say("220 here")
        sender, to = "", list[str]()
        for line in iter(stream.readline, b""):
            word = line.decode().strip()
            if word == "END":
                return False
            if word.upper().startswith("EHLO"):
                say("250-here")
                say("250 AUTH PLAIN")
            elif word.upper().startswith("MAIL FROM:"):
                sender = word[10:].split(">")[0].strip("<")
                say("250 ok")
            elif word.upper().startswith("RCPT TO:"):
                address = word[8:].strip("<>")
                known = address != self.refuse
                to += [address] if known else []
                say("250 ok" if known else "550 nobody of that name")
            elif word.upper() == "DATA":
                say("354 go on")
                lines = list(iter(stream.readline, b".\r\n"))
                self.mails.append((sender, to, b"".join(lines).decode()))
                say("250 ok")
            else:
                say("221 bye" if word.upper() == "QUIT" else "250 ok")
        return True
