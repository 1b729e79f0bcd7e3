"""Looks into the zip that a docx, odt or download of Google Docs is, before a library unpacks it."""

from __future__ import annotations

import io
import zipfile

_LARGEST = 200_000_000
"""Bytes of all members together, as the archive declares them; zipfile reads no more than is declared."""
_STEEPEST = 200
"""How many times larger than packed a member of more than a megabyte may be; documents reach some 60."""
_MOST = 10_000
_HEAD = 4096


class Unreadable(Exception):
    """A document that cannot be converted, and why, in words for people."""


def open_archive(content: bytes) -> zipfile.ZipFile:
    """The archive; Unreadable where it is none, is broken, or would grow beyond measure."""
    try:
        found = zipfile.ZipFile(io.BytesIO(content))
        members = found.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise Unreadable("it is broken: it cannot be unpacked") from fault
    if len(members) > _MOST:
        raise Unreadable(f"it holds {len(members)} files, more than a document has")
    for one in members:
        if one.file_size > 1_000_000 and one.file_size > _STEEPEST * max(one.compress_size, 1):
            raise Unreadable(f"it would unpack to {one.file_size:,} bytes from {one.compress_size:,}: a zip bomb")
        if one.flag_bits & 1:
            raise Unreadable("it is protected by a password")
    if sum(one.file_size for one in members) > _LARGEST:
        raise Unreadable("it would unpack to more than 200 megabytes")
    return found


def checked(content: bytes, needs: str) -> bytes:
    """`content`, an archive that has the member `needs` and no XML that defines entities."""
    with open_archive(content) as archive:
        names = archive.namelist()
        if needs not in names:
            raise Unreadable("it is an archive, but no such document is in it")
        for name in names:
            if name.endswith((".xml", ".rels")):
                with archive.open(name) as member:
                    if b"<!ENTITY" in member.read(_HEAD):
                        raise Unreadable("its XML defines entities, which no word processor writes")
    return content


def only_page(content: bytes) -> bytes:
    """The one HTML file of an archive, as Google Docs gives it for download."""
    with open_archive(content) as archive:
        pages = [one for one in archive.namelist() if one.casefold().endswith((".html", ".htm"))]
        if len(pages) != 1:
            raise Unreadable(f"it holds {len(pages)} web pages, and should hold one")
        return archive.read(pages[0])
