"""Where actions stand: FORMS, one function a syntax, in the order in which they are asked.

A form looks at one block and says which actions it holds, if any; the first that finds some has it.
"""

from collections.abc import Callable

from minutes_cli.reading.forms.behind import marked_behind
from minutes_cli.reading.forms.bold import in_bold
from minutes_cli.reading.forms.found import Found, Page
from minutes_cli.reading.forms.inside import marked_inside
from minutes_cli.reading.forms.lists import boxed, listed, responsible
from minutes_cli.reading.forms.margin import at_margin, counted
from minutes_cli.reading.forms.marks import marked
from minutes_cli.reading.forms.named import by_arrow, handed, to_action, weakly_marked
from minutes_cli.reading.forms.recorded import recorded
from minutes_cli.reading.forms.signs import signed
from minutes_cli.reading.forms.tables import table_rows

Form = Callable[[Page, int], tuple[Found, ...]]
_MARKS = ("marks.any",)

FORMS: tuple[tuple[str, Form, tuple[str, ...]], ...] = (
    ("recorded", recorded, ()),
    ("record", table_rows, ()),
    ("behind", marked_behind, _MARKS),
    ("handed", handed, _MARKS),
    ("acts", to_action, ("marks.acts",)),
    ("keyword", marked, _MARKS),
    ("sign", signed, ()),
    ("checkbox", boxed, ()),
    ("label", listed, ()),
    ("margin", at_margin, ()),
    ("inside", marked_inside, ("marks.inside",)),
    ("counted", counted, ()),
    ("bold", in_bold, ()),
    ("weak", weakly_marked, ("marks.weak", "marks.next_is")),
    ("responsible", responsible, ()),
    ("arrow", by_arrow, ()),
)
"""Name, form, and the lists of words of which a block has a phrase, or the form is not asked; none: it always is."""
