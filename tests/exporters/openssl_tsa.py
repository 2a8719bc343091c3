"""A timestamp authority on loopback: ``openssl ts`` behind a small web server."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_TSA = """
[tsa]
default_tsa = it
[it]
dir = {folder}
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/{sent}
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Authority:
    """The files of an authority: ``root`` is its certificate, ``chain`` what it sends beside the signer's."""

    def __init__(self, folder: Path, *, sends_root: bool = True, name: str = "Test") -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.root = folder / "root.pem"
        self.queries = 0
        self.reply: tuple[int, str, bytes] | None = None  # what is answered instead
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
        _openssl(
            *("req", "-x509", *key, "-keyout", folder / "root.key", "-out", self.root, "-days", "3650"),
            *("-subj", f"/CN={name} Root", "-addext", "basicConstraints=critical,CA:TRUE"),
        )
        _openssl(
            *(
                "req",
                "-new",
                *key,
                "-keyout",
                folder / "tsa.key",
                "-out",
                folder / "tsa.csr",
                "-subj",
                f"/CN={name} TSA",
            )
        )
        (folder / "extensions").write_text(
            "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n"
        )
        _openssl(
            *("x509", "-req", "-in", folder / "tsa.csr", "-CA", self.root, "-CAkey", folder / "root.key"),
            *("-CAcreateserial", "-days", "3650", "-out", folder / "tsa.pem", "-extfile", folder / "extensions"),
        )
        (folder / "serial").write_text("01\n")
        (folder / "tsa.cnf").write_text(_TSA.format(folder=folder, sent="root.pem" if sends_root else "tsa.pem"))

    def answer(self, query: bytes) -> bytes:
        """The response to a request, as ``openssl ts`` makes it."""
        self.queries += 1
        asked, answered = self.folder / "query.tsq", self.folder / "reply.tsr"
        asked.write_bytes(query)
        _openssl("ts", "-reply", "-queryfile", asked, "-out", answered, "-config", self.folder / "tsa.cnf")
        return answered.read_bytes()

    @contextmanager
    def serve(self) -> Iterator[str]:
        """Its address while it can be asked."""
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                query = self.rfile.read(int(self.headers["Content-Length"]))
                status, kind, body = authority.reply or (200, "application/timestamp-reply", authority.answer(query))
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/tsr"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _openssl(*arguments: object) -> None:
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
