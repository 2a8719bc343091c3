"""Line numbers of a TOML document: which line each key, table and array item stands on.

``tomllib`` gives values without places, and ``tomlkit`` keeps the text but no line numbers. This scan gives only
places: it reads a document that ``tomllib`` has already accepted, so it need not judge anything (TOML 1.0.0).
"""

import re
from typing import Final

Path = tuple[str | int, ...]

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_SPACE: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK: Final = re.compile(r"[ \t]*")
# Multi-line strings may end in four or five quotes, of which the last three close (TOML 1.0.0, String).
_STRING: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"(?!""")){0,2}|' r"'''.*?'''(?:'(?!''')){0,2}|" r'"(?:[^"\\\n]|\\.)*"|' r"'[^'\n]*'",
    re.DOTALL,
)
_SCALAR: Final = re.compile(r"[^,\]}#\n]*")
_ESCAPE: Final = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([btnfr"\\]))')
_SIMPLE: Final = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}


def line_numbers(text: str) -> dict[Path, int]:
    """Path of every key, table and array item, to its line (from 1); ``()`` is the first line."""
    return _Scan(text).document()


def line_of(lines: dict[Path, int], path: Path) -> int:
    """Line of a path, or of the nearest enclosing thing that is written in the document."""
    while path and path not in lines:
        path = path[:-1]
    return lines[path]


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {(): 1}
        self.counts: dict[Path, int] = {}  # arrays of tables: how many so far

    def document(self) -> dict[Path, int]:
        table: Path = ()
        self.skip(_SPACE)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip(_SPACE)
        return self.lines

    def header(self) -> Path:
        line = self.line()
        array = self.text.startswith("[[", self.at)
        self.at += 2 if array else 1
        parts = self.key()
        self.at += 2 if array else 1
        path: Path = ()
        for part in parts[:-1]:
            path = self.inside((*path, part), line)
        path = (*path, parts[-1])
        if array:
            self.lines.setdefault(path, line)
            index = self.counts[path] = self.counts.get(path, -1) + 1
            path = (*path, index)
        self.lines.setdefault(path, line)
        return path

    def inside(self, path: Path, line: int) -> Path:
        """The table that a part of a header names: of an array of tables, the last one so far."""
        self.lines.setdefault(path, line)
        return (*path, self.counts[path]) if path in self.counts else path

    def pair(self, table: Path) -> None:
        line = self.line()
        path = table
        for part in self.key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self.at += 1  # the equals sign, at which key() stopped
        self.value(path)

    def key(self) -> list[str]:
        """The parts of a dotted key; stops at what follows it."""
        parts: list[str] = []
        while True:
            self.skip(_BLANK)
            if self.text[self.at] in "\"'":
                parts.append(_unquoted(self.take(_STRING)))
            else:
                parts.append(self.take(_BARE))
            self.skip(_BLANK)
            if self.text[self.at] != ".":
                return parts
            self.at += 1

    def value(self, path: Path) -> None:
        self.skip(_BLANK)
        match self.text[self.at]:
            case "[":
                self.items(path)
            case "{":
                self.inline_table(path)
            case '"' | "'":
                self.skip(_STRING)
            case _:
                self.skip(_SCALAR)

    def items(self, path: Path) -> None:
        self.at += 1
        index = 0
        self.skip(_SPACE)
        while self.text[self.at] != "]":
            if self.text[self.at] == ",":
                self.at += 1
            else:
                self.lines.setdefault((*path, index), self.line())
                self.value((*path, index))
                index += 1
            self.skip(_SPACE)
        self.at += 1

    def inline_table(self, path: Path) -> None:
        self.at += 1
        self.skip(_SPACE)
        while self.text[self.at] != "}":
            if self.text[self.at] == ",":
                self.at += 1
            else:
                self.pair(path)
            self.skip(_SPACE)
        self.at += 1

    def line(self) -> int:
        return self.text.count("\n", 0, self.at) + 1

    def skip(self, pattern: re.Pattern[str]) -> None:
        self.take(pattern)

    def take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if not found:  # only a document that tomllib would refuse
            raise ValueError(f"not TOML at line {self.line()}")
        self.at = found.end()
        return found.group()


def _unquoted(quoted: str) -> str:
    if quoted.startswith("'"):
        return quoted[1:-1]
    return _ESCAPE.sub(
        lambda m: _SIMPLE[m.group(3)] if m.group(3) else chr(int(m.group(1) or m.group(2), 16)), quoted[1:-1]
    )
