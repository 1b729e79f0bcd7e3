"""The process that converts one document of the kind that is its argument: bytes in, Markdown out.

It takes bounds on memory and time upon itself before it looks at anything. Exit 3 and a sentence on standard
error is a document that cannot be converted, exit 4 and a name a library that is not installed.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import MappingProxyType

_MEMORY = 3 * 2**30
_SECONDS = 90
_HOMES = MappingProxyType({"docx": "docx", "odt": "odt", "pdf": "pdf", "eml": "mail"})


def main() -> int:
    """Convert standard input."""
    _bound()
    kind, content = sys.argv[1], sys.stdin.buffer.read()
    try:
        text = _converted(kind, content)
    except ModuleNotFoundError as fault:
        sys.stderr.write(fault.name or str(fault))
        return 4
    except MemoryError:
        sys.stderr.write("it needs more memory than a document should")
        return 3
    except (ImportError, NameError, SyntaxError):
        raise  # faults of ours, not of the document
    except Exception as fault:
        # Libraries raise all kinds of things on broken files; what kind is all that can be said.
        is_ours = type(fault).__name__ == "Unreadable"
        sys.stderr.write(
            str(fault) if is_ours else f"it is broken, or made in a way that is not known ({type(fault).__name__})"
        )
        return 3
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return 0


def _converted(kind: str, content: bytes) -> str:
    if kind in _HOMES:
        module = import_module(f"minutes_cli.importing.{_HOMES[kind]}")
        converted: str = module.convert(content)
        return converted
    from minutes_cli.importing.markdown import markdown

    if kind == "zip":
        from minutes_cli.importing.archive import only_page

        content = only_page(content)
    return markdown(content)


def _bound() -> None:
    """At most so much memory and so many seconds of the processor, where the system knows such bounds."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


if __name__ == "__main__":
    sys.exit(main())
