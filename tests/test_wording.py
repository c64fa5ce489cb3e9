"""Relations, statuses and evidence in words: every code has words in both languages, and sentences say what is known."""

import csv
import inspect
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalgraph import resources, wording
from legalgraph.library import Library
from legalgraph.model.document import Document, EntryRule, Status
from legalgraph.model.provision import Provision
from legalgraph.model.relation import BEGUN_BEFORE, CHANGING, ENDING, SUSPENDING, Certainty, Evidence, Group, Operation, Relation, kinds
from legalgraph.pipeline.curated import CURATED
from legalgraph.pipeline.identification import BESIDE, OWN_WORDS
from legalgraph.pipeline.portal import PORTAL
from legalgraph.rdf.mapping import document_label
from legalgraph.sources.tables import EVIDENCE_KINDS
from legalgraph.text.names import Doubt as NameDoubt
from legalgraph.text.resolve import Reason as CitationDoubt
from legalgraph.time import status as status_module
from legalgraph.time.basis import Basis, Consequence, Doubt, Health, Outcome
from legalgraph.time.status import Reason, StatusOnDay
from legalgraph.wording import basis as basis_wording
from legalgraph.wording.changes import action_label, changed_words
from legalgraph.wording.cite import bibtex, legal_citation
from legalgraph.wording.places import exception_words, place_words
from legalgraph.wording.rules import is_doubt, rule_words
from legalgraph.wording.tally import order as tally_order
from legalgraph.wording.tally import tally_label
from legalgraph.wording.told_by import source_words

DECREE = Document("nd/2031/901/nd-cp", "nd", "Về khuyến khích nuôi tằm", number="901/2031/NĐ-CP")
PROGRAMME = Document("qd/2032/4001/qd-ttg", "qd", "Phê duyệt Chương trình", number="4001/QĐ-TTg")
LOCAL = Document("vn-18/qd/2033/4001/qd-ubnd", "qd", "Phê duyệt", number="4001/QĐ-UBND", area="vn-18")
NOTICE = Document("tb/2033/ks-20330405-0a1b2c", "tb", "Về tằm")
CITATION = Document("citation/x", "ct", "Chỉ thị về tằm", number="07/CT-BCT")
TEXT = Document("text/0011223344556677", "text", "bao.txt")
DOCUMENTS = {d.path: d for d in (DECREE, PROGRAMME, LOCAL, NOTICE, CITATION, TEXT)}

PLACE = Provision.parse("dieu_2/khoan_1")
BASIS = Relation(PROGRAMME.path, DECREE.path, "basis")


@pytest.mark.parametrize(
    ("document", "vi", "en"),
    [
        (DECREE, "Nghị định 901/2031/NĐ-CP", "Decree 901/2031/NĐ-CP"),
        (PROGRAMME, "Quyết định 4001/QĐ-TTg (2032)", "Decision 4001/QĐ-TTg (2032)"),
        (LOCAL, "Quyết định 4001/QĐ-UBND Ninh Bình (2033)", "Decision 4001/QĐ-UBND Ninh Bình (2033)"),
        (NOTICE, "Thông báo “Về tằm”", "Notice “Về tằm”"),
        (CITATION, "Chỉ thị 07/CT-BCT", "Directive 07/CT-BCT"),
        (TEXT, "bao.txt", "bao.txt"),
    ],
)
def test_names(document: Document, vi: str, en: str) -> None:
    assert (wording.name(document, "vi"), wording.name(document, "en")) == (vi, en)


SENTENCES = (
    (BASIS, None, "Quyết định 4001/QĐ-TTg (2032) căn cứ Nghị định 901/2031/NĐ-CP.",
     "Decision 4001/QĐ-TTg (2032) has as legal basis Decree 901/2031/NĐ-CP."),
    (BASIS, DECREE.path, "Nghị định 901/2031/NĐ-CP là căn cứ của Quyết định 4001/QĐ-TTg (2032).",
     "Decree 901/2031/NĐ-CP is the legal basis of Decision 4001/QĐ-TTg (2032)."),
    (Relation(PROGRAMME.path, DECREE.path, "adopts_programme", target_provision=PLACE, certainty=Certainty.INFERRED, rule="x"), None,
     "Quyết định 4001/QĐ-TTg (2032) phê duyệt chương trình theo khoản 1 Điều 2 Nghị định 901/2031/NĐ-CP (suy luận).",
     "Decision 4001/QĐ-TTg (2032) adopts a programme under clause 1, Article 2 of Decree 901/2031/NĐ-CP (inferred)."),
    (Relation(PROGRAMME.path, DECREE.path, "suspends", PLACE, None, date(2034, 8, 1), date(2034, 12, 31)), None,
     "Khoản 1 Điều 2 Quyết định 4001/QĐ-TTg (2032) ngưng hiệu lực Nghị định 901/2031/NĐ-CP, từ 1/8/2034 đến 31/12/2034.",
     "Clause 1, Article 2 of Decision 4001/QĐ-TTg (2032) suspends the effect of Decree 901/2031/NĐ-CP, from 1 August 2034 until 31 December 2034."),
    (Relation(PROGRAMME.path, DECREE.path, "suspends", PLACE), DECREE.path,
     "Nghị định 901/2031/NĐ-CP bị ngưng hiệu lực bởi khoản 1 Điều 2 Quyết định 4001/QĐ-TTg (2032).",
     "Decree 901/2031/NĐ-CP has its effect suspended by clause 1, Article 2 of Decision 4001/QĐ-TTg (2032)."),
    (Relation(TEXT.path, CITATION.path, "refers"), None, "bao.txt dẫn chiếu Chỉ thị 07/CT-BCT.", "bao.txt cites Directive 07/CT-BCT."),
    (Relation(DECREE.path, "nd/2030/1/nd-cp", "replaces"), None, "Nghị định 901/2031/NĐ-CP thay thế nd/2030/1/nd-cp.",
     "Decree 901/2031/NĐ-CP replaces nd/2030/1/nd-cp."),
)  # fmt: skip


@pytest.mark.parametrize(("relation", "seen_from", "vi", "en"), SENTENCES)
def test_sentences(relation: Relation, seen_from: str | None, vi: str, en: str) -> None:
    assert wording.sentence(relation, DOCUMENTS, "vi", seen_from) == vi
    assert wording.sentence(relation, DOCUMENTS, "en", seen_from) == en


@pytest.mark.parametrize("code", kinds())
@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_kind_reads_between_two_names_from_both_sides(code: str, language: str) -> None:
    relation = Relation(PROGRAMME.path, DECREE.path, code)
    first, second = wording.name(PROGRAMME, language), wording.name(DECREE, language)
    assert wording.sentence(relation, DOCUMENTS, language) == f"{first} {kinds()[code].verb(language)} {second}."
    assert wording.sentence(relation, DOCUMENTS, language, DECREE.path) == f"{second} {kinds()[code].verb(language, inverse=True)} {first}."
    assert wording.kind_label(code, language) == kinds()[code].verb(language)


def test_every_closed_set_has_words() -> None:
    for language in wording.LANGUAGES:
        assert all(wording.status_label(status, language) for status in Status)
        assert len({wording.status_label(status, language) for status in Status}) == len(Status)
        assert all(wording.certainty_label(certainty, language) for certainty in Certainty)
        assert all(wording.entry_rule_words(rule, language) for rule in EntryRule)
        for kind in (*EVIDENCE_KINDS, "citation"):
            assert wording.evidence_words(Evidence(kind), "vi") != kind
    assert wording.status_label(Status.UNKNOWN) == "Chưa xác định"
    assert "hiệu lực" not in wording.status_label(Status.UNKNOWN)


def test_every_reason_the_code_can_give_has_words() -> None:
    told = set(re.findall(r'Reason\(f?"([a-z_{}.]+)"', inspect.getsource(status_module)))
    told.remove("ended_by_{r.kind}")
    told.remove("claimed_{document.status}")
    told |= {f"ended_by_{kind}{undated}" for kind in ENDING for undated in ("", "_undated")}
    told |= {f"claimed_{status}" for status in Status} | status_module.CHANGED | {"suspended", "suspended_undated"}
    assert len(told) >= 25
    for code in told:
        relation = Relation(PROGRAMME.path, DECREE.path, "replaces")
        for language in wording.LANGUAGES:
            words = wording.reason(Reason(code, date(2034, 8, 1), relation), DOCUMENTS, language)
            assert words
            assert "{" not in words
            assert wording.reason(Reason(code, None, None), {}, language)
            assert wording.reason(Reason(code, certainty=Certainty.INFERRED), {}, language)


def test_reasons_of_the_sample_name_their_documents(sample: Library) -> None:
    reader = sample.reader
    old = reader.resolve("77/2025/NĐ-CP")
    relations = reader.relations_of(old.path)
    documents = reader.documents(p for r in relations for p in (r.source, r.target))
    (reason,) = reader.status(old, date(2032, 1, 1)).reasons
    assert wording.reason(reason, documents, "vi") == "bị thay thế bởi Nghị định 901/2031/NĐ-CP từ 1/5/2031"
    assert wording.reason(reason, documents, "en") == "replaced by Decree 901/2031/NĐ-CP from 1 May 2031"


def test_evidence_in_words() -> None:
    evidence = Evidence("recital", note="nêu ở phần căn cứ", note_en="named in the recitals")
    assert wording.evidence_words(evidence, "vi") == "phần căn cứ của văn bản: nêu ở phần căn cứ"
    assert wording.evidence_words(evidence, "en") == "recital of the document: named in the recitals"
    assert wording.evidence_words(Evidence("page", note="chỉ có tiếng Việt"), "en") == "information page: chỉ có tiếng Việt"
    assert wording.evidence_words(Evidence("page"), "vi") == "trang thông tin"


def test_absence_is_said_as_absence_of_facts() -> None:
    assert wording.absent_sentence("replaces", PROGRAMME, DECREE, "vi").startswith(
        "Không có dữ kiện nào cho thấy Quyết định 4001/QĐ-TTg (2032) thay thế Nghị định 901/2031/NĐ-CP"
    )
    assert wording.absent_sentence("replaces", PROGRAMME, DECREE, "en").startswith(
        "No fact supports that Decision 4001/QĐ-TTg (2032) replaces Decree 901/2031/NĐ-CP"
    )


@given(st.dates())
def test_days_in_words(day: date) -> None:
    assert wording.date_words(day, "vi") == f"{day.day}/{day.month}/{day.year}"
    number, month, year = wording.date_words(day, "en").split()
    assert (int(number), int(year)) == (day.day, day.year)
    assert wording.date_words(date(2014, 8, 1), "en") == "1 August 2014"
    assert month


def written_rules() -> set[str]:
    """Every rule that the reading of texts gives to a statement or a resolution, as written in the code."""
    package = Path(wording.__file__).parents[1]
    files = [*(package / "text").glob("*.py"), *(package / "pipeline").glob("*.py")]
    literals = {m for file in files for m in re.findall(r'rule=f?"([a-z_{}.]+)"', file.read_text("utf-8"))}
    return {rule for rule in literals if "{" not in rule} | {*CitationDoubt, *NameDoubt}


def test_every_rule_has_words_in_both_languages() -> None:
    ways = {f"{way}_{code}" for way in ("formula", "instruction", "listed") for code in ("amends", "ends", "repeals", "details", "history")}
    table = set(curated_rules())
    for rule in written_rules() | BEGUN_BEFORE | ways | table:
        for language in wording.LANGUAGES:
            told = rule_words(rule, language)
            assert told
            assert "_" not in told, rule
    assert len(written_rules()) > 20
    assert rule_words("two_texts_compared", "en") == "the two texts were compared"
    assert rule_words("instruction_amends", "vi") == "theo chỉ dẫn sửa đổi trong văn bản (“sửa đổi, bổ sung”)"
    assert rule_words("my_own_rule", "vi") == "my_own_rule"
    assert rule_words(None) is None


def curated_rules() -> list[str]:
    with (resources.folder("data") / "khuyen-cong" / "relations.csv").open(encoding="utf-8", newline="") as file:
        return [row["rule"] for row in csv.DictReader(file) if row["rule"]]


def test_reasons_for_not_recognising_are_told_apart_from_ways_of_finding() -> None:
    assert all(is_doubt(reason) for reason in (*CitationDoubt, *NameDoubt))
    assert not is_doubt("number_is_whole")
    assert not is_doubt("recital")


@pytest.mark.parametrize(
    ("place", "vi", "en"),
    [
        ("dieu_1..dieu_12", "từ Điều 1 đến Điều 12", "from Article 1 to Article 12"),
        ("dieu_1/khoan_1..khoan_11", "từ khoản 1 đến khoản 11 Điều 1", "from clause 1 to clause 11, Article 1"),
        ("phuluc/mau_*", "các mẫu Phụ lục", "the forms, Annex"),
        ("dieu_41/ten", "tên Điều 41", "heading, Article 41"),
        ("dieu_51/mo_dau", "đoạn mở đầu Điều 51", "opening paragraph, Article 51"),
        ("mau_04-A", "Mẫu số 04-A", "Form 04-A"),
        ("phuluc_II/mau_02-A/KÉN/TƠ", "Mẫu số 02-A/KÉN/TƠ Phụ lục II", "Form 02-A/KÉN/TƠ, Annex II"),
        ("mau_02/KÉN..mau_04/KÉN", "từ Mẫu số 02/KÉN đến Mẫu số 04/KÉN", "from Form 02/KÉN to Form 04/KÉN"),
        ("phuluc_III/mau_01", "Mẫu số 01 Phụ lục III", "Form 01, Annex III"),
        ("phuluc", "Phụ lục", "Annex"),
        ("xyz_1", "xyz_1", "xyz_1"),
    ],
)
def test_places_that_no_provision_stands_for(place: str, vi: str, en: str) -> None:
    assert (place_words(place, "vi"), place_words(place, "en")) == (vi, en)


def test_what_an_act_leaves_out_and_depends_on_is_told() -> None:
    act = Relation(PROGRAMME.path, DECREE.path, "repeals_part", places=("dieu_5..dieu_9", "phuluc"), exception="trừ Điều 7", condition="Luật Tằm có hiệu lực")
    assert wording.sentence(act, DOCUMENTS) == (
        "Quyết định 4001/QĐ-TTg (2032) bãi bỏ từ Điều 5 đến Điều 9; Phụ lục Nghị định 901/2031/NĐ-CP, "
        "tùy thuộc: “Luật Tằm có hiệu lực”, trừ Điều 7."
    )
    assert wording.sentence(act, DOCUMENTS, "en").endswith("depending on: “Luật Tằm có hiệu lực”, except as the text says: “trừ Điều 7”.")
    assert exception_words("những việc đã làm") == "trừ những việc đã làm"


@pytest.mark.parametrize(
    ("kind", "place", "anchor", "vi", "en", "vi_inverse", "en_inverse"),
    [
        ("repeals_part", "dieu_5", None, "B bãi bỏ Điều 5 A.", "B repeals Article 5 of A.",
         "Điều 5 A bị bãi bỏ bởi B.", "Article 5 of A is repealed by B."),
        ("repeals_part", None, None, "B bãi bỏ một phần A.", "B repeals part of A.",
         "A bị bãi bỏ một phần bởi B.", "A is partly repealed by B."),
        ("ends_part", "dieu_5", None, "B làm hết hiệu lực Điều 5 A.", "B ends the effect of Article 5 of A.",
         "Điều 5 A hết hiệu lực theo B.", "Article 5 of A has its effect ended by B."),
        ("replaces_part", "dieu_5/khoan_1", None, "B thay thế khoản 1 Điều 5 A.", "B replaces clause 1, Article 5 of A.",
         "Khoản 1 Điều 5 A bị thay thế bởi B.", "Clause 1, Article 5 of A is replaced by B."),
        ("suspends_part", "dieu_6", None, "B ngưng hiệu lực Điều 6 A.", "B suspends the effect of Article 6 of A.",
         "Điều 6 A bị ngưng hiệu lực bởi B.", "Article 6 of A has its effect suspended by B."),
        ("adds", "dieu_1a", "after dieu_1", "B bổ sung Điều 1a A.", "B adds Article 1a to A.",
         "Điều 1a A được bổ sung bởi B.", "Article 1a of A is added by B."),
        ("adds", "dieu_3", "end of dieu_3", "B bổ sung Điều 3 A.", "B adds to Article 3 of A.",
         "Điều 3 A được bổ sung bởi B.", "Article 3 of A is added to by B."),
        ("adds", None, None, "B bổ sung A.", "B adds to A.", "A được bổ sung bởi B.", "A is added to by B."),
    ],
)  # fmt: skip
def test_what_names_its_place_does_it_to_the_whole_place(
    kind: str, place: str | None, anchor: str | None, vi: str, en: str, vi_inverse: str, en_inverse: str
) -> None:
    operation = Operation(kind, anchor) if anchor else None
    provision = Provision.parse(place) if place else None
    act = Relation(PROGRAMME.path, DECREE.path, kind, target_provision=provision, operation=operation)

    def told(language: str, seen_from: str | None = None) -> str:
        said = wording.sentence(act, DOCUMENTS, language, seen_from)
        return said.replace(wording.name(PROGRAMME, language), "B").replace(wording.name(DECREE, language), "A")

    assert (told("vi"), told("en")) == (vi, en)
    assert (told("vi", DECREE.path), told("en", DECREE.path)) == (vi_inverse, en_inverse)


@pytest.mark.parametrize(
    ("code", "places", "more", "vi", "en"),
    [
        ("repealed_in_part", ("dieu_6", "dieu_5"), {}, "Điều 5 và Điều 6 bị bãi bỏ bởi B từ 1/8/2034",
         "Articles 5 and 6 repealed by B from 1 August 2034"),
        ("repealed_in_part", (), {}, "bị bãi bỏ một phần bởi B từ 1/8/2034", "partly repealed by B from 1 August 2034"),
        ("ended_in_part", (), {"exception": "trừ Điều 7"}, "hết hiệu lực một phần theo B từ 1/8/2034, trừ Điều 7",
         "partly ended by B from 1 August 2034, except as the text says: “trừ Điều 7”"),
        ("acted_upon_later", (), {"exception": "trừ Điều 7"}, "vẫn còn hiệu lực vào 1/8/2034, khi B tác động đến",
         "still in force on 1 August 2034, when B acted upon it"),
        ("continues_in_part", ("dieu_7",), {"until": date(2034, 12, 31)}, "Điều 7 tiếp tục có hiệu lực theo B đến hết 31/12/2034",
         "Article 7 continues to apply under B to the end of 31 December 2034"),
        ("continues_in_part", (), {"until": date(2034, 12, 31)}, "một phần tiếp tục có hiệu lực theo B đến hết 31/12/2034",
         "a part continues to apply under B to the end of 31 December 2034"),
        ("continues_in_part", (), {"exception": "trừ Điều 7 được áp dụng đến hết năm 2034"}, "một phần tiếp tục có hiệu lực theo B đến hết 31/12/2034",
         "a part continues to apply under B to the end of 31 December 2034"),
        ("replaced_in_part", ("dieu_10/khoan_1", "dieu_9"), {}, "Điều 9 và khoản 1 Điều 10 bị thay thế bởi B từ 1/8/2034",
         "Article 9 and clause 1, Article 10 replaced by B from 1 August 2034"),
        ("amended", ("dieu_5",), {}, "Điều 5 được sửa đổi, bổ sung bởi B từ 1/8/2034", "Article 5 amended by B from 1 August 2034"),
        ("suspended", ("dieu_6",), {"until": date(2034, 12, 31)}, "Điều 6 bị ngưng hiệu lực bởi B từ 1/8/2034 đến hết 31/12/2034",
         "Article 6 suspended by B from 1 August 2034 to the end of 31 December 2034"),
        ("amended_undated", (), {}, "được sửa đổi, bổ sung bởi B, chưa rõ từ ngày nào, ký ngày 2/6/2034",
         "amended by B, day not known, signed 2 June 2034"),
        ("repealed_in_part_undated", ("dieu_6", "dieu_5"), {}, "Điều 5 và Điều 6 bị bãi bỏ bởi B, chưa rõ từ ngày nào, ký ngày 2/6/2034",
         "Articles 5 and 6 repealed by B, day not known, signed 2 June 2034"),
        ("repealed_in_part", tuple(f"dieu_{n}" for n in range(1, 10)), {},
         "Điều 1, Điều 2, Điều 3, Điều 4, Điều 5, Điều 6 và 3 chỗ khác bị bãi bỏ bởi B từ 1/8/2034",
         "Article 1, Article 2, Article 3, Article 4, Article 5, Article 6 and 3 more places repealed by B from 1 August 2034"),
    ],
)  # fmt: skip
def test_a_reason_names_what_the_act_did_and_where(
    code: str, places: tuple[str, ...], more: dict[str, Any], vi: str, en: str
) -> None:
    day = date(2034, 8, 1)
    acts = tuple(
        Relation(PROGRAMME.path, DECREE.path, "repeals_part", target_provision=Provision.parse(place), effective_from=day, **more) for place in places
    )
    act = acts[0] if acts else Relation(PROGRAMME.path, DECREE.path, "ends", effective_from=day, **more)
    for language, expected in (("vi", vi), ("en", en)):
        told = wording.reason(Reason(code, day, act, parts=acts), {PROGRAMME.path: replace(PROGRAMME, signed=date(2034, 6, 2))}, language)
        assert told.replace(wording.name(PROGRAMME, language), "B") == expected


@pytest.mark.parametrize(
    ("known", "name", "title", "title_en"),
    [
        (Document("luat/2031/9/qh20", "luat", "Luật Nuôi tằm"), "Luật Nuôi tằm", "", ""),
        (Document("hp/2031", "hp", "Hiến pháp"), "Hiến pháp", "", ""),
        (Document("luat/2031/9/qh20", "luat", "Nuôi tằm"), "Luật “Nuôi tằm”", "", ""),
        (Document("luat/2031/9/qh20", "luat", "Luật Nuôi tằm", "9/2031/QH20"), "Luật 9/2031/QH20", "Luật Nuôi tằm", "Luật Nuôi tằm"),
        (Document("tt/2031/4/tt-btt", "tt", "Thông tư 04/2031/TT-BTT", "04/2031/TT-BTT"), "Thông tư 04/2031/TT-BTT", "", ""),
        (Document("tt/2031/4/tt-btt", "tt", "Thông tư số 04/2031/TT-BTT", "04/2031/TT-BTT"), "Thông tư 04/2031/TT-BTT", "", ""),
        (Document("tt/2031/4/tt-btt", "tt", "(chưa rõ tên văn bản)", "04/2031/TT-BTT"), "Thông tư 04/2031/TT-BTT", "(chưa rõ tên văn bản)",
         "(title not known)"),
    ],
)  # fmt: skip
def test_a_name_and_the_title_beside_it_say_nothing_twice(known: Document, name: str, title: str, title_en: str) -> None:
    assert wording.name(known) == name
    assert (wording.title(known), wording.title(known, "en")) == (title, title_en)
    if not known.number:
        assert document_label(known, "Luật").count("Luật") <= 1


@pytest.mark.parametrize(
    ("number", "signed", "odd"),
    [
        ("901/2031/NĐ-CP", date(2031, 3, 2), False),
        ("901/2031/NĐ-CP", date(2030, 12, 28), False),
        ("901/2031/NĐ-CP", date(2032, 1, 5), False),
        ("901/2031/NĐ-CP", date(2030, 11, 28), True),
        ("901/2031/NĐ-CP", date(2032, 5, 15), True),
        ("901/2031/NĐ-CP", date(2031, 12, 31), False),
        ("901/2031/NĐ-CP", date(2032, 12, 31), True),
        ("901/2031/NĐ-CP", date(2041, 3, 2), True),
        ("901/2031/NĐ-CP", None, False),
    ],
)
def test_a_day_of_signing_that_does_not_go_with_the_number_is_told(number: str, signed: date | None, odd: bool) -> None:
    known = Document("nd/2031/901/nd-cp", "nd", "Về tằm", number, signed=signed)
    assert known.signed_in_another_year is odd
    assert wording.signing_note(known) == ("ngày ký không khớp với năm trong số hiệu" if odd else None)
    unnumbered = Document(f"qd/{signed.year}/9/qd-ttg" if signed else "citation/9-qd-ttg", "qd", "Về tằm", "9/QĐ-TTg", signed=signed)
    assert not unnumbered.signed_in_another_year


def test_entry_into_force_before_the_signing_is_told() -> None:
    known = Document("nd/2031/901/nd-cp", "nd", "Về tằm", signed=date(2031, 3, 2))
    assert [wording.entry_note(known, day) for day in (date(2031, 3, 1), date(2031, 3, 2), None)] == ["trước ngày ký", None, None]


@pytest.mark.parametrize(
    ("exception", "place", "vi", "en"),
    [
        ("trừ khoản 3 Điều này", "dieu_31/khoan_2", "trừ khoản 3 Điều này [Điều 31 B]", "“trừ khoản 3 Điều này [Article 31 of B]”"),
        ("trừ điểm a khoản này", "dieu_31/khoan_2", "trừ điểm a khoản này [khoản 2 Điều 31 B]", "“trừ điểm a khoản này [clause 2, Article 31 of B]”"),
        ("trừ khoản 3 Điều này", None, "trừ khoản 3 Điều này [B]", "“trừ khoản 3 Điều này [B]”"),
        ("trừ Điều 9 Nghị định này", "dieu_31", "trừ Điều 9 Nghị định này [B]", "“trừ Điều 9 Nghị định này [B]”"),
        ("trừ Điều 9", "dieu_31", "trừ Điều 9", "“trừ Điều 9”"),
    ],
)
def test_what_the_acting_document_calls_this_is_named(exception: str, place: str | None, vi: str, en: str) -> None:
    act = Relation(PROGRAMME.path, DECREE.path, "ends", source_provision=Provision.parse(place) if place else None, exception=exception)
    for language, expected in (("vi", vi), ("en", f"except as the text says: {en}")):
        told = wording.exception_of(act, DOCUMENTS, language)
        assert told.replace(wording.name(PROGRAMME, language), "B") == expected
        for whole in (wording.sentence(act, DOCUMENTS, language), wording.reason(Reason("ended_in_part", None, act), DOCUMENTS, language)):
            assert told in whole


def test_an_end_tells_what_it_had_let_go_on() -> None:
    day, last = date(2034, 8, 1), date(2034, 12, 31)
    act = Relation(PROGRAMME.path, DECREE.path, "ends", effective_from=day)
    places = [Relation(act.source, act.target, "continues", target_provision=Provision.parse(p), until=last) for p in ("dieu_9", "dieu_4")]
    told = wording.reason(Reason("ended_by_ends", day, act, lasting=tuple(places)), DOCUMENTS)
    assert told.endswith("từ 1/8/2034, Điều 4 và Điều 9 tiếp tục có hiệu lực đến hết 31/12/2034")
    some = Reason("ended_by_ends", day, act, lasting=(Relation(act.source, act.target, "continues", until=last),))
    assert wording.reason(some, DOCUMENTS, "en").endswith("from 1 August 2034, a part continued to apply to the end of 31 December 2034")


def test_every_outcome_health_and_doubt_has_words() -> None:
    status = StatusOnDay(Status.EXPIRED, date(2034, 1, 1), (Reason("ended_on", date(2034, 1, 1)),))
    for language in wording.LANGUAGES:
        labels = [basis_wording.health_label(Basis(DECREE.path, (BASIS,), health, status, (), None), language) for health in Health]
        assert all(labels)
        partly = StatusOnDay(Status.PARTLY_EXPIRED, date(2034, 1, 1), ())
        before = basis_wording.health_label(Basis(DECREE.path, (BASIS,), Health.ALIVE, partly, (), None), language)
        assert before not in labels
        assert before.startswith(wording.status_label(Status.PARTLY_EXPIRED, language))
        assert all(basis_wording.doubt(doubt, language) for doubt in Doubt)
        for outcome in Outcome:
            told = basis_wording.consequence(Consequence(outcome, (DECREE.path, PROGRAMME.path), date(2034, 1, 1)), DOCUMENTS, language)
            assert wording.name(DECREE, language) in told
            assert not re.search(r"[{}?]", told)
        basis = Basis(DECREE.path, (BASIS,), Health.LAPSED, status, (), date(2034, 1, 1))
        assert basis_wording.why(basis, DOCUMENTS, language) == wording.reason(status.reasons[0], DOCUMENTS, language)
        assert basis_wording.role_label(basis, language)
        # Whether it was changed since is not known: its status says so, in one place.
        perhaps = Reason("amended_undated", None, Relation(PROGRAMME.path, DECREE.path, "amends"))
        doubtful = StatusOnDay(Status.UNKNOWN, date(2034, 1, 1), (perhaps,))
        basis = Basis(DECREE.path, (BASIS,), Health.UNKNOWN, doubtful, (perhaps,), None)
        assert basis_wording.why(basis, DOCUMENTS, language) == wording.reason(perhaps, DOCUMENTS, language)
    ended = basis_wording.consequence(Consequence(Outcome.ENDED_WITH_PARENT, (DECREE.path,), date(2024, 5, 1)), DOCUMENTS)
    assert ended.startswith("Suy luận: ")
    assert "khoản 4 Điều 154 Luật số 80/2015/QH13" in ended
    continued = basis_wording.consequence(Consequence(Outcome.MAY_CONTINUE, (DECREE.path,), date(2026, 5, 1)), DOCUMENTS)
    assert "có thể còn hiệu lực" in continued
    assert "Điều 57 Luật số 64/2025/QH15" in continued


def test_changed_words_are_shortened_and_only_told_of_words() -> None:
    swap = Operation("substitutes_phrase", None, "“huyện”", "xã " * 60)
    told = changed_words(swap)
    assert told is not None
    assert told.startswith("“huyện” → “xã xã")
    assert told.endswith("…”")
    assert changed_words(Operation("amends", None, "a", "b")) is None
    assert changed_words(Operation("deletes_phrase", None, "tằm")) == "“tằm”"
    assert changed_words(Operation("inserts_phrase", "before “kén”", None, "“tơ”")) == "“tơ” trước “kén”"
    assert changed_words(Operation("inserts_phrase", None, None, "“tơ”"), "en") == "“tơ”"
    assert changed_words(Operation("adds", "end of dieu_5/khoan_1", None, "“Kén.”"), "en") == "at the end of clause 1, Article 5"
    assert changed_words(Operation("adds", "start of dieu_5", None, "“Kén.”")) == "vào đầu Điều 5"
    assert changed_words(Operation("adds", "after dieu_5", None, "“Điều 5a. Kén.”")) is None
    for code in ENDING | CHANGING | SUSPENDING:
        assert all("_" not in action_label(code, language) for language in wording.LANGUAGES)


LAW = Document("luat/2030/5/qh20", "luat", "Luật Tằm tang", "5/2030/QH20", issuers=("qh",), signed=date(2030, 2, 5))
FULL = Document("nd/2012/45/nd-cp", "nd", "Về khuyến khích nuôi tằm", "45/2012/NĐ-CP", issuers=("cp",), signed=date(2012, 5, 21))


@pytest.mark.parametrize(
    ("document", "place", "said"),
    [
        (FULL, None, "Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012 của Chính phủ về khuyến khích nuôi tằm"),
        (FULL, PLACE, "khoản 1 Điều 2 Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012 của Chính phủ về khuyến khích nuôi tằm"),
        (LAW, None, "Luật Tằm tang số 5/2030/QH20 ngày 05 tháng 02 năm 2030"),
        (DECREE, None, "Nghị định số 901/2031/NĐ-CP về khuyến khích nuôi tằm"),
        (replace(FULL, title="Nghị định quy định về nuôi tằm", signed=None), None, "Nghị định số 45/2012/NĐ-CP của Chính phủ quy định về nuôi tằm"),
        (replace(FULL, title="Bình Dương nuôi tằm", issuers=()), None, "Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012 Bình Dương nuôi tằm"),
        (NOTICE, None, "Thông báo về tằm"),
    ],
)
def test_citations_are_made_of_what_is_known(document: Document, place: Provision | None, said: str) -> None:
    assert legal_citation(document, place) == said


def test_bibtex_escapes_and_leaves_out_what_is_not_known() -> None:
    told = bibtex(replace(FULL, title="Tằm & kén_50%"))
    assert told.startswith("@misc{nd-2012-45-nd-cp,")
    assert r"Tằm \& kén\_50\%" in told
    assert "author = {{Chính phủ}}" in told
    assert "date = {2012-05-21}" in told
    assert told.count("{") - told.count(r"\{") == told.count("}") - told.count(r"\}")
    assert "date" not in bibtex(DECREE).replace("year", "")


def test_every_family_of_relations_can_be_counted() -> None:
    labels = [tally_label(group, incoming, language) for group in Group for incoming in (False, True) for language in wording.LANGUAGES]
    assert len(set(labels)) == len(labels)
    assert tally_order(Group.BASIS, incoming=False) < tally_order(Group.REFERS, incoming=True)


def test_sources_that_the_program_names_have_english_names() -> None:
    for source in OWN_WORDS, BESIDE, CURATED, PORTAL:
        assert source_words(source) == source
        assert source_words(source, "en").isascii()
