"""What a stranger's query may be: read before it reaches an engine, without believing anything it says.

Only tokens are read, no grammar, so everything doubtful is decided against the query. Oxigraph's own reader is
generous, and the guard has to see what it sees: it takes `SERVICE` out of `trueSERVICE<…>` and out of `SERVICE:x{…}`
although both look like names, and it takes `<` as a comparison where the text could be an IRI too.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from legalgraph.errors import QueryError, QueryLimit

MAX_QUERY_BYTES = 256 * 1024
MAX_DEPTH = 100


class QueryForm(StrEnum):
    """The four forms of a SPARQL query."""

    SELECT = "select"
    ASK = "ask"
    CONSTRUCT = "construct"
    DESCRIBE = "describe"

    @property
    def gives_graph(self) -> bool:
        """Whether the answer is RDF rather than a table or a yes or no."""
        return self in (QueryForm.CONSTRUCT, QueryForm.DESCRIBE)


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A query that passed. `own_dataset`: it has FROM clauses. `volatile`: NOW, RAND and the like change its answer."""

    text: str
    form: QueryForm
    own_dataset: bool
    volatile: bool


class Kind(StrEnum):
    """The kinds of token the guard tells apart."""

    IRI = "iri"
    STRING = "string"
    VARIABLE = "variable"
    BLANK = "blank"
    LANGUAGE = "language"
    NUMBER = "number"
    PREFIXED = "prefixed"
    WORD = "word"
    MARK = "mark"


class Token(NamedTuple):
    """One token and where it starts. A tuple, because a long query has a hundred thousand of them."""

    kind: Kind
    text: str
    start: int


_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"])
_VOLATILE = frozenset(["NOW", "RAND", "UUID", "STRUUID", "BNODE"])

# The characters of names, exactly: where the guard and the engine end a name at different places, a query can hide.
_LETTER = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_START = _LETTER + "_0-9"
_VARIABLE = _START + r"\u00B7\u0300-\u036F\u203F\u2040"
_CHAR = _VARIABLE + r"\-"
_LOCAL_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
# A surrogate or a number above 10FFFF is refused by the engine, which then tries to read the quotes otherwise.
_ESCAPE = r"""\\(?:[tbnrf"'\\]|u(?![dD][89a-fA-F])[0-9A-Fa-f]{4}|U00(?!00[dD][89a-fA-F])(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})"""
# The dots in a prefix are counted: a text such as a.a.a.a… would else be searched for a colon again at every letter.
_TOKEN = re.compile(
    rf"""
    (?P<blanks>(?:[ \t\r\n]+|\#[^\r\n]*)+)
  | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
  | (?P<string>'''(?:[^'\\]|{_ESCAPE}|'(?!''))*''' | \"""(?:[^"\\]|{_ESCAPE}|"(?!""))*\"""
              |'(?!'')(?:[^'\\\r\n]|{_ESCAPE})*'   | "(?!"")(?:[^"\\\r\n]|{_ESCAPE})*")
  | (?P<variable>[?$][{_VARIABLE}]+)
  | (?P<blank>_:[{_START}](?:[{_CHAR}]|\.+(?=[{_CHAR}]))*)
  | (?P<language>@[A-Za-z]+(?:--?[A-Za-z0-9]+)*)
  | (?P<number>(?:\d+\.\d+|\.\d+|\d+)(?:\.?[eE][+-]?\d+)?)
  | (?P<word>[{_LETTER}_][{_CHAR}]*(?:(?:\.+[{_CHAR}]+){{1,9}}(?=:))?)?
    (?P<local>:(?:(?:[{_START}:]|{_LOCAL_ESCAPE})(?:[{_CHAR}:]|{_LOCAL_ESCAPE}|\.+(?=[{_CHAR}:%\\]))*)?)?
    """,
    re.VERBOSE | re.ASCII,
)
_KINDS = {**{kind.value: kind for kind in Kind}, "local": Kind.PREFIXED}
_FORMS = {form.value: form for form in QueryForm}
_OPENING, _CLOSING = frozenset(("{", "(", "[", "<<")), frozenset(("}", ")", "]", ">>"))
_OPENER = re.compile("['#]")
_LINE_END = re.compile(r"[\r\n]")
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class UnreadableError(Exception):
    """A quote or backslash at `start` begins nothing that the engine would read."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.start = start


def tokens(text: str, start: int = 0) -> Iterator[Token]:
    """Give the tokens from `start`, the longest possible each time. Raises UnreadableError.

    >>> [token.text for token in tokens("ASK { ?service service:x 'SERVICE' } # SERVICE")]
    ['ASK', '{', '?service', 'service:x', "'SERVICE'", '}']
    """
    position, end = start, len(text)
    match = _TOKEN.match
    while position < end:
        found = match(text, position)
        stop = found.end() if found else position
        if found and stop > position:
            kind = _KINDS.get(found.lastgroup or "")
            if kind is not None:
                yield Token(kind, found.group(), position)
            position = stop
            continue
        if text[position] in "'\"\\":
            raise UnreadableError(position)
        mark = text[position : position + 2]
        if mark not in ("<<", ">>"):
            mark = mark[0]
        yield Token(Kind.MARK, mark, position)
        position += len(mark)


def check(text: str, *, max_bytes: int = MAX_QUERY_BYTES, max_depth: int = MAX_DEPTH) -> CheckedQuery:
    """Let a read-only query pass that stays inside this server.

    Raises QueryLimit for a text that is too long; QueryError, with the place, for SERVICE, updates, what is no query
    at all, and brackets nested deeper than `max_depth`.
    """
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise QueryError("the query holds half a surrogate pair, which is no character") from None
    if size > max_bytes:
        raise QueryLimit(f"the query has {size:,} bytes; {max_bytes:,} are allowed")
    plain = _plain(text, max_depth)
    if plain is not None:
        return plain
    if "\\u" in text or "\\U" in text:
        # SPARQL 1.1 decodes \\uXXXX before it reads anything, Oxigraph only inside strings and IRIs: refuse in both ways.
        _refuse_service(_decoded(text))
    with suppress(UnreadableError):
        # First, because it soon comes to an end where reading everything takes long.
        _refuse_depth(tokens(text), text, max_depth)
    read, unreadable = _refuse_service(text)
    if unreadable is not None:
        message = "a string that starts here is not closed, or a backslash stands where none may"
        raise _error(message, text, unreadable.start)
    form = _form(text, read)
    _refuse_depth(read, text, max_depth)
    own_dataset = volatile = False
    for token in read:
        if token.kind is Kind.WORD:
            word = token.text.upper()
            volatile = volatile or word in _VOLATILE
            # Glued words such as ASKFROM<…> are accepted by the engine.
            own_dataset = own_dataset or "FROM" in word
    return CheckedQuery(text, form, own_dataset, volatile)


# The prologue and the form of nearly all queries.
_BEGINNING = re.compile(
    r"""\s*(?:(?:PREFIX\s+[a-z][a-z0-9]*:|BASE)\s*<[^\x00-\x20<>"{}|^`\\]*>\s*)*(SELECT|ASK|CONSTRUCT|DESCRIBE)(?=[\s{?*<])""",
    re.ASCII | re.IGNORECASE,
)
# Where none of these stands in a text, nothing in it can be SERVICE, a dataset of its own or volatile, however it is read:
# behind FROM comes an IRI, a name or NAMED, so that ?from and lg:effective_from are told from it by what follows.
_WORTH_READING = ("service", "\\u", *(word.lower() for word in _VOLATILE - {"STRUUID"}))  # which holds UUID
_FROM = re.compile(r"""from(?!\s*[?$"'.,;)}\]>|/^*+=!&-])""")
_SIMPLE_STRING = re.compile(r"""(?<!["'])"[^"'\\\r\n#<]*"(?!["'])""")


def _plain(text: str, max_depth: int) -> CheckedQuery | None:
    """Let a query pass that is harmless whatever its tokens are; None for one that has to be read.

    Most queries are, and reading them costs as much as answering them.
    """
    folded = text.casefold()  # takes more letters for those of a word than the engine does
    for word in _WORTH_READING:
        if word in folded:
            return None
    if _FROM.search(folded) or sum(map(text.count, _OPENING)) > max_depth:
        return None
    beginning = _BEGINNING.match(text)
    if beginning is None or (_quotes(text) and _quotes(_SIMPLE_STRING.sub("", text))):
        return None
    return CheckedQuery(text, _FORMS[beginning[1].lower()], own_dataset=False, volatile=False)


def _quotes(text: str) -> bool:
    return '"' in text or "'" in text or "\\" in text


def _refuse_depth(read: Iterable[Token], text: str, max_depth: int) -> None:
    if sum(map(text.count, _OPENING)) <= max_depth:
        return
    depth = 0
    for token in read:
        if token.kind is Kind.MARK:
            if token.text in _OPENING:
                depth += 1
                if depth > max_depth:
                    raise _error(f"brackets are nested more than {max_depth} deep", text, token.start)
            elif token.text in _CLOSING:
                depth = max(0, depth - 1)


def _refuse_service(text: str) -> tuple[list[Token], UnreadableError | None]:
    """Refuse SERVICE in every way an engine may read the text.

    Returns the usual reading, and where it breaks off when no way leads to the end.
    """
    starts, seen = [0], set[int]()
    usual: list[Token] = []
    unreadable: UnreadableError | None = None
    readable = False
    while starts:
        start = starts.pop()
        reading: list[Token] = []
        merged = False
        line_end = -1
        try:
            for token in tokens(text, start):
                reading.append(token)
                merged = token.start in seen
                if merged:
                    break
                seen.add(token.start)
                doubt = _doubt(token) if token.kind is Kind.IRI else None
                if doubt is not None and text[doubt] == "#":
                    # Looked for once a line: a line of a thousand such IRIs must not cost a thousand searches.
                    line_end = line_end if doubt < line_end else _line_end(text, doubt)
                    doubt = line_end
                if doubt is not None:
                    starts.append(doubt)
        except UnreadableError as error:
            unreadable = unreadable or error
        else:
            if not readable and not merged:
                usual = [token for token in usual if token.start < start] + reading
                readable = True
        usual = usual or reading
        _refuse_service_in(text, reading)
    return usual, None if readable else unreadable


def _doubt(iri: Token) -> int | None:
    """Where `<…>`, were it a comparison, would open a string or a comment that runs past its `>`.

    No expression contains `//`, so nearly all IRIs are out of question.
    """
    head = _OPENER.split(iri.text, maxsplit=1)[0]
    return iri.start + len(head) if len(head) < len(iri.text) and "//" not in head else None


def _refuse_service_in(text: str, reading: list[Token]) -> None:
    for index, token in enumerate(reading):
        if token.kind not in (Kind.WORD, Kind.PREFIXED):
            continue
        prefix, colon, _ = token.text.partition(":")
        if "service" not in prefix.lower():
            continue
        if colon:
            follower = reading[index + 1].text if index + 1 < len(reading) else ""
            before = reading[index - 1].text.upper() if index else ""
            if follower != "{" or before in ("GRAPH", "FROM", "NAMED"):
                continue
            hint = f"; if {token.text} is a name, write a full stop before the brace"
        else:
            hint = ""
        raise _error(f"SERVICE is refused: this server asks no other server{hint}", text, token.start)


def _form(text: str, read: list[Token]) -> QueryForm:
    """Find the query form behind the prologue."""
    index = 0
    while index < len(read):
        token = read[index]
        word = token.text.upper() if token.kind in (Kind.WORD, Kind.PREFIXED) else ""
        if word in ("BASE", "VERSION"):
            index += 2
        elif word == "PREFIX":
            index += 3
        else:
            for form in QueryForm:
                # The engine reads SELECTDISTINCT and DESCRIBEex:x too.
                if word.startswith(form.value.upper()):
                    return form
            if word in _UPDATES:
                raise _error(f"{word} changes data; this service is read-only and answers queries", text, token.start)
            raise _error(f"expected SELECT, ASK, CONSTRUCT or DESCRIBE, found {token.text[:40]}", text, token.start)
    raise QueryError("the query is empty", 1, 1)


def _decoded(text: str) -> str:
    def character(found: re.Match[str]) -> str:
        number = int(found[1] or found[2], 16)
        return chr(number) if number <= 0x10FFFF else found[0]

    return _CODEPOINT.sub(character, text)


def _line_end(text: str, position: int) -> int:
    found = _LINE_END.search(text, position)
    return found.start() if found else len(text)


def place(text: str, position: int) -> tuple[int, int]:
    """Return line and column of a position, both counted from 1."""
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def _error(message: str, text: str, position: int) -> QueryError:
    line, column = place(text, position)
    return QueryError(f"line {line}, column {column}: {message}", line, column)
