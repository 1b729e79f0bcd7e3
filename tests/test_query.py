from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Day

import pytest

from makers import DONE, DROPPED, OPEN, mention, register, sat
from minutes_cli.config import Alias, BodyName, Config, Group, Person
from minutes_cli.model import MinutesError
from minutes_cli.register.people import Match, People
from minutes_cli.register.query import (
    Context,
    Query,
    QueryError,
    all_of,
    any_of,
    everything,
    negated,
    owner_matches,
    parse_query,
    require_owner,
    term,
)

TODAY = Day(2011, 10, 10)
CONFIG = Config(
    people=(Person("Ann Lee", aliases=(Alias("Ann"),)),),
    groups=(Group("OCS officials", aliases=(Alias("Officials"),), members=("Bob",)),),
    bodies=(BodyName("Harbour Board", aliases=("HB",)),),
)
PEOPLE = People.of(CONFIG)
CONTEXT = Context(TODAY, PEOPLE)
REGISTER = register(
    sat(
        "a.md",
        Day(2011, 9, 1),
        mention(
            "Circulate the PAPER", "OCS officials", line=1, due=Day(2011, 10, 6), item="Budget 2012", tags=["money"]
        ),
        mention("paint the (old) fence", "Ann", "Officials", line=2, due=Day(2011, 10, 10), status=OPEN),
        mention("count boats", line=3, status=DONE, closed=Day(2011, 9, 20), progress="sorted"),
        mention("write to Zürich", "Ann Lee", line=4, status=OPEN, progress="ongoing", label="A7"),
        body="Harbour Board",
    ),
    sat("b.md", Day(2011, 10, 6), mention("sweep up", "Zoe", line=5, status=DROPPED, carried=True), body="Trust"),
    config=CONFIG,
)
NO_DATE = '"soon" is no date: write 2011-10-06, 2011-10, 2011, today, -7d or 2011-01..2011-06'
NUMBERS = {one.line: one for one in REGISTER.actions}


def asked(query: str | Sequence[str] | Query, context: Context = CONTEXT) -> str:
    """The lines of the actions that are meant, which are their numbers."""
    found = query if isinstance(query, Query) else parse_query(query)
    return "".join(str(one.line) for one in found.filter(REGISTER.actions, context))


def fault(query: str | Sequence[str]) -> QueryError:
    with pytest.raises(QueryError) as found:
        parse_query(query)
    return found.value


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "12345"),
        ("paper", "1"),
        ("PAPER circulate", "1"),
        ("text:fence", "2"),
        ('"paint the"', "2"),
        ("“paint the”", "2"),
        ('"the paint"', ""),
        ('"a \\" b"', ""),
        ("zürich", "4"),
        ("ZU\u0308RICH", "4"),
        ("owner:officials", "12"),
        ('owner:"OCS officials"', "12"),
        ("owner:bob", "12"),
        ("owner:ann", "24"),
        ("owner:zo", "5"),
        ("owners:zoe", "5"),
        ("OWNER:zoe", "5"),
        ("owner:/^(zoe|ann lee)$/", "245"),
        ("status:open", "124"),
        ("status:done", "3"),
        ("status:dropped", "5"),
        ("status:closed", "35"),
        ("status:all", "12345"),
        ("status:ongoing", "4"),
        ("status:/^d/", "35"),
        ("body:harbour", "1234"),
        ("body:hb", "1234"),
        ("body:trust", "5"),
        ("meeting:2011-10", "5"),
        ("item:budget", "1"),
        ("id:A7", "4"),
        (f"id:{NUMBERS[1].id[:6]}", "1"),
        ("tag:mon", "1"),
        ("progress:sort", "3"),
        ("file:b.md", "5"),
        ("/pa(per|int)/", "12"),
        ("/the old/", ""),
        (r"/a\/b/", ""),
        ("due:2011-10-06", "1"),
        ("due:2011-10", "12"),
        ("due:2011", "12"),
        ("due:..2011-10-09", "1"),
        ("due:2011-10-07..", "2"),
        ("due:2011-10-01..2011-10-06", "1"),
        ("due:today", "2"),
        ("due:-4d", "1"),
        ("due:-1w..today", "12"),
        ("due:none", "345"),
        ("raised:2011-09", "1234"),
        ("closed:2011-09", "3"),
        ("closed:none", "1245"),
        ("is:open", "124"),
        ("is:closed", "35"),
        ("is:done", "3"),
        ("is:dropped", "5"),
        ("is:overdue", "1"),
        ("is:ownerless", "3"),
        ("is:undated", "345"),
        ("is:carried", "5"),
        ("NOT is:open", "35"),
        ("-owner:ann", "135"),
        ("-paper -fence", "345"),
        ("NOT NOT paper", "1"),
        ("NOT (paper OR fence)", "345"),
        ("-(paper OR fence)", "345"),
        ("paper OR fence", "12"),
        ("paper AND fence", ""),
        ("owner:ann (fence OR paper)", "2"),
        ("paper OR fence owner:ann", "12"),
        ("(paper OR fence) owner:ann", "2"),
        ("((paper))", "1"),
        ("(old)", "2"),
        ("paint(old)", ""),
        ('"(old)"', "2"),
        ("the(old", ""),
        ("or and not", ""),
        ('"OR"', ""),
        ("https://example.org", ""),
        ("10:30", ""),
        ("-", ""),
        ("owner:officials due:..2011-10 NOT paper", "2"),
    ],
)
def test_a_query_means_these_actions(query: str, expected: str) -> None:
    assert expected == asked(query)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["owner:officials", "due:..2011-10", "NOT", "paper"], "2"),
        (["owner:OCS officials"], "12"),
        (["-owner:OCS officials", "is:open"], "4"),
        (["owner:ann -fence"], "4"),
        (["owner:ann text:fence"], "2"),
        (["paper OR fence"], "12"),
        (["(paper", "OR", "fence)"], "12"),
        (["paint fence"], "2"),
        ([], "12345"),
        (["", " "], "12345"),
    ],
)
def test_arguments_are_joined_by_and_with_the_quotes_back_that_the_shell_took(
    arguments: list[str], expected: str
) -> None:
    assert expected == asked(arguments)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("paper ownr:ann", "there is no query term ownr:\n  paper ownr:ann\n        ^^^^^"),
        ("due:soon", f"{NO_DATE}\n  due:soon\n  ^^^^^^^^"),
        ("due:2011-02-30", 'there is no "2011-02-30" in the calendar\n  due:2011-02-30\n  ^^^^^^^^^^^^^^'),
        ("due:2012..2011", '"2012..2011" ends before it begins\n  due:2012..2011\n  ^^^^^^^^^^^^^^'),
        ("due:/x/", "a date cannot be asked for with a regular expression\n  due:/x/\n  ^^^^^^^"),
        ("is:late", 'an action is never "late"\n  is:late\n  ^^^^^^^'),
        ("a /[/", "the regular expression cannot be read: unterminated character set at position 0\n  a /[/\n    ^^^"),
        ("a /b", "the regular expression has no / at its end\n  a /b\n    ^^"),
        ('a "b', 'the quote is not closed\n  a "b\n    ^^'),
        ("owner: ann", "owner: needs something after the colon\n  owner: ann\n  ^^^^^^"),
        ("(a", "this parenthesis is not closed\n  (a\n  ^"),
        ("a)", "this parenthesis was never opened\n  a)\n   ^"),
        ("()", "a term is missing after (\n  ()\n  ^"),
        ("a OR", "a term is missing after OR\n  a OR\n    ^^"),
        ("OR a", "a query begins with a term\n  OR a\n  ^^"),
        ("NOT", "a term is missing after NOT\n  NOT\n  ^^^"),
        ("会議 ownr:x", "there is no query term ownr:\n  会議 ownr:x\n       ^^^^^"),
        ("a\nis:x", 'an action is never "x"\n  a is:x\n    ^^^^'),
    ],
)
def test_a_term_that_cannot_be_read_is_an_error_with_a_caret_under_it(query: str, message: str) -> None:
    assert message == str(fault(query))


def test_an_unknown_term_or_word_gets_the_near_one() -> None:
    assert fault("ownr:ann").hint == 'did you mean owner: ?; as words it is put in quotes: "ownr:ann"'
    assert fault("is:overdu").hint == "did you mean is:overdue?"
    assert fault("zzzz:ann").hint.startswith("known are is:, id:")
    assert fault("is:zzzz").hint.startswith("known are open, closed")


def test_a_long_query_is_shown_around_its_fault() -> None:
    lines = str(fault("word " * 200 + "ownr:ann" + " word" * 200)).split("\n")
    assert (len(lines[1]), lines[2].strip()) == (102, "^^^^^")
    assert lines[1][lines[2].index("^") :][:5] == "ownr:"


@pytest.mark.parametrize("query", ["(" * 60 + "a" + ")" * 60, "a" * 10_001, f"/{'a' * 501}/", "due:+99999y"])
def test_what_is_too_deep_too_long_or_beyond_the_calendar_is_an_error(query: str) -> None:
    assert isinstance(fault(query), QueryError)


def test_a_subject_of_a_regular_expression_is_looked_at_for_two_thousand_characters() -> None:
    long = register(sat("a.md", TODAY, mention("x" * 2500 + " end")))
    assert parse_query("/end/").filter(long.actions, CONTEXT) == ()
    assert len(parse_query("end").filter(long.actions, CONTEXT)) == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "124"),
        ("owner:ann", "24"),
        ("is:undated", "4"),
        ("is:carried", ""),
        ("is:ownerless", ""),
        ("status:all", "12345"),
        ("NOT status:open", "35"),
        ("status:sorted", "3"),
        ("is:closed", "35"),
        ("closed:2011", "3"),
        ("paper OR (is:done boats)", "13"),
    ],
)
def test_open_actions_only_are_meant_unless_the_query_names_a_status(query: str, expected: str) -> None:
    assert expected == asked(parse_query(query).or_open())


def test_flags_are_another_spelling_of_terms() -> None:
    assert parse_query('owner:"OCS officials"').predicate == term("owner", "OCS officials").predicate
    assert (
        asked(all_of(parse_query("fence"), term("owner", "Ann"), any_of(term("due", "today"), term("due", "none"))))
        == "2"
    )
    assert asked(negated(term("text", "(old)"))) == "1345"
    assert "12345" == asked(all_of()) == asked(all_of(everything(), parse_query("")))
    assert all_of(term("status", "done"), parse_query("boats")).names_status
    assert asked(term("text", "/^(circ|paint)/")) == "12"


@pytest.mark.parametrize(
    "query",
    [
        all_of(term("owner", "OCS officials"), any_of(parse_query("paper"), parse_query("fence OR boats"))),
        negated(parse_query("paper OR fence")),
        all_of(parse_query("paper OR fence"), term("text", "paint the (old)")),
    ],
)
def test_the_text_of_a_combined_query_means_the_same(query: Query) -> None:
    assert asked(query) == asked(query.text)


def test_a_flag_that_cannot_be_read_is_shown_as_the_term_it_stands_for() -> None:
    with pytest.raises(QueryError, match=r"is no date"):
        term("due", "next spring")


def test_owner_me_is_who_asks_and_an_error_where_nobody_has_said() -> None:
    assert asked("owner:me", Context(TODAY, PEOPLE, me="Ann Lee")) == "24"
    with pytest.raises(MinutesError, match="nobody has said who you are"):
        asked("NOT owner:ME")


def test_a_period_that_ends_before_it_begins_today_is_an_error_when_it_is_asked() -> None:
    with pytest.raises(MinutesError, match=r"^due:today\.\.2011-01 cannot be answered today"):
        asked("due:today..2011-01")
    assert asked("due:2011-10-11..today", Context(Day(2011, 10, 11), PEOPLE)) == ""


def test_the_answer_says_which_words_matched_and_how() -> None:
    query = parse_query('owner:"OCS officials" NOT owner:zoe')
    assert (Match("literal", "OCS officials", "OCS officials"),) == owner_matches(query, NUMBERS[1], CONTEXT)
    assert (Match("alias", "Officials", "OCS officials"),) == owner_matches(query, NUMBERS[2], CONTEXT)
    assert () == owner_matches(query, NUMBERS[5], CONTEXT) == owner_matches(parse_query("paper"), NUMBERS[1], CONTEXT)
    assert query.owner_words == ("OCS officials",)


def test_an_owner_whom_nobody_knows_is_an_error_with_near_names() -> None:
    for known in ("Officials", "zoe", "Bob", "ann lee", "nn"):
        require_owner(known, REGISTER, PEOPLE)
    with pytest.raises(MinutesError, match='called "Ofizials"') as found:
        require_owner("Ofizials", REGISTER, PEOPLE)
    assert "Officials" in found.value.hint
    with pytest.raises(MinutesError) as found:
        require_owner("Ωμέγα", REGISTER, PEOPLE)
    assert found.value.hint == "minutes owners lists all that there are"
