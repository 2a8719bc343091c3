"""``python -m crawler`` is ``communique``."""

from crawler.cli import main

main()
