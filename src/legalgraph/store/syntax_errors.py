"""Telling people what is wrong with their query, from what the engine says and the query itself."""

import re
from collections.abc import Collection, Mapping

from legalgraph.errors import QueryError
from legalgraph.store.guard import Kind, Token, UnreadableError, place, tokens

_ENGINE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_KEYWORD = re.compile(r"[A-Za-z_0-9]+\Z")
_REASON = re.compile(r"[A-Za-z][A-Za-z ]+ [A-Za-z ]+\Z")
_WIDEST = 60
_PAIRS = {"{": "}", "(": ")", "[": "]"}


def explain(query: str, message: str, prefixes: Mapping[str, str], known: Collection[str] = ()) -> QueryError:
    """Turn the engine's syntax error into words and a place.

    `prefixes` are those worth suggesting, `known` those that the engine takes as declared.
    """
    try:
        read = list(tokens(query))
    except UnreadableError:
        read = []
    undeclared = _undeclared_prefix(read, known)
    if undeclared is not None:
        prefix = undeclared.text.partition(":")[0]
        iri = prefixes.get(prefix, "…")
        return _error(query, undeclared.start, f"the prefix {prefix}: is not declared; begin with PREFIX {prefix}: <{iri}>")
    bracket = _wrong_bracket(read)
    if bracket is not None:
        return _error(query, bracket[0].start, bracket[1])
    found = _ENGINE.match(message)
    if found is None:
        return QueryError(message)
    return _near(query, _offset(query, int(found[1]), int(found[2])), found[3].split(", "))


def _near(query: str, reached: int, expected: list[str]) -> QueryError:
    """Say where the engine gave up, as near as it lets us know."""
    reason = next((item.strip() for item in expected if _REASON.match(item.strip())), None)
    # The engine takes as many characters as a keyword has before it compares them, and reports where it then stands:
    # the mistake is somewhere in between.
    overshoot = max((len(item.strip()) for item in expected if _KEYWORD.match(item.strip())), default=0)
    start = max(0, reached - overshoot)
    start += len(query[start:reached]) - len(query[start:reached].lstrip())
    near = " ".join(query[start : max(reached, start + 1)].split())[:_WIDEST]
    if reason is not None:
        return _error(query, start, reason)
    if not near:
        return _error(query, start, "the query ends too early")
    return _error(query, start, f"syntax error near {near}")


def _wrong_bracket(read: list[Token]) -> tuple[Token, str] | None:
    """The first bracket that closes none or another kind, or else the last that is never closed."""
    opened: list[Token] = []
    for token in read:
        if token.kind is Kind.MARK and token.text in _PAIRS:
            opened.append(token)
        elif token.kind is Kind.MARK and token.text in _PAIRS.values():
            if not opened:
                return token, f"{token.text} closes nothing"
            if _PAIRS[opened[-1].text] != token.text:
                return token, f"{token.text} stands where {_PAIRS[opened[-1].text]} is needed"
            opened.pop()
    return (opened[-1], f"{opened[-1].text} is never closed") if opened else None


def _undeclared_prefix(read: list[Token], known: Collection[str]) -> Token | None:
    declared = set(known)
    declaring = False
    for token in read:
        if token.kind is Kind.PREFIXED:
            prefix = token.text.partition(":")[0]
            if declaring:
                declared.add(prefix)
            elif prefix not in declared:
                return token
        declaring = token.kind is Kind.WORD and token.text.upper() == "PREFIX"
    return None


def _offset(query: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = query.find("\n", start) + 1
    return min(len(query), start + column - 1)


def _error(query: str, position: int, message: str) -> QueryError:
    line, column = place(query, position)
    return QueryError(f"line {line}, column {column}: {message}", line, column)
