"""Every form of số hiệu, with what it becomes in keys and what it says of the document's type."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.number import Number, symbol_slug
from legalgraph.registry import types

# text, as printed, year, folded, type codes the symbol can stand for
FORMS = (
    # with year
    ("158/2025/NĐ-CP", "158/2025/NĐ-CP", 2025, "158/2025/nd-cp", ("nd",)),
    ("41/2024/QH15", "41/2024/QH15", 2024, "41/2024/qh15", ("luat", "bo-luat", "nq", "hp")),
    ("78/2025/UBTVQH15", "78/2025/UBTVQH15", 2025, "78/2025/ubtvqh15", ("pl", "nq")),
    ("01/2012/UBTVQH13", "01/2012/UBTVQH13", 2012, "1/2012/ubtvqh13", ("pl", "nq")),
    ("38/2001/PL-UBTVQH10", "38/2001/PL-UBTVQH10", 2001, "38/2001/pl-ubtvqh10", ("pl",)),
    ("1269/2011/NQ-UBTVQH12", "1269/2011/NQ-UBTVQH12", 2011, "1269/2011/ubtvqh12", ("nq",)),
    ("901/2031/QĐ-TTg", "901/2031/QĐ-TTg", 2031, "901/2031/qd-ttg", ("qd",)),
    ("004/2025/TT-BNV", "004/2025/TT-BNV", 2025, "4/2025/tt-bnv", ("tt",)),
    ("02/2018/NQ-HĐTP", "02/2018/NQ-HĐTP", 2018, "2/2018/nq-hdtp", ("nq",)),
    ("15/2026/NQ-CP", "15/2026/NQ-CP", 2026, "15/2026/nq-cp", ("nq",)),
    ("66.16/2026/NQ-CP", "66.16/2026/NQ-CP", 2026, "66.16/2026/nq-cp", ("nq",)),
    ("30a/2008/NQ-CP", "30a/2008/NQ-CP", 2008, "30a/2008/nq-cp", ("nq",)),
    ("38Đ/2031/NQ-CP", "38đ/2031/NQ-CP", 2031, "38dd/2031/nq-cp", ("nq",)),
    ("05/2000/L-CTN", "05/2000/L-CTN", 2000, "5/2000/l-ctn", ("lenh", "luat", "pl")),
    ("27/2020/TT-BGD&ĐT", "27/2020/TT-BGD&ĐT", 2020, "27/2020/tt-bgddt", ("tt",)),
    ("08/2031/TT-BCA(X13)", "08/2031/TT-BCA(X13)", 2031, "8/2031/tt-bca-x13", ("tt",)),
    # joint
    ("26/2014/TTLT-BTC-BCT", "26/2014/TTLT-BTC-BCT", 2014, "26/2014/ttlt-btc-bct", ("ttlt",)),
    ("01/2022/TTLT-VKSNDTC-TANDTC-BCA-BQP-BLĐTBXH", "01/2022/TTLT-VKSNDTC-TANDTC-BCA-BQP-BLĐTBXH", 2022,
     "1/2022/ttlt-vksndtc-tandtc-bca-bqp-bldtbxh", ("ttlt",)),
    ("403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN", "403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN", 2017,
     "403/2017/nqlt-ubtvqh14-cp-dctubtwmttqvn", ("nqlt",)),
    ("72/2025/NQLT/UBTVQH15-CP", "72/2025/NQLT/UBTVQH15-CP", 2025, "72/2025/nqlt-ubtvqh15-cp", ("nqlt",)),
    ("1213/2010/HDLN/STC-SCT", "1213/2010/HDLN/STC-SCT", 2010, "1213/2010/hdln-stc-sct", ("hdln",)),
    # without year
    ("844/QĐ-TTg", "844/QĐ-TTg", None, "844/qd-ttg", ("qd",)),
    ("21/CT-TTg", "21/CT-TTg", None, "21/ct-ttg", ("ct",)),
    ("113/NQ-CP", "113/NQ-CP", None, "113/nq-cp", ("nq",)),
    ("19/VBHN-VPQH", "19/VBHN-VPQH", None, "19/vbhn-vpqh", ("vbhn",)),
    ("499/QĐ-UBND", "499/QĐ-UBND", None, "499/qd-ubnd", ("qd",)),
    ("3384/BCT-CTĐP", "3384/BCT-CTĐP", None, "3384/bct-ctdp", ()),
    ("130/KH-UBND", "130/KH-UBND", None, "130/kh-ubnd", ("kh",)),
    ("177/TTr-CP", "177/TTr-CP", None, "177/ttr-cp", ("ttr",)),
    ("436/BC-UBVHXH15", "436/BC-UBVHXH15", None, "436/bc-ubvhxh15", ("bc",)),
    ("12/TB-VPCP", "12/TB-VPCP", None, "12/tb-vpcp", ("tb",)),
    ("12/KL-TTCP", "12/KL-TTCP", None, "12/kl-ttcp", ()),
    # of the Party
    ("57-NQ/TW", "57-NQ/TW", None, "57/nq-tw", ("nq-dang",)),
    ("52-CT/TW", "52-CT/TW", None, "52/ct-tw", ("ct-dang",)),
    ("210-KL/TW", "210-KL/TW", None, "210/kl-tw", ("kl-dang",)),
    ("905-QĐ/TW", "905-QĐ/TW", None, "905/qd-tw", ("qd", "qd-dang")),
    ("11-NQ/ĐUB", "11-NQ/ĐUB", None, "11/nq-dub", ("nq-dang",)),
    # old
    ("36-CP", "36-CP", None, "36/cp", ("nd", "qd", "nq")),
    ("59/CP", "59/CP", None, "59/cp", ("nd", "qd", "nq")),
    ("130-CP", "130-CP", None, "130/cp", ("nd", "qd", "nq")),
    ("819/TTg", "819/TTg", None, "819/ttg", ("qd", "ct")),
    ("162/HĐBT", "162/HĐBT", None, "162/hdbt", ("nd", "qd", "ct", "nq")),
    ("111-HĐBT", "111-HĐBT", None, "111/hdbt", ("nd", "qd", "ct", "nq")),
    ("51/SL", "51/SL", None, "51/sl", ("sl",)),
    ("18-L/CTN", "18-L/CTN", None, "18/l-ctn", ("lenh", "luat", "pl")),
    ("21-LCT/HĐNN8", "21-LCT/HĐNN8", None, "21/lct-hdnn8", ("lenh", "luat", "pl")),
    ("26 TC/TCT", "26 TC/TCT", None, "26/tc-tct", ()),
    ("08 TT/LB", "08 TT/LB", None, "8/tt-lb", ("ttlt",)),
    ("344 QĐ/KT", "344 QĐ/KT", None, "344/qd-kt", ("qd",)),
    ("06 NG/QĐ", "06 NG/QĐ", None, "6/ng-qd", ("qd",)),
    # as they stand in dirty texts
    ("Số: 45/2012/NĐ- CP", "45/2012/NĐ-CP", 2012, "45/2012/nd-cp", ("nd",)),
    ("số 45/2012/NĐ-CP", "45/2012/NĐ-CP", 2012, "45/2012/nd-cp", ("nd",)),
    ("Luật số: 41/2024/QH15", "41/2024/QH15", 2024, "41/2024/qh15", ("luat", "bo-luat", "nq", "hp")),
    ("Số:  372 /QĐ-BTC", "372/QĐ-BTC", None, "372/qd-btc", ("qd",)),
    ("45 / 2012 / NĐ – CP", "45/2012/NĐ-CP", 2012, "45/2012/nd-cp", ("nd",)),
    ("08/2020/TT- BLĐTBXH", "08/2020/TT-BLĐTBXH", 2020, "8/2020/tt-bldtbxh", ("tt",)),
    ("08/2020/TT-\nBCT", "08/2020/TT-BCT", 2020, "8/2020/tt-bct", ("tt",)),
    ("08/2020/TT-BТС", "08/2020/TT-BTC", 2020, "8/2020/tt-btc", ("tt",)),  # Cyrillic Т and С
    ("45/2012/NÐ-CP", "45/2012/NĐ-CP", 2012, "45/2012/nd-cp", ("nd",)),  # Icelandic eth
    ("45/2012/NƉ-CP", "45/2012/NĐ-CP", 2012, "45/2012/nd-cp", ("nd",)),  # African d
    ("45/2012/nð-cp", "45/2012/NĐ-CP", 2012, "45/2012/nd-cp", ("nd",)),
    ("45∕2012⁄NĐ‑CP", "45/2012/NĐ-CP", 2012, "45/2012/nd-cp", ("nd",)),
    ("45/2012/N\u0110\u00ad-\u200bCP\ufeff", "45/2012/NĐ-CP", 2012, "45/2012/nd-cp", ("nd",)),
    ("12/2031/NQ-UBTƯMTTQVN", "12/2031/NQ-UBTƯMTTQVN", 2031, "12/2031/nq-ubtumttqvn", ("nq",)),
    ("12/2031/NQ-UBTU\u031bMTTQVN", "12/2031/NQ-UBTƯMTTQVN", 2031, "12/2031/nq-ubtumttqvn", ("nq",)),  # not NFC
    ("45/2012/nđ-cp", "45/2012/NĐ-CP", 2012, "45/2012/nd-cp", ("nd",)),
    ("1288/qđ-ttg", "1288/QĐ-TTg", None, "1288/qd-ttg", ("qd",)),
    ("1288/QĐ-TTG", "1288/QĐ-TTg", None, "1288/qd-ttg", ("qd",)),
    ("45/2012/ND-CP", "45/2012/ND-CP", 2012, "45/2012/nd-cp", ("nd",)),
    ("41/2024/QHI5", "41/2024/QH15", 2024, "41/2024/qh15", ("luat", "bo-luat", "nq", "hp")),
    ("41/2024/QHI15", "41/2024/QH15", 2024, "41/2024/qh15", ("luat", "bo-luat", "nq", "hp")),
    ("41/2024/QHl5", "41/2024/QH15", 2024, "41/2024/qh15", ("luat", "bo-luat", "nq", "hp")),
    ("  45/2012/NĐ-CP \t\n", "45/2012/NĐ-CP", 2012, "45/2012/nd-cp", ("nd",)),
    ("2012/QĐ-UBND", "2012/QĐ-UBND", None, "2012/qd-ubnd", ("qd",)),  # an ordinal that looks like a year
    ("2012/2013/QĐ-UBND", "2012/2013/QĐ-UBND", 2013, "2012/2013/qd-ubnd", ("qd",)),
    ("0/2031/NĐ-CP", "0/2031/NĐ-CP", 2031, "0/2031/nd-cp", ("nd",)),
    ("0a/2031/NĐ-CP", "0a/2031/NĐ-CP", 2031, "0a/2031/nd-cp", ("nd",)),
    ("00.5/2031/NĐ-CP", "00.5/2031/NĐ-CP", 2031, "0.5/2031/nd-cp", ("nd",)),
)  # fmt: skip

NOT_NUMBERS = (
    "", " ", "/", "-", "45", "45/2012", "45/2012/", "/2012/NĐ-CP", "NĐ-CP", "45/2012/-CP", "45/2012/NĐ-CP/", "45//NĐ-CP",
    "31/12/2020", "1.1/2", "123456/NĐ-CP", "QCVN 18:2014/BTTTT", "TCVN 5687:2010", "QTKĐ: 21-2016/BLĐTBXH",
    "Nghị định 45/2012/NĐ-CP", "45/2012/NĐ-CP và 46/2012/NĐ-CP", "45/2012/NĐ-CP.;", "45/2012/NĐ,CP", "-45/2012/NĐ-CP",
    "٤٥/2012/NĐ-CP", "45/٢٠١٢/NĐ-CP", "４５/2012/NĐ-CP", "45/2012/中文", "45/2012/NĐж-CP", "45/2012/ǰ-CP", "45/2012/🦋",
    "45/2012/NĐ-CP.", "45/2012/NĐ CP", "45/2012/N\x00Đ-CP", "\ud800", "x" * 10_000, "1" * 10_000, "45/2012/NĐ" + "\x00", "45/2012/😀", "số", "Số:", "luật số",
)  # fmt: skip


@pytest.mark.parametrize(("text", "printed", "year", "folded", "codes"), FORMS, ids=[form[0] for form in FORMS])
def test_form(text: str, printed: str, year: int | None, folded: str, codes: tuple[str, ...]) -> None:
    number = Number.parse(text)
    assert str(number) == printed
    assert number.year == year
    assert number.folded == folded
    assert number.type_codes == codes
    assert Number.parse(str(number)) == number


def test_the_table_of_forms_is_whole() -> None:
    assert len(FORMS) == 78
    assert len(NOT_NUMBERS) == 41


@pytest.mark.parametrize("text", NOT_NUMBERS, ids=[ascii(text[:30]) for text in NOT_NUMBERS])
def test_what_is_no_number_is_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidIdentifier) as caught:
        Number.parse(text)
    assert "45/2012/NĐ-CP" in str(caught.value)


SAME = (("36-CP", "36/CP", "36 CP", "36 - cp"), ("08/2031/TT-BGD&ĐT", "8/2031/tt-bgdđt", "008/2031/TT–BGDDT"), ("18-L/CTN", "18/L-CTN"),
        ("5/2031/TT-LĐTBXH", "05/2031/TT-BLĐTBXH"), ("7/2031/NQ-UBTVQH19", "7/2031/UBTVQH19"),
        ("8/2031/TTLT-BYTBTNMT", "8/2031/TTLT-BYT-BTNMT"), ("8/2031/TTLT-LĐTBXH-BTC", "8/2031/TTLT-BLĐTBXH-BTC"))  # fmt: skip
# Two documents may have these: joint ones of two ministries, decisions of a department and of the ministry, ordinances and resolutions.
APART = (("8/2031/TTLT-BNV-BTC", "8/2031/TTLT-BTC-BNV"), ("5/QĐ-LĐTBXH", "5/QĐ-BLĐTBXH"), ("5/2031/TT-BNN", "5/2031/TT-BNV"),
         ("5/2031/PL-UBTVQH19", "5/2031/NQ-UBTVQH19"), ("5/2031/TTLT-BYTBX", "5/2031/TTLT-BYT-BX"))  # fmt: skip


@pytest.mark.parametrize("spellings", SAME, ids=[names[0] for names in SAME])
def test_spellings_of_one_number_fold_alike(spellings: tuple[str, ...]) -> None:
    assert len({Number.parse(text).folded for text in spellings}) == 1


@pytest.mark.parametrize("numbers", APART, ids=[names[0] for names in APART])
def test_numbers_of_two_documents_fold_apart(numbers: tuple[str, ...]) -> None:
    assert len({Number.parse(text).folded for text in numbers}) == len(numbers)


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("499/QĐ-UBND", True), ("12/2031/NQ-HĐND", True), ("7/QĐ-UB", True), ("7/QĐ.UB", True), ("15/2031/QĐ-UBND.TH", True),
        ("12/QĐ-SCT", True), ("12/QĐ-SNNPTNT", True), ("77/TTr-STC", True), ("12/QĐ-UBT", True), ("12/QĐ-CTUBND", True), ("1/TTLT-STC-SXD", True),
        ("12/SL", False), ("12/QĐ-SHTT", False), ("12/QĐ-BTC-SX", False), ("12/QĐ-CT", False), ("12/QĐ-BQL", False),
        ("4/1996/NQ-HĐ", True), ("5/2031/NQ-HĐTP", False), ("12/HĐ-THU", False),
        ("1288/QĐ-TTg", False), ("436/BC-UBVHXH15", False), ("01/2012/UBTVQH13", False), ("3384/BCT-CTĐP", False),
    ],
)  # fmt: skip
def test_numbers_of_provinces_need_the_province(text: str, local: bool) -> None:
    assert Number.parse(text).is_local is local


def test_every_type_a_symbol_can_stand_for_is_in_the_table_of_types() -> None:
    from legalgraph.model import number

    told = {code for codes in number._TYPE_OF_ABBREVIATION.values() for code in codes}
    told |= {code for codes in number._PARTY.values() for code in codes} | {code for form in FORMS for code in form[4]}
    assert told <= set(types())


ORDINAL = st.from_regex(r"[0-9]{1,5}(\.[0-9]{1,4})?[a-zđ]?", fullmatch=True)
PART = st.text("ABCDĐEGHIKLMNOPQRSTUƯVXY&()0123456789", min_size=1, max_size=8)
SYMBOL = st.builds(
    lambda head, rest: head + "".join(rest),
    st.from_regex(r"[A-ZĐƯ]{1,4}", fullmatch=True),
    st.lists(st.builds(str.__add__, st.sampled_from("-/."), PART), max_size=4),
)
PRINTED = st.builds(
    lambda ordinal, year, separator, symbol: f"{ordinal}{f'/{year}' if year else ''}{separator}{symbol}",
    ORDINAL,
    st.none() | st.integers(1900, 2099),
    st.sampled_from("/-"),
    SYMBOL,
)


@given(PRINTED)
def test_printing_and_parsing_are_inverse(printed: str) -> None:
    number = Number.parse(printed)
    assert Number.parse(str(number)) == number
    assert Number.parse(str(number).lower()).folded == number.folded
    assert number.folded.isascii()


@given(st.text(max_size=40) | st.text("0123456789/- .QĐNTBabđ&(\u0110\u0300ſKıßﬁ", max_size=20))
def test_whatever_is_read_can_be_printed_and_read_again(text: str) -> None:
    try:
        number = Number.parse(text)
    except InvalidIdentifier:
        return
    assert Number.parse(str(number)) == number
    assert number.symbol_slug == symbol_slug(number.symbol)
    assume(number.symbol_slug)
    assert number.folded.isascii()


@pytest.mark.parametrize(("text", "central"), [
    ("1288/QĐ-TTg", True), ("45/2012/NĐ-CP", True), ("5/2031/TT-BXYZ", True), ("1/2031/QH19", True), ("12/QĐ-BTC", True),
    ("12/QĐ-SCT", False), ("12/2031/QĐ-UBND", False), ("12/QĐ-BQL", False), ("12/QĐ-CT", False),  # of a province, or not
])  # fmt: skip
def test_numbers_of_the_state_need_no_more(text: str, central: bool) -> None:
    assert Number.parse(text).is_central is central


@pytest.mark.parametrize(("number", "bodies"), [
    ("26/2031/TTLT-BTC-BCT", {"btc", "bct"}),
    ("26/2031/TT-LĐTBXH", {"bldtbxh"}),
    ("26/2031/QĐ-BTC", {"btc"}),
    ("26/2031/QH19", {"qh"}),
    ("26/2031/NQ-UBTVQH19", {"ubtvqh"}),
    ("26-CP", {"cp"}),
])  # fmt: skip
def test_the_bodies_that_a_symbol_names(number: str, bodies: set[str]) -> None:
    assert Number.parse(number).bodies == bodies
