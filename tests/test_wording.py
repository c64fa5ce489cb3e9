"""Relations, statuses and evidence in words: every code has words in both languages, and sentences say what is known."""

import inspect
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalgraph import wording
from legalgraph.library import Library
from legalgraph.model.document import Document, EntryRule, Status
from legalgraph.model.provision import Provision
from legalgraph.model.relation import ENDING, Certainty, Evidence, Relation, kinds
from legalgraph.sources.tables import EVIDENCE_KINDS
from legalgraph.time import status as status_module
from legalgraph.time.status import Reason

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
    told.remove("ended_by_{r.kind}_undated")
    told.remove("claimed_{document.status}")
    told |= {f"ended_by_{kind}{undated}" for kind in ENDING for undated in ("", "_undated")}
    told |= {f"claimed_{status}" for status in Status}
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
