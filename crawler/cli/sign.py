"""``communique sign``: a signature and a trusted time for a package, and the options that exports share with it."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from crawler.cli import exits
from crawler.configuration import ConfigurationError, read_configuration
from crawler.exporters.signature import SignatureError, default_key, make_key, sign
from crawler.warc.wacz import Package, PackageError, Sign, replace_digest

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Signing:
    """What the command line says about signing."""

    key: Path | None
    tsa: str | None
    tsa_cert: Path | None

    def prepared(self) -> Sign:
        """What signs; a key is made where none is named and none is there. ``ConfigurationError`` where it cannot."""
        key = self.key or default_key()
        try:
            if self.key is None and not key.exists():
                make_key(key)
                click.echo(f"a signing key was made: {key}; keep a copy, and keep it from others", err=True)
        except (SignatureError, OSError) as error:
            raise ConfigurationError(f"{key}: {error}" if isinstance(error, OSError) else str(error)) from error
        tsa = self.tsa or read_configuration().tsa

        def signs(digest: str, created: str) -> dict[str, Any]:
            try:
                return sign(digest, created, key=key, tsa=tsa, tsa_cert=self.tsa_cert)
            except SignatureError as error:
                raise PackageError(f"it cannot be signed: {error}") from error

        return signs


def signing_options(command: F) -> F:
    """``--key``, ``--tsa`` and ``--tsa-cert``, handed on as one :class:`Signing` named ``signing``."""

    @click.option(
        "--key",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Private key, PEM, P-256 or P-384 (default: communique/signing-key.pem among the user's configuration"
        " files, made at the first use).",
    )
    @click.option(
        "--tsa",
        metavar="URL",
        help="An RFC 3161 timestamp authority that is asked when it was signed (also COMMUNIQUE_TSA, or `tsa` in"
        " communique.toml). Only a digest is sent to it.",
    )
    @tsa_cert_option
    @wraps(command)
    def wrapped(*args: Any, key: Path | None, tsa: str | None, tsa_cert: Path | None, **kwargs: Any) -> Any:
        return command(*args, signing=Signing(key, tsa, tsa_cert), **kwargs)

    return wrapped  # type: ignore[return-value]  # the same but for the options that became one


def tsa_cert_option(command: F) -> F:
    """``--tsa-cert FILE``."""
    return click.option(
        "--tsa-cert",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Certificates, PEM, that are trusted to vouch for the timestamp; without it the root that the authority"
        " itself sends is taken, and that is said.",
    )(command)


@click.command("sign")
@click.argument("file", metavar="FILE.wacz", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@signing_options
def sign_command(file: Path, signing: Signing) -> None:
    """Sign a WACZ package with a key of your own, and with --tsa have an authority vouch for the time.

    The signature stands in the package's datapackage-digest.json; no other file of it changes, and an earlier
    signature is replaced. Whoever has the package can check it offline with `communique verify FILE.wacz`.
    """
    signs = signing.prepared()
    part = file.with_name(file.name + ".part")
    try:
        with Package(file) as package, part.open("w+b") as target:
            signed = signs(*package.digest())
            replace_digest(package, target, signed)
            target.flush()
            os.fsync(target.fileno())
        part.rename(file)
    except PackageError as error:
        click.echo(f"communique: {file}: {error}", err=True)
        sys.exit(exits.ERROR)
    except OSError as error:
        click.echo(f"communique: {file} cannot be signed: {error.strerror or error}", err=True)
        sys.exit(exits.STORAGE)
    finally:
        with suppress(OSError):
            part.unlink()
    stamped = " with a timestamp" if "timeSignature" in signed else ", without a timestamp (--tsa asks for one)"
    click.echo(f"{file}: signed{stamped}")
