"""OpenDocument texts, by odfpy."""

from __future__ import annotations

import io

from odf.odf2xhtml import ODF2XHTML

from minutes_cli.importing.archive import checked
from minutes_cli.importing.markdown import markdown


def convert(content: bytes) -> str:
    """The document as Markdown, without pictures."""
    page: str = ODF2XHTML(generate_css=False, embedable=True).odf2xhtml(io.BytesIO(checked(content, "content.xml")))
    return markdown(page)
