"""The program that runs inside pywb's own environment: pywb's application on loopback, under our policy.

``python -I pywb_program.py FOLDER PORT`` in which FOLDER holds ``config.yaml``, ``index.html`` and ``collection`` (the
collection's name, which nobody can guess). It writes its port as one line when it listens, and ends when its standard
input does: so it never outlives who started it. Nothing of the `crawler` package can be imported here.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

Environ = dict[str, Any]
Start = Callable[..., Any]

HOME = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# What pywb shows around a page is its own; it may only ask this server, and the page's frame may not leave it.
FRAME = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
# An archived page may run its scripts, but in an origin that is nobody's: it reaches neither the frame around it nor
# any storage, opens no window, and asks nobody but this server.
ARCHIVED = (
    "sandbox allow-scripts allow-forms; default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "object-src 'self'; form-action 'self'; frame-ancestors 'self'"
)
DROPPED = ("set-cookie", "content-security-policy", "access-control-allow-origin", "access-control-allow-credentials")


def main() -> None:
    """Serve until standard input ends."""
    import_module("gevent.monkey").patch_all()  # before anything else of pywb's environment, which alone has it
    gevent = import_module("gevent")
    application_of = import_module("pywb.apps.frontendapp").FrontEndApp
    handler = import_module("pywb.utils.geventserver").RequestURIWSGIHandler

    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    os.chdir(folder)  # pywb looks for its folders in the working one
    collection = (folder / "collection").read_text(encoding="ascii")
    application = application_of(config_file=str(folder / "config.yaml"))
    server = import_module("gevent.pywsgi").WSGIServer(("127.0.0.1", port), None, handler_class=handler)
    try:
        server.init_socket()
    except OSError as error:
        sys.exit(f"cannot listen on port {port}: {error.strerror}")
    home = (folder / "index.html").read_bytes()
    server.application = guarded(application, collection, server.address[1], home)
    sys.stdout.write(f"{server.address[1]}\n")
    sys.stdout.flush()

    def end_with_parent() -> None:
        gevent.get_hub().threadpool.apply(sys.stdin.buffer.read)
        os._exit(0)

    gevent.spawn(end_with_parent)
    server.serve_forever()


def guarded(application: Callable[[Environ, Start], Iterable[bytes]], collection: str, port: int, home: bytes) -> Any:
    """``application`` under our policy: asked by our own name only, and what it answers confined to this server."""
    hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
    archived = re.compile(rf"/{re.escape(collection)}/(\d*)[a-z]+_/")

    def answer(environ: Environ, start: Start) -> Iterable[bytes]:
        if environ.get("HTTP_HOST") not in hosts:  # another name that leads here is somebody's attempt
            start("403 Forbidden", [("Content-Type", "text/plain")])
            return [b"This server answers to 127.0.0.1 only.\n"]
        path = environ["PATH_INFO"]  # now: pywb changes it
        if path == "/":
            start("200 OK", [("Content-Type", "text/html; charset=utf-8"), *policy(HOME)])
            return [home]
        inside = archived.match(path)
        if inside and environ.get("HTTP_SEC_FETCH_DEST") == "document":
            # Alone in a window a page could lead it away; in the frame it cannot.
            place = environ["REQUEST_URI"].replace(inside[0], f"/{collection}/{inside[1]}{'/' if inside[1] else ''}", 1)
            start("307 Temporary Redirect", [("Location", place)])
            return []
        environ.pop("HTTP_COOKIE", None)  # of other programs on this machine: cookies do not tell ports apart

        def begin(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start(status, confined(headers, inside is not None), *more)

        return application(environ, begin)

    return answer


def confined(headers: list[tuple[str, str]], archived: bool) -> list[tuple[str, str]]:
    """The headers without what would loosen our policy, and with it."""
    kept = [(name, value) for name, value in headers if name.lower() not in DROPPED]
    if not archived:
        return [*kept, *policy(FRAME)]
    kept.append(("Access-Control-Allow-Origin", "null"))  # else the sandboxed page gets no fonts
    media = next((value for name, value in kept if name.lower() == "content-type"), "")
    if (
        media.split(";")[0].strip().lower() == "application/pdf"
    ):  # no browser shows it in a sandbox, and it has no origin
        return [*kept, ("X-Content-Type-Options", "nosniff")]
    return [*kept, *policy(ARCHIVED)]


def policy(text: str) -> list[tuple[str, str]]:
    """The headers of a policy."""
    return [
        ("Content-Security-Policy", text),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
    ]


if __name__ == "__main__":
    main()
