"""Sanitised HTML: structure and links of a text, and nothing else. Written anew from blocks, never passed through."""

from collections.abc import Sequence

from lxml import etree

from crawler.extract.blocks import Token, read_blocks


def render(tokens: Sequence[Token]) -> str:
    """HTML of the blocks, one line for each at the top. Reading it again gives the same blocks."""
    lines: list[str] = []
    line: list[str] = []
    depth = 0
    for token in pruned(tokens):
        if token.kind == "run":
            line.append(f"<{token.tag}>{token.html}</{token.tag}>" if token.tag else token.html)
        elif token.kind == "open":
            depth += 1
            start = f' start="{token.text}"' if token.tag == "ol" and token.text != "1" else ""
            line.append(f"<{token.tag}{start}>")
        else:
            depth -= 1
            line.append(f"</{token.tag}>")
        if depth == 0:
            lines.append("".join(line))
            line = []
    return "\n".join(lines)


def reread(html: str, base: str = "") -> list[Token]:
    """The blocks of HTML that :func:`render` wrote (or of any other; what is not allowed is left out)."""
    if not html.strip():
        return []
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(b"<body>" + html.encode("utf-8", "replace").replace(b"\x00", b"") + b"</body>", parser)
    except etree.XMLSyntaxError:
        return []
    return [] if root is None else read_blocks([root], base)


def pruned(tokens: Sequence[Token]) -> list[Token]:
    """Without lists, rows and the like that hold no text any more. Cells of a row that has text are kept."""
    kept: list[Token] = []
    opened: list[int] = []  # where in ``kept`` the open containers begin
    filled: list[bool] = []
    for token in tokens:
        if token.kind == "open":
            opened.append(len(kept))
            filled.append(False)
            kept.append(token)
        elif token.kind == "run":
            filled = [True] * len(filled)
            kept.append(token)
        else:
            begin = opened.pop()
            if filled.pop() or token.tag in {"td", "th"}:
                kept.append(token)
            else:
                del kept[begin:]
    return kept
