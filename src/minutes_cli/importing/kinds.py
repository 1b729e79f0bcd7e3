"""What kind of document a file is, by its name and its first bytes, and which kinds cannot be taken.

>>> kind_of("board.docx", b"PK\\x03\\x04")
'docx'
"""

from __future__ import annotations

from types import MappingProxyType

from minutes_cli.model import MinutesError

_ENDINGS = MappingProxyType(
    {
        "docx": "docx",
        "odt": "odt",
        "pdf": "pdf",
        "html": "html",
        "htm": "html",
        "xhtml": "html",
        "zip": "zip",
        "eml": "eml",
        "txt": "text",
        "log": "text",
        "md": "text",
        "markdown": "text",
        "": "text",
    }
)
_BEGINNINGS = MappingProxyType({"docx": b"PK", "odt": b"PK", "zip": b"PK", "pdf": b"%PDF"})
_CURES = MappingProxyType(
    {
        "doc": "save it as .docx: soffice --headless --convert-to docx FILE",
        "rtf": "save it as .docx: soffice --headless --convert-to docx FILE",
        "pages": "export it from Pages as .docx",
        "gdoc": "download it from Google Docs as a web page (.html) or as .docx",
        "msg": "save it from the mail program as .eml",
        "xlsx": "copy the table into a document, or save it as .html",
    }
)
KINDS = "docx, odt, pdf, html (or the .zip of Google Docs), eml and logs of chats as text"


def kind_of(name: str, beginning: bytes) -> str:
    """`docx`, `odt`, `pdf`, `html`, `zip`, `eml` or `text`; MinutesError, with a cure, for any other.

    `beginning` is at least the first kilobyte of the file.
    """
    stem = name.replace("\\", "/").rpartition("/")[2]
    ending = stem.rpartition(".")[2].casefold() if "." in stem else ""
    if ending in _CURES:
        raise MinutesError(f"{name} is a kind that cannot be imported (.{ending})", hint=_CURES[ending])
    kind = _ENDINGS.get(ending)
    if kind is None:
        raise MinutesError(f"{name} is a kind that cannot be imported (.{ending})", hint=f"known are {KINDS}")
    if not beginning.strip():
        raise MinutesError(f"{name} is empty")
    start = _BEGINNINGS.get(kind)
    # PDF 1.7, Annex H: readers accept the mark anywhere in the first 1024 bytes.
    if start is not None and start not in beginning[: 1024 if kind == "pdf" else len(start)]:
        raise MinutesError(
            f"{name} is called .{ending}, but is none", hint="open it where it was made, and save it again"
        )
    return kind
