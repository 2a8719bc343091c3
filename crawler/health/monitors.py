"""Monitors: a suite of spidermon that a run must pass. Needs the extra ``monitor``.

``monitors = ["crawler.health.monitors.RunMonitors"]`` in communique.toml, or ``SPIDERMON_ENABLED`` and
``SPIDERMON_SPIDER_CLOSE_MONITORS`` in Scrapy's settings. Its bounds are settings too: ``MONITOR_MOST_LOST`` and
``MONITOR_LEAST_FILLED``, by field. A suite of one's own finds the :class:`crawler.model.run.Run` in ``self.data.run``.
"""

from typing import Any, Final

from spidermon import Monitor, MonitorSuite  # type: ignore[import-untyped]

from crawler.model.run import Run

MOST_LOST: Final = 0.1  # of the pages asked for
LEAST_FILLED: Final = {"title": 0.95, "body": 0.95}  # of the pages read
_FEW: Final = 10  # pages: one of fewer is no share


class RunMonitor(Monitor):  # type: ignore[misc]
    """What the run as a whole came to."""

    @property
    def _run(self) -> Run:
        run: Run = self.data.run
        return run

    def _setting(self, name: str, default: Any) -> Any:
        return self.data.crawler.settings.get(name, default)

    def test_answered(self) -> None:
        """Some page or listing came."""
        if not self._run.bytes:
            raise AssertionError("nothing was asked, or nothing answered")

    def test_lost(self) -> None:
        """Pages that failed or were refused are a small share of those asked for."""
        run, most = self._run, float(self._setting("MONITOR_MOST_LOST", MOST_LOST))
        asked, lost = run.captured + run.failed + run.gone, run.failed + run.refused
        if asked >= _FEW and lost / asked > most:
            raise AssertionError(f"{lost} of {asked} pages were lost")

    def test_filled(self) -> None:
        """Pages that were read have what a statement has."""
        pages = sum(filled.pages for filled in self._run.layouts.values())
        for field, least in self._setting("MONITOR_LEAST_FILLED", LEAST_FILLED).items():
            count = sum(filled.fields.get(field, 0) for filled in self._run.layouts.values())
            if pages >= _FEW and count / pages < least:
                raise AssertionError(f"{count} of {pages} pages have a {field}")


class RunMonitors(MonitorSuite):  # type: ignore[misc]
    """The suite."""

    monitors = (RunMonitor,)
