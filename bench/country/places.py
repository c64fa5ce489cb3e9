"""The articles, clauses and points that a document has, known without writing it."""

from bench.country.making import Doc

POINTS = "abcdđeghik"


def clauses(doc: Doc, article: int) -> int:
    """How many clauses an article has; 0 is one undivided paragraph."""
    many = (doc.dice >> article % 47) % 6
    return 0 if many == 1 else many


def points(doc: Doc, article: int, clause: int) -> int:
    """How many points a clause has, mostly none."""
    many = (doc.dice >> (article * 5 + clause * 7) % 53) % 12
    return many - 4 if many > 6 else 0


def chapters(doc: Doc) -> list[range]:
    """The articles of each chapter; short documents have no chapters."""
    if doc.articles < 12:
        return []
    size = 5 + doc.dice % 5
    return [range(first, min(first + size, doc.articles + 1)) for first in range(1, doc.articles + 1, size)]


def touched(source: Doc, target: Doc) -> list[tuple[int, int]]:
    """The articles (and clauses, 0 for whole articles) of the target that an amending document changes, in order."""
    dice = source.dice ^ target.dice
    # The last two articles say only when the document holds and who carries it out.
    body = max(1, target.articles - 2)
    found = {1 + (dice >> 9 * place) % body for place in range(1 + dice % 4)}
    return [(article, 1 + dice % many if (many := clauses(target, article)) else 0) for article in sorted(found)]
