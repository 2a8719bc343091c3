"""Installing the schedule: the text of systemd units and of a cron line that tick it. Nothing is installed by itself.

The quoting follows systemd.syntax(7), systemd.service(5) and systemd.unit(5) (``%`` begins a specifier, ``$`` a
variable), and crontab(5), where ``%`` ends the command.
"""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_MINUTES: Final = 5  # between two ticks: how late a run may begin
_STOP: Final = 30  # seconds that a crawl is given to end; it needs fewer than 10


@dataclass(frozen=True, slots=True)
class Setup:
    """How the schedule is called: the words before and after ``schedule tick``, the folder, the variables it needs."""

    command: Sequence[str]
    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises ``ValueError`` for what no unit and no crontab can hold."""
        for text in (*self.command, *self.arguments, str(self.folder), *self.environment.values()):
            if not text.isprintable():
                raise ValueError(f"{text!r} cannot stand in a unit file or a crontab: it has a line break or the like")

    def words(self, what: str) -> tuple[str, ...]:
        """The whole command: ``what`` is ``tick`` or ``daemon``."""
        return (*self.command, "schedule", what, *self.arguments)


def units(setup: Setup, name: str, *, daemon: bool = False) -> dict[str, str]:
    """Texts of unit files by their names: a service and its timer, or the one service that keeps running."""
    if daemon:
        return {f"{name}.service": _service(setup, "daemon", _DAEMON)}
    return {f"{name}.service": _service(setup, "tick", _TICK), f"{name}.timer": _TIMER}


def cron_line(setup: Setup, log: Path) -> str:
    """One line of a crontab; what the ticks say goes to the end of ``log``."""
    variables = [f"{name}={shlex.quote(value)}" for name, value in setup.environment.items()]
    words = " ".join([*variables, *map(shlex.quote, setup.words("tick"))])
    line = f"cd {shlex.quote(str(setup.folder))} && {words} >>{shlex.quote(str(log))} 2>&1"
    return f"*/{_MINUTES} * * * * " + line.replace("%", "\\%") + "\n"


def _service(setup: Setup, what: str, kind: str) -> str:
    lines = [f"WorkingDirectory={_path(setup.folder)}"]
    lines += [f"Environment={_word(f'{name}={value}', variables=False)}" for name, value in setup.environment.items()]
    program, *words = setup.words(what)
    # systemd looks for variables in every word but the first, where it would take two dollars for two.
    lines.append(" ".join([f"ExecStart={_word(program, variables=False)}", *map(_word, words)]))
    wanted = "\n[Install]\nWantedBy=multi-user.target\n" if what == "daemon" else ""  # a tick is wanted by its timer
    return _SERVICE.format(kind=kind, lines="\n".join(lines), stop=_STOP) + wanted


def _word(text: str, *, variables: bool = True) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped.replace("$", "$$") if variables else escaped}"'


def _path(path: Path) -> str:
    """A path that is a setting's whole value: it is not split into words, so that quotes would be part of it."""
    return str(path).replace("\\", "\\\\").replace("%", "%%")


# 6, 5: a source wants a person, and `communique status` and the alerts say so; the unit itself did its work.
# 11: told to end, and everything is consistent; 75: another crawl holds the archive, and the next tick comes.
_TICK: Final = """\
Type=oneshot
SuccessExitStatus=5 6 11 75
"""
# A wrong configuration, wrong usage or a damaged archive does not mend itself by starting again.
_DAEMON: Final = """\
Type=exec
Restart=on-failure
RestartSec=60
SuccessExitStatus=11
RestartPreventExitStatus=1 2 4 17
"""
_SERVICE: Final = """\
[Unit]
Description=Crawl the ministries whose turn it is
Wants=network-online.target
After=network-online.target

[Service]
{kind}{lines}
TimeoutStopSec={stop}
KillMode=mixed
Nice=10
NoNewPrivileges=true
"""
_TIMER: Final = f"""\
[Unit]
Description=Look every {_MINUTES} minutes whose turn it is

[Timer]
OnCalendar=*:0/{_MINUTES}
AccuracySec=30s
Persistent=true

[Install]
WantedBy=timers.target
"""
