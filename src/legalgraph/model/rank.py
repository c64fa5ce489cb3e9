"""Legal rank of a document: 1 is the Constitution (Law 64/2025/QH15, Article 4)."""

from legalgraph.model.identity import DocumentKey

_BY_TYPE = {"hp": 1, "luat": 2, "bo-luat": 2, "pl": 3, "lenh": 4, "nd": 5, "tt": 8, "ttlt": 9}


def legal_rank(key: DocumentKey) -> int | None:
    """Return the rank of a normative type by type and issuer; None for individual decisions, letters, party papers.

    A decision without a year in its number may be individual; it keeps the rank of its issuer's decisions because
    the rank orders diagrams, and `normative` says whether it makes rules.
    """
    symbol = key.symbol
    if key.type == "nq":
        if symbol.startswith("qh"):
            return 2
        if "ubtvqh" in symbol:
            return 3
        if symbol.endswith("-hdtp"):
            return 7
        return 10 if "hdnd" in symbol or key.area else (5 if symbol.endswith("-cp") else None)
    if key.type == "nqlt":
        return 3 if "ubtvqh" in symbol else 5
    if key.type == "qd":
        if symbol.endswith("ttg"):
            return 6
        if symbol.endswith("-ctn"):
            return 4
        return 11 if key.area else None
    return _BY_TYPE.get(key.type)


def rank_of_path(path: str) -> int | None:
    """The rank of the document at this path; None for citations and texts."""
    return None if path.startswith(("citation/", "text/")) else legal_rank(DocumentKey.parse(path))
