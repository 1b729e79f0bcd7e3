"""What a meeting decided, in the words of boards and councils."""

from __future__ import annotations

import pytest

from minutes_cli.config import Config
from minutes_cli.reading.parse import parse
from minutes_cli.text import Source


def decided(text: str) -> list[tuple[int, str]]:
    return [(one.line, one.text) for one in parse(Source("2026-03-03.md", f"# Board\n\n{text}"), Config()).decisions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Motion by Reyes, second by Ferro, to buy the boat. Motion carried 3-0.\n",
            [(3, "Motion by Reyes, second by Ferro, to buy the boat. Motion carried 3-0")],
        ),
        (
            "To buy the boat before the summer.\n\nCarried unanimously (7-0).\n",
            [(3, "To buy the boat before the summer")],
        ),
        ("- To paint the hut\n  - passed\n- The tide\n", [(3, "To paint the hut")]),
        ("Passed\n", []),
        ("Motion: to buy a tent. Seconded Bo. Passed.\n", [(3, "Motion: to buy a tent. Seconded Bo. Passed")]),
        ("Resolved, that the crew be thanked.\n", [(3, "that the crew be thanked")]),
        ("The minutes of the last meeting were approved.\n", [(3, "The minutes of the last meeting were approved")]),
        ("Resolution: postponed to the next meeting.\n", []),
        ("Ann moved to adjourn, Bo seconded, all in favour.\n", []),
        ("Present: Ann, Bo\n\nAnn: last year we agreed on a blue one.\n", []),
        ("Motion to sell the boat failed.\n", []),
    ],
)
def test_a_vote_decides_what_was_moved(text: str, expected: list[tuple[int, str]]) -> None:
    assert decided(text) == expected


def lines(text: str) -> list[int]:
    return [line for line, _ in decided(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- Promote Ann to editor (approved)\n- Rain (unlikely)\n", [3]),
        ("- The boat budget - carried unanimously\n- The hut - rotten\n", [3]),
        ("Motion: buy the boat\n\nFor: 5 Against: 0\n", [3]),
        ("Motion: buy the boat\n\nFor: 2 Against: 5\n", []),
        ("- Motion to buy the boat\n  - For: 5, against: 0, abstain: 1\n  - Carried\n", [3]),
        ("- Gather\n  - [crew:38392]\n", []),
        ("- Minutes of last time\n  - ok, agreed\n", [3]),
        ("Bo spoke at length. The rest was quiet. " * 8 + "It was decided to sell the hut. Bo left.\n", [3]),
        ("Bo spoke at length. The rest was quiet. " * 8 + "Nothing was decided. Bo left.\n", []),
        ("We decided to use the blue one.\n", [3]),
        ("There was consensus to buy the boat.\n", [3]),
        ('"I believe we decided to wait" is in the log.\n', []),
        ("- Approval of the minutes\n", []),
        ("## Agenda\n\n- The hut\n\n  It was agreed to sell it.\n- Approve the budget\n", [5]),
        ("## Decisions\n\n| Decision | Why |\n|---|---|\n| Buy the boat | cheap |\n| none | |\n", [7]),
        ("| Choice | Decision |\n|---|---|\n| Boat or hut | the boat |\n", [5]),
        ("| Problem | Resolution |\n|---|---|\n| It leaks | put tar on it |\n", []),
        ("## Decisions\n\n- Sell the car\n\n## Hut\n\nThe minutes were approved unanimously.\n", [5, 9]),
    ],
)
def test_outcomes_tables_and_paragraphs(text: str, expected: list[int]) -> None:
    assert lines(text) == expected


@pytest.mark.parametrize(
    ("heading", "said", "count"),
    [
        ("Protokoll der Sitzung vom 3. März 2026", "Der Vorstand beschließt einstimmig, das Boot zu kaufen.", 1),
        ("Protokoll der Sitzung vom 3. März 2026", "Der Antrag wird mit 5/0/1 angenommen.", 1),
        ("Protokoll der Sitzung vom 3. März 2026", "Der Vorstand muss noch beschließen, ob wir das Boot kaufen.", 0),
        ("Compte rendu du conseil du 3 mars 2026", "Il a été décidé d'acheter le bateau.", 1),
        ("Compte rendu du conseil du 3 mars 2026", "On doit décider si le bateau est acheté.", 0),
        ("Acta de la reunión del 3 de marzo de 2026", "La junta decide comprar el barco.", 1),
        ("Acta de la reunión del 3 de marzo de 2026", "Hay que decidir si se compra el barco.", 0),
        ("Verbale della riunione del 3 marzo 2026", "Il consiglio delibera di acquistare la barca.", 1),
        ("Verbale della riunione del 3 marzo 2026", "Dobbiamo decidere se acquistare la barca.", 0),
        ("Ata da reunião de 3 de março de 2026", "A direção aprovou o orçamento.", 1),
        ("Ata da reunião de 3 de março de 2026", "É preciso decidir se compramos o barco.", 0),
        ("Notulen van de vergadering van 3 maart 2026", "Besloten wordt de boot te kopen.", 1),
        ("Notulen van de vergadering van 3 maart 2026", "We moeten nog besluiten of we de boot kopen.", 0),
        ("Protokół z zebrania 3 marca 2026", "W ramach dyskusji zdecydowano, iż kupimy łódź.", 1),
        ("Protokół z zebrania 3 marca 2026", "Musimy zdecydować, czy kupić łódź.", 0),
        ("2026年3月3日 定例会議事録", "予算案は全会一致で承認された。", 1),
        ("2026年3月3日 定例会議事録", "決定事項：船を買う", 1),
        ("2026年3月3日 定例会議事録", "決定するかどうかを検討する", 0),
    ],
)
def test_the_set_words_of_other_languages(heading: str, said: str, count: int) -> None:
    document = parse(Source("2026-03-03.md", f"# {heading}\n\n{said}\n"), Config())
    assert len(document.decisions) == count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("VOTE: Approved. 7 of 8 yes (Bo did not vote).\n", [(3, "VOTE: Approved. 7 of 8 yes (Bo did not vote)")]),
        ("- VOTE: the plan of the pier\n  - 7 of 8 in favor. Approved.\n", [(3, "VOTE: the plan of the pier")]),
        ("- VOTE: the plan of the pier\n  - 2 of 8 in favor. Rejected.\n", []),
        (
            "### Motion 1: Buy the boat\n\n- By: Ann\n- Passed? Yes/No: yes, passes unanimously\n",
            [(3, "Motion 1: Buy the boat")],
        ),
        ("### Motion 1: Buy the boat\n\n- By: Ann\n- Passed? Yes/No: no\n", []),
        (
            "Abstimmung: der neue Steg. Einstimmig angenommen.\n",
            [(3, "Abstimmung: der neue Steg. Einstimmig angenommen")],
        ),
        ("## Minutes of the last meeting\n\nApproved.\n", [(5, "Approved")]),
        ("- Any objections to the pier? No objections.\n", [(3, "Any objections to the pier? No objections")]),
        ("**DECISION 5.1** The bell is rung at noon.\n", [(3, "The bell is rung at noon")]),
        ("ACTION: Consensus is that we keep the bell.\n", [(3, "that we keep the bell")]),
        ("The minutes of the last meeting were approved.\n", [(3, "The minutes of the last meeting were approved")]),
        ("Decided last meeting to ring twice: at noon and at six.\n", []),
        ("1. Items to be voted on\n   1. RESOLVED that the name is changed.\n", []),
        ("All but one of these are accepted as members.\n", [(3, "All but one of these are accepted as members")]),
        ("The board appointed Ann as treasurer.\n", [(3, "The board appointed Ann as treasurer")]),
        (
            "The committee discussed the pier, deciding to wait.\n",
            [(3, "The committee discussed the pier, deciding to wait")],
        ),
    ],
)
def test_what_was_put_to_a_vote(text: str, expected: list[tuple[int, str]]) -> None:
    assert expected == decided(text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("## Discussion & Decisions\n\n- Food is late\n- We agreed to buy a table.\n", [6]),
        ("## Decisions\n\n- We buy a table.\n", [5]),
        ("## What was decided\n\n- We buy a table.\n", [5]),
        ("They buy in blocks of three days. (People agreed that this is better.)\n", []),
        ("1\\. The accounts were presented and accepted for payment.\n\n2\\. Bins\n", [3]),
    ],
)
def test_titles_of_decisions_and_of_talk(text: str, lines: list[int]) -> None:
    assert [line for line, _ in decided(text)] == lines


@pytest.mark.parametrize(
    "text",
    [
        "# Ata\n\nPresentes: Ana e Bruno\n\n## O que foi decidido\n\n- Comprar uma mesa nova\n",
        "# Ata\n\nPresentes: Ana e Bruno\n\n## Decisões e Discussões\n\n- A mesa não é boa\n- Foi aprovada a compra.\n",
        "# Protokoll\n\nWir haben nach langer Aussprache beschlossen, den Grill zu kaufen.\n",
        "# Protokoll\n\n## TOPs\n\n- Die Vorlage für das neue Plakat ist angenommen, einstimmig.\n",
        "# Compte rendu\n\n## Ce qui a été décidé\n\n- Acheter une table pour la salle\n",
        "# Compte rendu\n\nNous avons décidé d'acheter une table pour la salle.\n",
        "# Acta\n\nHemos decidido comprar una mesa para la sala.\n",
        "# Notulen\n\nWij hebben na lang praten besloten om een tafel te kopen.\n",
    ],
)
def test_decisions_in_other_languages(text: str) -> None:
    assert len(parse(Source("2026-03-03.md", text), Config()).decisions) == 1
