"""What of a stranger's query may go to any engine: SPARQL 1.1, and nothing that an engine adds to it.

Engines know functions that read files, fetch addresses and write (`bif:http_get(…)` and `sql:…` of Virtuoso, known there without
a declaration), pragmas (`define get:soft`) and statements of their own. Nobody can list them all, so what is passed on is listed
here: the words, marks and functions of the standard, casts to types of XML Schema, and the graphs of a snapshot. What goes to the
engine is written anew from the tokens that were looked at: without comments, which may be pragmas, and with names and strings
that hold escapes spelled out, so that no engine can read another query than the one that passed.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from legalgraph.errors import QueryError
from legalgraph.store.guard import CheckedQuery, Kind, Token, UnreadableError, place, tokens
from legalgraph.store.remote.engine import OURS


@dataclass(frozen=True, slots=True)
class PlainQuery(CheckedQuery):
    """A query that may go to any engine, and how it is `sent`: on the same lines as its text."""

    sent: str


_STANDARD = """
    SELECT ASK CONSTRUCT DESCRIBE DISTINCT REDUCED AS FROM NAMED WHERE GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET VALUES UNDEF
    OPTIONAL GRAPH BIND MINUS UNION FILTER A TRUE FALSE IN NOT EXISTS
    COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR
    STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS
    STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384
    SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE
"""
_MARKS = frozenset("{}()[].,;*/|^!=<>&+-?")
_TYPES = """
    boolean string decimal integer long int short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger
    unsignedLong unsignedInt unsignedShort unsignedByte float double dateTime date time duration dayTimeDuration yearMonthDuration
    gYear gYearMonth anyURI
"""
_WORDS, _CASTS = frozenset(_STANDARD.split()), frozenset(_TYPES.split())
_XSD = "http://www.w3.org/2001/XMLSchema#"
# Virtuoso takes `bif:…` for one of its functions as an IRI, too.
_SCHEMES = frozenset(("http", "https", "urn", "mailto", "tel", "tag", "info", "doi", "geo", "ftp"))
_OWN_PREFIXES = frozenset(("bif", "sql"))
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_IRI = re.compile(r"""[^\x00-\x20<>"{}|^`\\]*""")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_COMMENT = re.compile(r"#[^\r\n]*")
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\(.)", re.DOTALL)
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_WRITTEN = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"})


def plain(checked: CheckedQuery, prefixes: Mapping[str, str] | None = None) -> PlainQuery:
    """Let a query pass that is SPARQL 1.1. Raises QueryError, with the place, for one that is not.

    `prefixes` are those worth suggesting where one is not declared.
    """
    reader = _Reader(checked.text, prefixes or {})
    return PlainQuery(checked.text, checked.form, checked.own_dataset, checked.volatile, reader.written())


def known_graphs(graphs: Collection[str]) -> None:
    """Let pass the graphs of a snapshot, which no engine would fetch from elsewhere. Raises QueryError for others."""
    for iri in graphs:
        if iri not in OURS:
            raise QueryError(f"there is no graph <{iri}> here; there are {', '.join(f'<{name}>' for name in OURS)}")


class _Reader:
    """Looks at each token once, in order, and writes down what is sent in its place."""

    def __init__(self, text: str, prefixes: Mapping[str, str]) -> None:
        self._text, self._suggested = text, prefixes
        try:
            self._read = list(tokens(text))
        except UnreadableError as error:
            line, column = place(text, error.start)
            raise QueryError(f"line {line}, column {column}: a string or a name that starts here cannot be read", line, column) from None
        self._declared: dict[str, str] = {}

    def written(self) -> str:
        """The query to send."""
        begin = self._prologue()
        pieces: list[str] = []
        end = 0
        before: Token | None = None
        for index, token in enumerate(self._read):
            gap = _COMMENT.sub(" ", self._text[end : token.start])
            pieces += [gap or self._between(before, token), self._sent(token)]
            if index >= begin:
                self._in_its_place(index, token)
            before, end = token, token.start + len(token.text)
        return "".join(pieces)

    def _prologue(self) -> int:
        """Note the prefixes declared; where the query begins."""
        at = 0
        while at < len(self._read):
            word = self._read[at].text.upper()
            if word == "BASE" and self._kinds(at) == [Kind.IRI]:
                at += 2
            elif word == "PREFIX" and self._kinds(at, 2) == [Kind.PREFIXED, Kind.IRI]:
                name, iri = self._read[at + 1], self._iri(self._read[at + 2])
                prefix, _, local = name.text.partition(":")
                if local:
                    raise self._error(f"{name.text[:40]} is no prefix: it ends in no colon", name)
                if prefix.lower() in _OWN_PREFIXES or self._declared.setdefault(prefix, iri) != iri:
                    raise self._error(f"the prefix {name.text} stands for something else already; choose another", name)
                at += 3
            else:
                break
        return at

    def _kinds(self, at: int, count: int = 1) -> list[Kind]:
        return [token.kind for token in self._read[at + 1 : at + 1 + count]]

    def _between(self, before: Token | None, token: Token) -> str:
        """What parts two tokens that touch, wherever an engine could take them for one."""
        if before is None:
            return ""
        if before.kind is Kind.MARK:
            return " " if before.text == "?" or (before.text == "<" and token.text != "=") else ""
        if token.kind is Kind.MARK or (before.kind is Kind.STRING and token.kind is Kind.LANGUAGE):
            return ""
        return " "

    def _sent(self, token: Token) -> str:
        if token.kind is Kind.IRI:
            return f"<{self._iri(token)}>"
        if token.kind is Kind.STRING:
            return self._string(token)
        if token.kind is Kind.PREFIXED and "\\" in token.text:
            return f"<{self._named(token)}>"
        if token.kind is Kind.MARK and token.text not in _MARKS:
            raise self._error(f"{token.text!r} does not belong to SPARQL 1.1, and nothing else is passed on", token)
        return token.text

    def _in_its_place(self, index: int, token: Token) -> None:
        """Refuse what may not stand where it does, behind the prologue."""
        before = self._read[index - 1] if index else None
        if token.kind is Kind.WORD and token.text.upper() not in _WORDS:
            if token.text.upper() in ("PREFIX", "BASE"):
                raise self._error(f"{token.text} stands where none may, or without its name or <IRI>", token)
            raise self._error(f"{token.text[:40]} is no word of SPARQL 1.1, and nothing else is passed on", token)
        if token.kind is Kind.LANGUAGE and (before is None or before.kind is not Kind.STRING):
            raise self._error(f"{token.text[:40]} stands behind no string", token)
        if token.kind is Kind.PREFIXED:
            self._named(token)
        if token.text == "(" and token.kind is Kind.MARK and before is not None:
            self._called(before)
        if token.kind in (Kind.IRI, Kind.PREFIXED) and before is not None and self._names_dataset(index):
            try:
                known_graphs([self._named(token)])
            except QueryError as error:
                raise self._error(str(error), token) from None

    def _names_dataset(self, index: int) -> bool:
        words = [token.text.upper() for token in self._read[max(0, index - 2) : index]]
        return words[-1] == "FROM" or words == ["FROM", "NAMED"]

    def _called(self, name: Token) -> None:
        """Refuse a function that is none of the standard's."""
        if name.kind in (Kind.WORD, Kind.MARK, Kind.VARIABLE):
            return
        iri = self._named(name) if name.kind in (Kind.IRI, Kind.PREFIXED) else ""
        if not iri.startswith(_XSD) or iri[len(_XSD) :] not in _CASTS:
            called = f"{name.text[:60]}(…) is refused: functions other than those of SPARQL 1.1 are not passed on to the engine"
            raise self._error(called, name)

    def _named(self, token: Token) -> str:
        """The IRI that a token stands for."""
        if token.kind is Kind.IRI:
            return self._iri(token)
        prefix, _, local = token.text.partition(":")
        start = self._declared.get(prefix)
        if start is None:
            hint = self._suggested.get(prefix, "…")
            raise self._error(f"the prefix {prefix}: is not declared; begin with PREFIX {prefix}: <{hint}>", token)
        if "\\" not in local:
            return start + local
        if not _WEB.match(start):
            raise self._error(f"{token.text[:40]} holds a backslash; write the whole IRI", token)
        return start + re.sub(r"\\(.)", r"\1", local)

    def _iri(self, token: Token) -> str:
        iri = _unescaped(token.text[1:-1])
        scheme = _SCHEME.match(iri)
        if scheme and scheme[1].lower() not in _SCHEMES:
            raise self._error(f"{scheme[1]}: is refused: engines have meanings of their own for some kinds of IRI", token)
        # `?a<f('x')&&?b>?c` has an IRI in it by the rules, and a call for an engine that breaks them.
        doubtful = not _WEB.match(iri) and any(mark in iri for mark in "'()")
        if doubtful or not _IRI.fullmatch(iri):
            raise self._error("this is read as an IRI, and holds what none may; for a comparison write a blank behind <", token)
        return iri

    def _string(self, token: Token) -> str:
        if "\0" in token.text:
            raise self._error("this string holds a character of number 0", token)
        long = token.text[:3] in ("'''", '"""') and len(token.text) >= 6
        if not long and "\\u" not in token.text and "\\U" not in token.text:
            return token.text
        inner = token.text[3:-3] if long else token.text[1:-1]
        content = _unescaped(inner)
        if "\0" in content:
            raise self._error("this string holds a character of number 0", token)
        # Blank lines in place of those in the string: the engine counts lines for its messages.
        return f'"{content.translate(_WRITTEN)}"' + "\n" * inner.count("\n")

    def _error(self, message: str, token: Token) -> QueryError:
        line, column = place(self._text, token.start)
        return QueryError(f"line {line}, column {column}: {message}", line, column)


def _unescaped(text: str) -> str:
    def character(found: re.Match[str]) -> str:
        number = found[1] or found[2]
        if not number:
            return _LETTERS.get(found[3], found[3])
        code = int(number, 16)
        # Half a surrogate pair or too high a number stays as it is: an IRI with it is refused for its backslash.
        return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else found[0]

    return _ESCAPED.sub(character, text) if "\\" in text else text
