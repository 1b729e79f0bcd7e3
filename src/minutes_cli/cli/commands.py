"""The commands, as rows: the root help is made of them, and a command's own module is imported when it is asked for.

Nothing is imported here: the shell's completion asks these rows before anything else is loaded.
"""

from __future__ import annotations


class Command:
    """One command."""

    __slots__ = ("examples", "function", "module", "name", "summary", "takes")

    def __init__(self, name: str, where: str, examples: str, summary: str, takes: str = "") -> None:
        self.name = name
        self.module, _, self.function = where.partition(".")
        self.examples = examples
        """The name of its examples in the module."""
        self.summary = summary
        """The first paragraph of its help; a test holds it equal to the function's."""
        self.takes = takes
        """What the shell may offer for its argument: `ids` or `bodies`, with `...` where there may be several."""


COMMANDS = (
    Command(
        "actions",
        "reading.actions",
        "EXAMPLES",
        "List actions: the open ones, or those that a query and the options describe.",
    ),
    Command(
        "show",
        "showing.show",
        "EXAMPLES",
        "Show an action whole: its owners, its history, and the lines of the minutes that tell of it.",
        "ids...",
    ),
    Command("meetings", "meetings.meetings", "MEETINGS_EXAMPLES", "List the meetings, with what came of each."),
    Command("decisions", "meetings.decisions", "DECISIONS_EXAMPLES", "List what was resolved and agreed."),
    Command(
        "owners",
        "meetings.owners",
        "OWNERS_EXAMPLES",
        "List the owners as they are written, with their counts and whom they mean.",
    ),
    Command(
        "stats", "counting.stats", "EXAMPLES", "Count what is open, overdue and closed, by age, month, owner and body."
    ),
    Command(
        "report",
        "reporting.report",
        "REPORT_EXAMPLES",
        "Write the register as a web site that needs no server: for GitHub Pages, a file share or a mail.",
    ),
    Command(
        "serve",
        "reporting.serve",
        "SERVE_EXAMPLES",
        "Show the report in a browser on this machine, and show it anew whenever the minutes change. Ctrl-C ends it.",
    ),
    Command(
        "diff",
        "history.diff",
        "DIFF_EXAMPLES",
        "Show which actions were raised, closed, dropped, reopened, reworded, reassigned or moved between two states.",
    ),
    Command(
        "log",
        "history.log",
        "LOG_EXAMPLES",
        "Tell who raised, changed and closed an action and in which commit, or what each commit did; newest last.",
        "ids",
    ),
    Command(
        "merge-driver",
        "merging.merge_driver",
        "EXAMPLES",
        "Merge two versions of a file of minutes, also where neighbouring lines were changed. Called by git.",
    ),
    Command(
        "check",
        "checking.check",
        "CHECK_EXAMPLES",
        "Look for what is wrong: overdue, ownerless and forgotten actions, files that could not be read well.",
    ),
    Command("rule", "checking.rule", "RULE_EXAMPLES", "Explain a rule of `minutes check`, or list them all."),
    Command(
        "new",
        "upcoming.new",
        "NEW_EXAMPLES",
        "Begin the minutes of the next meeting, with the open actions as matters arising.",
        "bodies",
    ),
    Command(
        "agenda",
        "upcoming.agenda",
        "AGENDA_EXAMPLES",
        "Print the agenda of the next meeting, to send round: its items and the open actions.",
        "bodies",
    ),
    Command(
        "link",
        "linking.link",
        "LINK_EXAMPLES",
        "Say that what stands at a place is this action: its id is written there, and nothing is guessed any more.",
        "ids",
    ),
    Command(
        "stamp",
        "linking.stamp",
        "STAMP_EXAMPLES",
        "Write the ids of actions into the text, so that they stay the same when somebody words them anew.",
        "ids...",
    ),
    Command(
        "unlink",
        "deciding.unlink",
        "UNLINK_EXAMPLES",
        "Say that what stands at a place is not this action: a link by words that was wrong.",
        "ids",
    ),
    Command(
        "defer",
        "deciding.defer",
        "DEFER_EXAMPLES",
        "Leave an action out of new minutes and agendas until two weeks before a day.",
        "ids",
    ),
    Command(
        "doctor",
        "examining.doctor",
        "DOCTOR_EXAMPLES",
        "Say what was read of each file, what looks like an action and was not, and which settings would help.",
    ),
    Command(
        "export",
        "exporting.export",
        "EXAMPLES",
        "Write actions for other programs: the open ones, or those that a query and the options describe.",
    ),
    Command(
        "import",
        "importing.import_",
        "EXAMPLES",
        "Turn documents into Markdown minutes, and show what is read in them.",
    ),
    Command(
        "remind",
        "reminding.remind",
        "EXAMPLES",
        "Write to each owner of an open action what is theirs to do. Without --send nothing is sent.",
    ),
    Command(
        "browse",
        "browsing.browse",
        "EXAMPLES",
        "Look through the register full-screen, and change it with a key: close, drop, assign, due, undo.",
    ),
    Command("parse", "parsing.parse", "PARSE_EXAMPLES", "Show what each FILE says, without a look at any other."),
    Command(
        "query",
        "querying.query",
        "EXAMPLES",
        "Ask the register in SQL: actions, owners, people, tags, mentions, meetings, decisions, diagnostics.",
    ),
    Command(
        "schema", "parsing.schema", "SCHEMA_EXAMPLES", "Print the JSON Schema of YAML minutes and of front matter."
    ),
    Command(
        "init",
        "setup.init",
        "INIT_EXAMPLES",
        "Look at the folder (-C, else the one here) and write a commented minutes.toml for it.",
    ),
    Command("edit", "setup.edit", "EDIT_EXAMPLES", "Open $VISUAL or $EDITOR at the line of an action.", "ids"),
    Command(
        "close",
        "changing.close",
        "CLOSE_EXAMPLES",
        "Close actions: they are done. The minutes say so afterwards, in their own idiom.",
        "ids...",
    ),
    Command(
        "drop",
        "changing.drop",
        "DROP_EXAMPLES",
        "Drop actions: they were withdrawn, superseded or overtaken. A reason has to be given.",
        "ids...",
    ),
    Command(
        "reopen",
        "changing.reopen",
        "REOPEN_EXAMPLES",
        "Open closed actions again; what minutes wrote when it closed them is taken back to the letter.",
        "ids...",
    ),
    Command(
        "assign",
        "changing.assign",
        "ASSIGN_EXAMPLES",
        "Give an action to somebody else; with --where, all words are owners.",
        "ids",
    ),
    Command(
        "due", "changing.due", "DUE_EXAMPLES", "Give actions another deadline, or with `none` take it away.", "ids..."
    ),
    Command(
        "add",
        "adding.add",
        "ADD_EXAMPLES",
        "Add an action to minutes, behind the others that stand there and in their form.",
    ),
    Command(
        "undo",
        "undoing.undo",
        "UNDO_EXAMPLES",
        "Take back the last changes that minutes made here; what it committed is taken back by a commit.",
    ),
)
"""In the order of the help."""
