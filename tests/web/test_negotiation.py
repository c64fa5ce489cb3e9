"""Accept headers, as browsers, libraries and mischief write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalgraph.web.negotiation import choose

TURTLE, JSON, HTML, LD = "text/turtle", "application/json", "text/html; charset=utf-8", "application/ld+json"
OFFERS = [TURTLE, JSON, HTML, LD]

CASES = [
    (None, TURTLE),
    ("", TURTLE),
    ("*/*", TURTLE),
    ("*", TURTLE),
    ("text/turtle", TURTLE),
    ("TEXT/HTML", HTML),
    ("text/*", TURTLE),
    ("application/*", JSON),
    ("application/ld+json, application/json", JSON),  # equal: ours comes first
    ("application/ld+json, application/json;q=0.9", LD),
    ("application/json;q=0.1, text/html;q=0.2", HTML),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", HTML),
    ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", HTML),
    ("*/*;q=0.1, text/*;q=0.5, text/turtle;q=0.2", HTML),  # the most specific range decides
    ("text/turtle;q=0, */*", JSON),
    ('application/ld+json;profile="http://e/a,b";q=0.7, text/html;q=0.6', LD),
    ("application/ld+json; charset=utf-8", LD),
    ("text/turtle;Q=0.5, text/html;q=0.6", HTML),
    ("text/turtle ; q = 0.5 , text/html", HTML),
    ("text/turtle;q=2, text/html", HTML),  # no quality is above one: the element is not read
    ("text/turtle;q=x, text/html", HTML),
    (",,text/html,", HTML),
    ("garbage, text/html", HTML),
    ("garbage", TURTLE),
    ("image/png", None),
    ("*/*;q=0", None),
    ("text/turtle;q=0", None),
    ("text/turtle2", None),
    ('"quoted, text/html", text/html', HTML),
]  # fmt: skip


@pytest.mark.parametrize(("accept", "expected"), CASES)
def test_chooses(accept: str | None, expected: str | None) -> None:
    assert choose(accept, OFFERS) == expected


def test_offers_nothing_when_there_is_nothing() -> None:
    assert choose("*/*", []) is None
    assert choose(None, []) is None


@given(st.text(alphabet=st.sampled_from(list('texhml/*;,q=.019" \\'))))
def test_never_fails_and_chooses_what_is_offered(accept: str) -> None:
    assert choose(accept, OFFERS) in [*OFFERS, None]


def test_reads_a_long_header_quickly() -> None:
    assert choose("a/b;" * 20_000 + '"' * 20_000 + ",text/html", OFFERS) in [*OFFERS, None]
