"""Places in documents: paths and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.provision import UNITS, Provision

PLACES = (
    ("dieu_2/khoan_1", "dieu_2/khoan_1", "khoản 1 Điều 2", "clause 1, Article 2"),
    ("dieu_5/khoan_2/diem_đ", "dieu_5/khoan_2/diem_dd", "điểm đ khoản 2 Điều 5", "point đ, clause 2, Article 5"),
    ("dieu_5/khoan_2/diem_d", "dieu_5/khoan_2/diem_d", "điểm d khoản 2 Điều 5", "point d, clause 2, Article 5"),
    ("DIEU_5A", "dieu_5a", "Điều 5a", "Article 5a"),
    ("dieu_6đ", "dieu_6dd", "Điều 6đ", "Article 6đ"),
    ("chuong_ii/muc_3", "chuong_ii/muc_3", "Mục 3 Chương II", "Section 3, Chapter II"),
    ("kem-theo_1/dieu_5", "kem-theo_1/dieu_5", "Điều 5 văn bản kèm theo 1", "Article 5, attached document 1"),
    ("phuluc_2/mau_15", "phuluc_2/mau_15", "Mẫu số 15 Phụ lục 2", "Form 15, Annex 2"),
    ("dieu_3/khoan_5/diem_b1/tiet_ii", "dieu_3/khoan_5/diem_b1/tiet_ii", "tiết ii điểm b1 khoản 5 Điều 3",
     "item ii, point b1, clause 5, Article 3"),
)  # fmt: skip
NOT_PLACES = ("", "/", "dieu", "dieu_", "dieu_2/", "/dieu_2", "dieu_2//khoan_1", "dieu_2 khoan_1", "dong_1", "Điều 2", "dieu_2/../x", "dieu_ф", "dieu_٢")


@pytest.mark.parametrize(("text", "path", "vi", "en"), PLACES)
def test_place(text: str, path: str, vi: str, en: str) -> None:
    place = Provision.parse(text)
    assert place.path == path
    assert Provision.parse(place.path) == place
    assert place.words("vi") == vi
    assert place.words("en") == en


@pytest.mark.parametrize("text", NOT_PLACES)
def test_what_is_no_place_is_refused_with_the_units_there_are(text: str) -> None:
    with pytest.raises(InvalidIdentifier, match="dieu_"):
        Provision.parse(text)


STEP = st.tuples(st.sampled_from(sorted(UNITS)), st.from_regex(r"[0-9a-z.]{1,4}", fullmatch=True))


@given(st.lists(STEP, min_size=1, max_size=5))
def test_path_and_provision_are_inverse(steps: list[tuple[str, str]]) -> None:
    place = Provision(tuple(steps))
    assert Provision.parse(place.path) == place
    assert all(place.words(language) for language in ("vi", "en"))
