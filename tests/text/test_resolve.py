"""A citation is joined to a document only when nothing is left to guess."""

from datetime import date

import pytest

from legalgraph.model.identity import DocumentKey
from legalgraph.text.citations import find_citations
from legalgraph.text.resolve import resolve

DAY = date(2032, 7, 10)
PRESENT = {
    "nd/2031/901/nd-cp": date(2031, 3, 2), "qd/2032/4001/qd-ttg": DAY, "qd/2036/4001/qd-ttg": date(2036, 1, 5),
    "qd/2034/4001/qd-ttg": None, "vn-18/qd/2033/4001/qd-ubnd": date(2033, 2, 2), "luat/2031/93/qh19": None, "nq/2031/93/qh19": None,
    "bo-luat/2031/45/qh19": None, "nd/2031/77/nd-cp": None, "nd/2031/77/nd-cp~2": None, "vbhn/2032/19/vbhn-vpqh": DAY,
    "vn-18/qd/2033/12/qd-sct": DAY,
}  # fmt: skip

CASES = (
    ("Nghị định số 901/2031/NĐ-CP", "nd/2031/901/nd-cp"),
    ("Nghị định số 0901/2031/ND-CP", "nd/2031/901/nd-cp"),
    ("Nghị định số 901/2031/NĐ-CP ngày 02/3/2031", "nd/2031/901/nd-cp"),
    ("Nghị định số 901/2031/NĐ-CP ngày 03/3/2031", None),  # the day contradicts
    ("Nghị định số 902/2031/NĐ-CP", "nd/2031/902/nd-cp"),  # not there, yet nothing is open
    ("Nghị định số 901/2030/NĐ-CP", "nd/2030/901/nd-cp"),
    ("Quyết định số 4001/QĐ-TTg ngày 10/7/2032", "qd/2032/4001/qd-ttg"),
    ("Quyết định số 4001/QĐ-TTg ngày 10 tháng 7 năm 2032", "qd/2032/4001/qd-ttg"),
    ("Quyết định số 4001/QĐ-TTg", None),  # which of them?
    ("Quyết định số 4001/QĐ-TTg ngày 11/7/2032", None),
    ("Quyết định số 4001/QĐ-TTg ngày 10/7/2034", "qd/2034/4001/qd-ttg"),  # one series a year
    ("Chỉ thị số 4001/CT-TTg ngày 10/7/2032", "ct/2032/4001/ct-ttg"),
    ("Quyết định số 4001/QĐ-UBND ngày 02/02/2033", None),  # of which province?
    ("Quyết định số 12/QĐ-SCT ngày 10/7/2032", None),
    ("Luật số 93/2031/QH19", "luat/2031/93/qh19"),
    ("Nghị quyết số 93/2031/QH19", "nq/2031/93/qh19"),
    ("Luật số 45/2031/QH19", "bo-luat/2031/45/qh19"),  # people call a code a law
    ("Bộ luật số 45/2031/QH19", "bo-luat/2031/45/qh19"),
    ("Nghị định số 77/2031/NĐ-CP", None),  # there are two
    ("Văn bản hợp nhất số 19/VBHN-VPQH ngày 10/7/2032", "vbhn/2032/19/vbhn-vpqh"),
    ("Văn bản hợp nhất số 19/VBHN-VPQH", None),
)


@pytest.mark.parametrize(("text", "path"), CASES)
def test_resolve(text: str, path: str | None) -> None:
    (citation,) = find_citations(text)
    keys = [(DocumentKey.parse(p), signed) for p, signed in PRESENT.items()]
    found = resolve(citation, lambda ordinal: ((key, day) for key, day in keys if key.ordinal == ordinal))
    assert (found.key.path if found.key else None) == path
