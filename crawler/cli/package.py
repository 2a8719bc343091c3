"""``communique verify FILE.wacz``: whether a package is whole, true in itself, and signed. Offline."""

import json
import sys
from pathlib import Path

import click

from crawler.cli import exits
from crawler.exporters.signature import SignatureError, Verdict, verify
from crawler.warc.check import Damage
from crawler.warc.wacz import DIGEST, Package, PackageError
from crawler.warc.wacz_check import check_package


def verify_package(file: Path, tsa_cert: Path | None, *, as_json: bool) -> None:
    """Say what is wrong and what was proven; exit with 17 where anything is wrong."""
    found = 0
    try:
        for damage in check_package(file):
            found += 1
            _tell(damage, as_json=as_json)
        verdict = Verdict() if found else _signature(file, tsa_cert)
        for sentence in verdict.problems:
            found += 1
            _tell(Damage(file, _place(file), f"the signature does not hold: {sentence}"), as_json=as_json)
    except OSError as error:
        click.echo(f"communique: {file} cannot be read: {error.strerror or error}", err=True)
        sys.exit(exits.ERROR)
    except SignatureError as error:
        click.echo(f"communique: {file}: it is whole, but its signature was not judged: {error}", err=True)
        sys.exit(exits.ERROR)
    if found:
        click.echo(f"communique: {file}: {found} damaged places", err=True)
        sys.exit(exits.DAMAGED)
    if as_json:
        return
    click.echo(f"{file}: sound")
    for fact in verdict.facts:
        click.echo(f"  {fact}")


def _signature(file: Path, tsa_cert: Path | None) -> Verdict:
    try:
        with Package(file) as package:
            signed = package.signed_data()
            if signed is None:
                return Verdict(("it is not signed",))
            return verify(signed, *package.digest(), tsa_cert=tsa_cert)
    except PackageError as error:
        return Verdict((), (error.sentence,))


def _place(file: Path) -> int:
    with Package(file) as package:
        return package.info(DIGEST).header_offset


def _tell(damage: Damage, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"file": str(damage.file), "offset": damage.offset, "sentence": damage.sentence}))
    else:
        click.echo(f"{damage.file}, offset {damage.offset}: {damage.sentence}")
