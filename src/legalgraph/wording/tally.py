"""How many documents stand in each relation to one, in a line of a few words: "căn cứ 3 · được dẫn 12"."""

from legalgraph.model.relation import Group

# (group, acted upon) ▶ words that a number follows.
_TALLIES = {
    (Group.BASIS, False): ("căn cứ", "legal bases"),
    (Group.BASIS, True): ("là căn cứ của", "legal basis of"),
    (Group.DETAILS, False): ("hướng dẫn, triển khai", "details or carries out"),
    (Group.DETAILS, True): ("được hướng dẫn, triển khai bởi", "detailed or carried out by"),
    (Group.AMENDS, False): ("sửa đổi", "amends"),
    (Group.AMENDS, True): ("được sửa đổi bởi", "amended by"),
    (Group.REPLACES, False): ("thay thế, chấm dứt, ngưng", "replaces, ends or suspends"),
    (Group.REPLACES, True): ("bị thay thế, chấm dứt, ngưng bởi", "replaced, ended or suspended by"),
    (Group.CONSOLIDATES, False): ("hợp nhất", "consolidates"),
    (Group.CONSOLIDATES, True): ("được hợp nhất trong", "consolidated in"),
    (Group.SUCCEEDS, False): ("kế tiếp", "follows"),
    (Group.SUCCEEDS, True): ("được kế tiếp bởi", "followed by"),
    (Group.REFERS, False): ("dẫn chiếu", "cites"),
    (Group.REFERS, True): ("được dẫn chiếu bởi", "cited by"),
}


def tally_label(group: Group, incoming: bool, language: str = "vi") -> str:
    """What is counted: documents that this one acts upon or, incoming, that act upon it."""
    vi, en = _TALLIES[group, incoming]
    return vi if language == "vi" else en


def order(group: Group, incoming: bool) -> int:
    """What a lawyer looks for first comes first: what it rests on, what details and changes it, then the rest."""
    return list(_TALLIES).index((group, incoming))
