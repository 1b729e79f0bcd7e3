"""Where actions stand: FORMS, one function a syntax, in the order in which they are asked.

A form looks at one block and says which actions it holds, if any; the first that finds some has it.
"""

from collections.abc import Callable

from minutes_cli.reading.forms.behind import marked_behind
from minutes_cli.reading.forms.found import Found, Page
from minutes_cli.reading.forms.inside import marked_inside
from minutes_cli.reading.forms.lists import boxed, listed, responsible
from minutes_cli.reading.forms.marks import marked, weakly_marked
from minutes_cli.reading.forms.named import by_arrow, handed
from minutes_cli.reading.forms.recorded import recorded
from minutes_cli.reading.forms.tables import table_rows

Form = Callable[[Page, int], tuple[Found, ...]]

FORMS: tuple[tuple[str, Form], ...] = (
    ("recorded", recorded),
    ("record", table_rows),
    ("behind", marked_behind),
    ("handed", handed),
    ("keyword", marked),
    ("checkbox", boxed),
    ("label", listed),
    ("inside", marked_inside),
    ("weak", weakly_marked),
    ("responsible", responsible),
    ("arrow", by_arrow),
)
