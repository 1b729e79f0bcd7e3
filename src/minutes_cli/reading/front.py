"""Where the front matter of a text is: YAML between lines of hyphens, or TOML between plus signs, at its head."""

from __future__ import annotations

from minutes_cli.text import Source, Span


def front_matter(source: Source) -> Span | None:
    """The span of the YAML between `---` lines, or the TOML between `+++` lines, at the head of a text."""
    text = source.text
    at = 1 if text.startswith("\ufeff") else 0
    fence = text[at : at + 3]
    if fence not in ("---", "+++") or text[at + 3 : text.find("\n", at) % (len(text) + 1)].strip():
        return None
    for number in range(2, min(len(source.starts), 400) + 1):
        span = source.line_span(number)
        if span.of(text).rstrip() in (fence, "..."):
            return Span(source.starts[1], span.start)
    return None
