"""The demo's press site, as for the command."""

from tests.cli.conftest import press

__all__ = ["press"]
