"""The words that generated minutes are made of. Nothing here is anybody's: names, places and bodies are invented."""

from __future__ import annotations

from dataclasses import dataclass


def _listed(words: str) -> tuple[str, ...]:
    """What stands between commas."""
    return tuple(" ".join(one.split()) for one in words.split(","))


FIRST = _listed(
    """
Agnes, Barnaby, Cordula, Desmond, Elspeth, Farid, Greta, Hamish, Isolde, Jasper, Keziah, Lorcan, Mabel,
Nikhil, Odette, Percy, Quentin, Rosalind, Soren, Tamsin, Ulrich, Verity, Winston, Yasmin, Zelda, Ambrose,
Bettina, Cyril, Dagmar, Edmund
"""
)
LAST = _listed(
    """
Abernathy, Blackwood, Castellan, Dunmore, Eversley, Fairweather, Goodfellow, Hathaway, Inglewood, Jessop,
Kirkbride, Lancaster, Merriweather, Northcote, Oakley, Pettigrew, Quarles, Ravenhill, Stapleton,
Thistlewood, Underhill, Vickers, Whitlock, Yardley, Zimmer, Ashdown, Birtwistle, Copplestone, Dalrymple,
Easterbrook
"""
)
ROLES = ("Chair", "Clerk", "Secretary", "Treasurer", "Vice-Chair", "Officers")

KINDS = _listed(
    """
Board, Committee, Council, Forum, Working Group, Steering Group, Trust, Association, Task Group
"""
)
PLACES = _listed(
    """
Mill Lane, Castle Hill, Brook Street, Station Road, Harbour Quay, Orchard Way, Chapel Yard, Bridge End,
North Common, Tanner Row, Fern Bank, Ropewalk, Quarry Top, Weir Side, Elm Park, Lower Green, Priory Close,
Saltmarsh, Windmill Field, Cooper Street, Swan Meadow, Beacon Heath, Kiln Corner, Abbey Gate, Dock Basin,
High Moor, Ivy Court, Juniper Rise, Long Acre, Market Cross, Nursery Walk, Old Foundry, Pond Side, Rook
Wood, Stony Ford, Upper Wharf
"""
)
VERBS = _listed(
    """
write to, ring, inspect, repair, paint, measure, photograph, clear, survey, price, replace, order, collect,
sort out, book, draft a note on, get three quotes for, report back on, ask the county about, find the deeds
of, check the insurance of, look into, apply for, tell the members about, draw up a plan for, chase the
invoice for
"""
)
THINGS = _listed(
    """
the footbridge, the noticeboard, the bus shelter, the drains, the allotment fence, the village hall roof,
the boiler, the play area, the street lamps, the cricket pavilion, the salt bins, the car park, the old
pump, the war memorial, the library van, the flood gauge, the hedges, the bench, the speed sign, the
defibrillator, the changing rooms, the tool store, the lease, the website, the projector, the seed order,
the archive, the cycle rack, the compost heap, the marquee, the water meter, the grant form, the newsletter,
the key safe
"""
)
TOPICS = _listed(
    """
Finance, Buildings, Grounds, Members' questions, Correspondence, Events, Planning, Safety, Website,
Insurance, Volunteers, Transport, Heating, Grants, Lettings, Trees, Flooding, Accounts, Training, Archive
"""
)
SENTENCES = (
    "{person} reported that {thing} at {place} had held up well over the winter, although the paint is coming off.",
    "Members talked about {thing} for some time and no clear view came out of it.",
    "{person} thanked everyone who came to {place} on Saturday, and said that forty people had walked the whole way.",
    "The figures for the quarter were looked at; income is a little above last year and costs are about level.",
    "There was a question about {thing}, which {person} answered with the help of a map.",
    "It was noted that the county has changed its form again and that the old one is no longer taken.",
    "{person} said that the last contractor had left {place} tidier than expected.",
    "Three letters had come in about {thing}, two of them from the same household.",
    "The treasurer's paper had been sent out beforehand and was taken as read.",
    "A member asked why {thing} was not on the list; it had been on the list in the spring and nobody had minded.",
    "{person} and {other} do not agree about {thing}, and said so politely.",
    "Attendance at {place} was good, the weather was not, and the tea ran out by four.",
    "The lease of {place} runs for another six years and there is no need to look at it now.",
    "There followed a long discussion of {thing}, in the course of which several people changed their minds.",
    "{person} had visited {place} and found the gate open, the light on and nobody there.",
    "The budget for {thing} stands at {number} pounds, of which about a third is spent.",
    "Members were reminded that the hall is closed for the whole of next month.",
    "The insurers have been in touch about {place}; their letter was read out in full.",
    "{person} explained how the neighbouring parish deals with {thing}, which is mostly by leaving it alone.",
    "Nobody from {place} was able to attend, so the item was held over.",
    "The report on {thing} runs to {number} pages and is kept in the office, where it may be read.",
    "Those present were pleased with {place} as it now looks, and less pleased with the bill.",
    "{person} gave a short history of {thing}, which goes back further than most people thought.",
    "The subject of parking came up, as it does, and was left where it was.",
)
DECIDED = (
    "Agreed: the fee for {place} stays at {number} pounds.",
    "RESOLVED: the budget for {thing} is approved.",
    "Decision: {place} is closed to cars on market days.",
)


@dataclass(frozen=True, slots=True)
class Tongue:
    """What minutes in one language are made of; `{place}` and `{person}` are filled in."""

    code: str
    title: str
    """Heading of a meeting: `{body}` and `{day}`."""
    months: tuple[str, ...]
    day: str
    """A written day: `{d}`, `{month}` and `{year}`."""
    present: str
    actions: str
    matters: str
    topics: tuple[str, ...]
    sentences: tuple[str, ...]
    tasks: tuple[str, ...]
    by: str
    """Words before the day of a deadline."""
    done: str
    dropped: str
    carried: str
    first: tuple[str, ...]
    last: tuple[str, ...]
    body: str


GERMAN = Tongue(
    code="de",
    title="{body}, Sitzung vom {day}",
    months=_listed(
        """
Januar, Februar, März, April, Mai, Juni, Juli, August, September, Oktober, November, Dezember
"""
    ),
    day="{d}. {month} {year}",
    present="Anwesend",
    actions="Aufgaben",
    matters="Offene Aufgaben der letzten Sitzung",
    topics=("Finanzen", "Haus und Garten", "Verschiedenes", "Termine", "Mitglieder"),
    sentences=(
        "Der Keller ist nach dem Regen wieder trocken, und die Pumpe läuft ruhig.",
        "{person} hat die Zahlen des Quartals vorgestellt; es gab dazu zwei Fragen.",
        "Über den Garten am {place} wurde lange gesprochen, ohne dass sich eine Meinung gebildet hat.",
        "Das Sommerfest war gut besucht, und der Kuchen hat fast gereicht.",
        "Die Heizung im alten Saal ist wieder in Gang, und es ist warm genug.",
        "Von der Stadt ist ein Brief zum {place} gekommen, der verlesen wurde.",
    ),
    tasks=(
        "den Zaun am {place} ausmessen",
        "Farbe für die Tür am {place} besorgen",
        "den Vertrag für {place} heraussuchen",
        "Angebote für das Dach am {place} einholen",
        "die Stadt wegen der Laterne am {place} anrufen",
        "die Mitglieder über {place} unterrichten",
        "den Schlüssel für {place} nachmachen lassen",
    ),
    by="bis",
    done="erledigt",
    dropped="verworfen",
    carried="noch offen",
    first=("Anneliese", "Burkhard", "Christel", "Dietmar", "Edeltraud", "Friedhelm", "Gudrun", "Hartmut"),
    last=("Ahrens", "Brinkmann", "Claasen", "Diekmann", "Eilers", "Freese", "Grothe", "Harms"),
    body="Vorstand {place}",
)
FRENCH = Tongue(
    code="fr",
    title="{body}, réunion du {day}",
    months=_listed(
        """
janvier, février, mars, avril, mai, juin, juillet, août, septembre, octobre, novembre, décembre
"""
    ),
    day="{d} {month} {year}",
    present="Présents",
    actions="Actions à mener",
    matters="Suivi des actions de la dernière réunion",
    topics=("Finances", "Bâtiments", "Questions diverses", "Adhérents", "Fête de quartier"),
    sentences=(
        "La salle de {place} est de nouveau ouverte et tout le monde s'en réjouit.",
        "{person} a présenté les comptes du trimestre, qui sont équilibrés.",
        "Une longue discussion a eu lieu sur le jardin de {place}, sans conclusion.",
        "La fête a attiré beaucoup de monde malgré la pluie et le vent.",
        "Une lettre de la mairie au sujet de {place} a été lue.",
    ),
    tasks=(
        "mesurer la clôture de {place}",
        "acheter de la peinture pour {place}",
        "retrouver le bail de {place}",
        "demander trois devis pour le toit de {place}",
        "appeler la mairie au sujet de {place}",
        "faire refaire la clé de {place}",
    ),
    by="avant le",
    done="fait",
    dropped="sans suite",
    carried="en cours",
    first=("Aurélie", "Bastien", "Clémence", "Didier", "Éloïse", "Fabrice", "Ghislaine", "Hervé"),
    last=("Aubert", "Blanchard", "Carpentier", "Delorme", "Escande", "Fournier", "Garnier", "Hamelin"),
    body="Bureau de {place}",
)
SPANISH = Tongue(
    code="es",
    title="{body}, reunión del {day}",
    months=_listed(
        """
enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre
"""
    ),
    day="{d} de {month} de {year}",
    present="Asistentes",
    actions="Tareas",
    matters="Tareas pendientes de la reunión anterior",
    topics=("Finanzas", "Edificios", "Varios", "Socios", "Fiestas"),
    sentences=(
        "La sala de {place} vuelve a estar abierta y todos se alegran.",
        "{person} presentó las cuentas del trimestre, que están en orden.",
        "Se habló mucho del jardín de {place} y nadie cambió de opinión.",
        "La fiesta atrajo a mucha gente a pesar de la lluvia y del viento.",
    ),
    tasks=(
        "medir la valla de {place}",
        "comprar pintura para {place}",
        "buscar el contrato de {place}",
        "pedir tres presupuestos para el tejado de {place}",
        "llamar al ayuntamiento por {place}",
    ),
    by="antes del",
    done="hecho",
    dropped="cancelado",
    carried="pendiente",
    first=("Amparo", "Benito", "Consuelo", "Domingo", "Encarna", "Fermín", "Graciela", "Hilario"),
    last=("Alarcón", "Bermúdez", "Cifuentes", "Durango", "Escudero", "Figueroa", "Gallardo", "Huertas"),
    body="Junta de {place}",
)
OTHER_TONGUES = (GERMAN, FRENCH, SPANISH)
ENGLISH_MONTHS = _listed(
    """
January, February, March, April, May, June, July, August, September, October, November, December
"""
)
