# Only Python 3.11+, make and the package registries are needed. Every path is relative: the folder may have any name.
PYTHON ?= python3
PY := .venv/bin/python
READY := .venv/.ready

# What some tests need of Debian: a browser, other makers' tools. Without them those tests are skipped and say so.
DEBIAN := chromium openssl wget catdoc jq
# What `make prove` needs beside that: a real WordPress, which the probe is tried on.
DEBIAN_PROVE := wordpress wordpress-theme-twentytwentythree wordpress-theme-twentytwentyone php-cli php-mysql mariadb-server

.PHONY: help demo debian debian-prove test prove truth lint bench clean

help:
	@echo "make demo    crawl the embedded demo site twice and report what was found and what changed"
	@echo "make test    the tests (long proofs in a sampled form)"
	@echo "make debian  as root on Debian: installs the browser and programs that some tests need"
	@echo "make prove   the long proofs: every failpoint, hundreds of kills; as root on Debian it installs WordPress for it"
	@echo "make truth   how much of real pages is read right, field by field, and how fast"
	@echo "make lint    ruff, mypy, import contracts"
	@echo "make bench   ratios to plain Scrapy and wget, in one run"

$(READY): pyproject.toml .ci/constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with PYTHON=…" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check -c .ci/constraints.txt -e '.[dev]'
	@touch $(READY)

demo: $(READY)
	@$(PY) -m crawler demo

debian: PACKAGES = $(DEBIAN)
debian-prove: PACKAGES = $(DEBIAN) $(DEBIAN_PROVE)
debian-prove: ONLY = --no-install-recommends
debian debian-prove:
	@if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && ! dpkg -s $(PACKAGES) >/dev/null 2>&1; then \
		apt-get update -q >/dev/null \
		&& DEBIAN_FRONTEND=noninteractive apt-get install -y -q $(ONLY) $(PACKAGES) >/dev/null \
		|| echo "not installed: $(PACKAGES); the tests that need them are skipped" >&2; fi

test: $(READY)
	$(PY) -m pytest -m 'not prove' -n auto --dist worksteal

prove: $(READY) debian-prove
	$(PY) -m pytest -m prove --timeout 3600

truth: $(READY)
	$(PY) -m tests.truth

lint: $(READY)
	$(PY) -m ruff check crawler tests
	$(PY) -m ruff format --check crawler tests
	$(PY) -m mypy
	.venv/bin/lint-imports

bench: $(READY)
	$(PY) -m tests.bench

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
