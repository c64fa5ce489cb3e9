"""Places in documents: paths and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.provision import UNITS, Provision, touches

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
    ("phuluc_01/phan_a/muc_II/khoan_2", "phuluc_01/phan_a/muc_ii/khoan_2", "khoản 2 Mục II Phần A Phụ lục 01", "clause 2, Section II, Part A, Annex 01"),
    ("muc_a/khoan_1", "muc_a/khoan_1", "khoản 1 Mục A", "clause 1, Section A"),
    ("muc_4a", "muc_4a", "Mục 4a", "Section 4a"),
    ("phuluc_Ia", "phuluc_ia", "Phụ lục Ia", "Annex Ia"),
    ("phuluc_i.3", "phuluc_i.3", "Phụ lục I.3", "Annex I.3"),
    # The second of one name, as `unit_rows` counts.
    ("phuluc_ix2", "phuluc_ix2", "Phụ lục I (thứ hai)", "Annex I (second)"),
    ("phuluc_iiix4/mau_04x2", "phuluc_iiix4/mau_04x2", "Mẫu số 04 (thứ hai) Phụ lục III (thứ tư)", "Form 04 (second), Annex III (fourth)"),
    ("phuluc_xx3", "phuluc_xx3", "Phụ lục X (thứ ba)", "Annex X (third)"),
    ("phuluc_5x12", "phuluc_5x12", "Phụ lục 5 (thứ 12)", "Annex 5 (no. 12)"),
    ("dieu_1x2/khoan_3", "dieu_1x2/khoan_3", "khoản 3 Điều 1 (thứ hai)", "clause 3, Article 1 (second)"),
    ("dieu_5/diem_x2", "dieu_5/diem_x2", "điểm x2 Điều 5", "point x2, Article 5"),
    ("phuluc_xii", "phuluc_xii", "Phụ lục XII", "Annex XII"),
    # Codes, and names of files that were taken for them.
    ("phuluc_ii.doc", "phuluc_ii.doc", "Phụ lục II", "Annex II"),
    ("phuluc_09.đgh", "phuluc_09.ddgh", "Phụ lục 09.ĐGH", "Annex 09.ĐGH"),
    ("mau_09a.n.ktđn", "mau_09a.n.ktddn", "Mẫu số 09a.N.KTĐN", "Form 09a.N.KTĐN"),
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


@pytest.mark.parametrize(
    ("place", "path", "expected"),
    [
        ("dieu_5..dieu_18", "dieu_5", True),
        ("dieu_5..dieu_18", "dieu_18/khoan_2/diem_a", True),
        ("dieu_5..dieu_18", "dieu_7a", True),
        ("dieu_5..dieu_18", "dieu_18a", False),
        ("dieu_5..dieu_18", "dieu_4", False),
        ("dieu_5..dieu_18", "phuluc_7", False),
        ("dieu_1/khoan_2..khoan_4", "dieu_1/khoan_3", True),
        ("dieu_1/khoan_2..khoan_4", "dieu_1/khoan_5", False),
        ("dieu_1/khoan_2..khoan_4", "dieu_1", True),
        ("dieu_1/khoan_2..khoan_4", "dieu_11", False),
        ("dieu_1/khoan_2/diem_c..diem_e", "dieu_1/khoan_2/diem_dd", True),
        # Roman numerals are not compared.
        ("chuong_II..chuong_IV", "chuong_iii", False),
        ("dieu_41/mo_dau", "dieu_41", True),
        ("dieu_41/khoan_2/cuoi", "dieu_41", True),
        ("dieu_41/mo_dau", "dieu_4", False),
        ("phuluc/mau_*", "dieu_1", False),
        ("mau_*", "dieu_1", False),
    ],
)
def test_what_a_place_without_a_path_touches(place: str, path: str, expected: bool) -> None:
    assert touches(place, path) is expected
