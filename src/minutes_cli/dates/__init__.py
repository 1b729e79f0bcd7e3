"""Written dates and periods, and the day they mean.

The anchor, a meeting's day or today, is always an argument: nothing here has a clock. The words of each
language are tables (`reading/languages/*.toml`, `[calendar]` and `[due]`) that make one `Calendar`.

A text is cut into tokens, every token gets the kinds that its word has in the tables, and small patterns run over
the kinds: `calendar` cuts, `grammar` has the patterns, `written` and `due` say which day was meant, `period` reads
what is typed in a query and what stands in a file's name.
"""

from minutes_cli.dates.calendar import Calendar
from minutes_cli.dates.due import Due, read_due
from minutes_cli.dates.period import read_name_date, read_period
from minutes_cli.dates.written import Written, find_dates, read_date

__all__ = ("Calendar", "Due", "Written", "find_dates", "read_date", "read_due", "read_name_date", "read_period")
