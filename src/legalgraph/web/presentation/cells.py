"""Terms of RDF as values of a table: what is shown, and where it leads."""

from dataclasses import dataclass
from datetime import date

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from legalgraph.model.identity import BASE, ELI_BASE
from legalgraph.rdf.vocab import PREFIXES, prefixed, term

_LONG = 600  # characters of a cell that are shown

Node = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Cell:
    """One value. `href` leads to the page of what is ours and to other addresses on the web; `day` is its date."""

    text: str
    href: str | None = None
    own: bool = True
    language: str | None = None
    datatype: str | None = None
    number: bool = False
    iri: bool = False
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a SELECT, or statements of a CONSTRUCT. `more`: there are rows that are not shown."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    more: bool

    def numeric(self) -> tuple[bool, ...]:
        """For each column, whether it holds numbers and nothing else."""
        told = ([cell for row in self.rows if (cell := row[place]) is not None] for place in range(len(self.columns)))
        return tuple(bool(cells) and all(cell.number for cell in cells) for cells in told)


def cell(node: Node) -> Cell:
    """A term as a value of a table."""
    if isinstance(node, NamedNode):
        return _linked(node.value)
    if isinstance(node, Literal):
        plain = node.datatype.value.startswith(PREFIXES["xsd"]) and node.datatype != term("xsd:string")
        number = plain and node.datatype.value.rsplit("#", 1)[1] in ("integer", "decimal", "double", "float")
        shown = prefixed(node.datatype.value) if plain and not number else None
        day = _day(node.value) if shown == "xsd:date" else None
        return Cell(_short(node.value), language=node.language, datatype=shown, number=number, day=day)
    return Cell(_short(str(node)))


def _linked(iri: str) -> Cell:
    """Ours lead to this server, whatever the address in the data; only web addresses are linked."""
    if iri.startswith(ELI_BASE):
        return Cell(_short(iri.removeprefix(ELI_BASE)), f"/eli/vn/{iri.removeprefix(ELI_BASE)}", iri=True)
    for room in ("relation/", "text/"):
        if iri.startswith(BASE + room):
            return Cell(_short(iri.removeprefix(BASE)), "/" + iri.removeprefix(BASE).split("/evidence/")[0], iri=True)
    if iri.startswith(PREFIXES["lg"]):
        return Cell(_short(prefixed(iri)), f"/ns#{iri.removeprefix(PREFIXES['lg'])}", iri=True)
    if iri.startswith(BASE + "vocabulary/"):
        rest = iri.removeprefix(BASE + "vocabulary/")
        return Cell(_short(rest), f"/vocabulary/{rest}", iri=True)
    if iri.startswith(BASE):
        return Cell(_short(iri.removeprefix(BASE)), iri=True)
    safe = iri.startswith(("http://", "https://"))
    return Cell(_short(prefixed(iri)), iri if safe else None, own=False, iri=True)


def _short(text: str) -> str:
    return text if len(text) <= _LONG else text[:_LONG] + "…"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:  # with a time zone, or no day at all: shown as it is
        return None
