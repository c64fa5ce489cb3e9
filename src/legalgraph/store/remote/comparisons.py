"""Comparisons that an engine answers wrongly out of its indexes, worded so that it compares row by row."""

from collections.abc import Collection, Iterator, Sequence

from legalgraph.store.guard import Kind, Token, tokens

_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_ENDING = frozenset(",;&|")  # what stands between expressions, and between the parts of one that are compared apart
_ENDING_WORDS = frozenset(("AS", "DISTINCT"))
_AGGREGATES = frozenset(("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"))


def row_by_row(query: str) -> str:
    """The query with COALESCE around what may be at most something else, on the same lines.

    COALESCE of one expression is that expression, errors and all; but no index is searched for it. `?x >= value` and comparisons
    with numbers stay as they are.

    >>> row_by_row("ASK { ?s ?p ?day FILTER(?day <= ?until && ?n <= 5) }")
    'ASK { ?s ?p ?day FILTER(COALESCE(?day) <= ?until && ?n <= 5) }'
    """
    if "<=" not in query and ">=" not in query:
        return query
    read = list(tokens(query))
    chosen = _chosen(read)
    added: list[tuple[int, str]] = []
    for lesser, greater in _compared(read):
        if _has_variable(lesser) and not _is_number(greater) and not _is_computed(lesser, chosen):
            added += [(lesser[0].start, "COALESCE("), (_end(lesser[-1]), ")")]
    pieces: list[str] = []
    done = 0
    for place, words in sorted(added):
        pieces += [query[done:place], words]
        done = place
    return "".join((*pieces, query[done:]))


def _compared(read: Sequence[Token]) -> Iterator[tuple[Sequence[Token], Sequence[Token]]]:
    """The operands of each `<=` and `>=`, the lesser first."""
    first, sign = 0, -1  # where the expression begins, and its sign of comparison, within the innermost brackets
    outer: list[tuple[int, int]] = []
    for at, token in enumerate(read):
        mark = token.text if token.kind is Kind.MARK else ""
        if mark in ("<", ">") and _with_equality(read, at):
            sign = at
        elif mark in _OPENING:
            outer.append((first, sign))
            first, sign = at + 1, -1
        elif mark in _CLOSING or mark in _ENDING or (token.kind is Kind.WORD and token.text.upper() in _ENDING_WORDS):
            left, right = read[first : max(sign, first)], read[sign + 2 : at]
            if left and right and sign >= 0:
                yield (left, right) if read[sign].text == "<" else (right, left)
            first, sign = outer.pop() if mark in _CLOSING and outer else (at + 1, -1)


def _with_equality(read: Sequence[Token], at: int) -> bool:
    following = read[at + 1] if at + 1 < len(read) else None
    return following is not None and following.text == "=" and following.start == _end(read[at])


def _chosen(read: Sequence[Token]) -> Collection[str]:
    """The variables that something is called in the choice of a SELECT."""
    found = set[str]()
    openers: list[bool] = []  # whether BIND stands before the bracket
    for at, token in enumerate(read):
        if token.kind is Kind.MARK and token.text == "(":
            openers.append(at > 0 and read[at - 1].text.upper() == "BIND")
        elif token.kind is Kind.MARK and token.text == ")" and openers:
            openers.pop()
        elif token.kind is Kind.VARIABLE and read[at - 1].text.upper() == "AS" and not (openers and openers[-1]):
            found.add(token.text[1:])
    return found


def _has_variable(operand: Sequence[Token]) -> bool:
    return any(token.kind is Kind.VARIABLE for token in operand)


def _is_number(operand: Sequence[Token]) -> bool:
    return all(token.kind in (Kind.NUMBER, Kind.MARK) for token in operand)


def _is_computed(operand: Sequence[Token], chosen: Collection[str]) -> bool:
    """Whether it is made of groups: no index is searched for that, and Virtuoso fails at COALESCE around it."""
    return any(
        token.text.upper() in _AGGREGATES if token.kind is Kind.WORD else token.kind is Kind.VARIABLE and token.text[1:] in chosen
        for token in operand
    )


def _end(token: Token) -> int:
    return token.start + len(token.text)
