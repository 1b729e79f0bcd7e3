"""Word documents, by mammoth, which goes by styles and not by looks, and reads nothing beside the document."""

from __future__ import annotations

import io

import mammoth

from minutes_cli.importing.archive import checked
from minutes_cli.importing.markdown import markdown

_STYLES = """
p[style-name='Title'] => p.title:fresh
p[style-name='Subtitle'] => p:fresh
comment-reference =>
"""


def convert(content: bytes) -> str:
    """The document as Markdown, without pictures, comments and what was struck out."""
    source = io.BytesIO(checked(content, "word/document.xml"))
    made = mammoth.convert_to_html(
        source,
        style_map=_STYLES,
        include_embedded_style_map=False,
        convert_image=mammoth.images.img_element(lambda _: {}),
    )
    return markdown(made.value)
