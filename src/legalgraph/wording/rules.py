"""How a relation was found, and why a citation was not recognised, in the words of a lawyer."""

from legalgraph.model.relation import kinds

Pair = tuple[str, str]

_CURATED: dict[str, Pair] = {
    "law_named_in_title": ("luật được nêu trong tên văn bản", "the law is named in the title"),
    "provision_from_content": ("điều khoản suy ra từ nội dung sửa đổi", "the provision follows from what is amended"),
    "programme_period": ("theo giai đoạn của các chương trình", "by the periods of the programmes"),
    "programme_by_title_and_period": ("theo tên và giai đoạn của chương trình", "by the title and period of the programme"),
    "programme_defined_in_provision": ("điều khoản định nghĩa loại chương trình này", "the provision defines programmes of this kind"),
    "two_texts_compared": ("đối chiếu hai văn bản", "the two texts were compared"),
    "content_from_title": ("theo tên văn bản", "by the title"),
    "same_title_later": ("cùng tên, ban hành sau", "same title, issued later"),
    "shared_subject": ("cùng nội dung", "same subject"),
    "drafters_statement": ("theo lời cơ quan soạn thảo", "by a statement of the drafting body"),
    "page_about_document": ("theo một trang viết về văn bản", "by a page about the document"),
    "page_without_number": ("trang nguồn không ghi số hiệu", "the source page gives no number"),
    "citation_not_resolved": ("viện dẫn chưa tìm được văn bản tương ứng", "the citation led to no document"),
}
# What in a text says it.
_READ: dict[str, Pair] = {
    "recital": ("nêu trong phần căn cứ", "named in the recitals"),
    "title": ("theo tên văn bản", "by the title of the document"),
    "act_in_title": ("theo tên văn bản; phần lời văn có được không nêu",
                     "by the title of the document; the words at hand do not say it"),
    "scope": ("theo điều về phạm vi điều chỉnh", "by the article on scope"),
    "title_block": ("nêu ở đầu văn bản hợp nhất", "named at the head of the consolidated text"),
    "consolidation_note": ("theo chú thích của văn bản hợp nhất", "by a note of the consolidated text"),
    "note_of_consolidation": ("theo chú thích của văn bản hợp nhất", "by a note of the consolidated text"),
    "history_in_third_document": ("do một văn bản khác nhắc lại", "as another document reports it"),
    "reported_as_past": ("văn bản nhắc lại việc đã qua", "the text reports it as past"),
    "listed_in_annex": ("theo danh mục trong phụ lục", "by a list in an annex"),
    "own_clause": ("theo điều khoản thi hành của văn bản", "by the document's own clause on effect"),
    "own_end": ("theo điều khoản thi hành của văn bản", "by the document's own clause on effect"),
    "dynamic": ("quy định chung về văn bản được dẫn chiếu", "a general rule on documents referred to"),
    "item_without_heading": ("theo một mục trong danh sách", "by an item of a list"),
    "formula": ("theo lời văn bản", "by the words of the text"),
    "formula_begun_before": ("theo lời văn bản: cho tiếp tục áp dụng với việc phát sinh từ trước",
                             "by the words of the text: goes on for what was begun before"),
    "formula_older_rules": ("theo lời văn bản: việc phát sinh từ trước thực hiện theo quy định cũ",
                            "by the words of the text: what was begun before goes by the older rules"),
    "cited": ("viện dẫn trong văn bản", "cited in the text"),
    "place_alone": ("chỉ nêu điều khoản, không nêu văn bản", "names a provision and no document"),
}
# By what a citation was recognised.
_RECOGNISED: dict[str, Pair] = {
    "number_is_whole": ("nhận ra theo số hiệu đầy đủ", "recognised by the full number"),
    "number_and_day": ("nhận ra theo số hiệu và ngày ký", "recognised by number and day of signing"),
    "full_citation": ("nhận ra theo loại văn bản, số hiệu và ngày ký", "recognised by type, number and day of signing"),
    "named_and_numbered_in_the_text": (
        "nhận ra theo tên, số hiệu nêu ở chỗ khác trong cùng văn bản",
        "recognised by the name, numbered elsewhere in the same text",
    ),
    "law_by_title_and_date": ("nguồn ghi tên và ngày của luật; số hiệu suy ra từ tên và ngày",
                              "the source gives the law's title and date; its number follows from them"),
    "law_by_title_and_year": ("nhận ra theo tên luật và năm", "recognised by the law's title and year"),
    "law_in_force_at_issue": (
        "nhận ra theo tên luật, lấy luật đang có hiệu lực khi văn bản được ban hành",
        "recognised by the law's title: the one in force when the document was issued",
    ),
}  # fmt: skip
# Why a citation names no document for sure.
_NOT_RECOGNISED: dict[str, Pair] = {
    "number_without_year_or_day": ("số hiệu không có năm, cũng không ghi ngày ký", "the number has no year, and no day is given"),
    "number_of_a_province": ("số hiệu của địa phương mà không rõ tỉnh, thành phố nào", "a local number, and the province is not known"),
    "issuer_not_known": ("chưa rõ cơ quan ban hành trong số hiệu", "the issuing body in the number is not known"),
    "day_unreadable": ("ngày ghi trong văn bản không có thật", "the day printed is on no calendar"),
    "day_contradicts": ("ngày ghi kèm không khớp với văn bản mang số hiệu đó", "the day given does not fit the document of that number"),
    "year_contradicts_number": ("Quốc hội khóa ấy không làm việc vào năm ấy", "the Assembly named did not sit in that year"),
    "type_contradicts_number": ("loại văn bản không khớp với số hiệu", "the type does not fit the number"),
    "short_number": ("số hiệu viết tắt", "the number is shortened"),
    "several_documents": ("có nhiều văn bản cùng số hiệu", "several documents bear the number"),
    "alias_not_resolved": ("tên gọi tắt chưa rõ chỉ văn bản nào", "the short name is not known to mean one document"),
    "no_number": ("không nêu số hiệu", "no number is given"),
    "the_document_itself": ("chỉ chính văn bản này", "means the document itself"),
    "law_name_unknown": ("chưa có luật mang tên này trong bảng tên luật", "no law of this name is in the table of laws"),
    "law_has_no_version_of_that_day": ("không có luật mang tên này vào ngày được nêu", "no law of this name is of the day given"),
    "law_has_several_versions": (
        "có nhiều luật cùng tên, chưa rõ là luật nào", "several laws bear this name, and it is not known which is meant"),
}  # fmt: skip
_TABLE = _CURATED | _READ | _RECOGNISED | _NOT_RECOGNISED


def rule_words(rule: str | None, language: str = "vi") -> str | None:
    """By which rule a relation was found, or why a citation led to no document.

    A rule of somebody's own table is shown as it stands there.
    """
    if rule is None:
        return None
    if rule in _TABLE:
        return _pick(_TABLE[rule], language)
    way, _, code = rule.partition("_")
    if way in _WAYS and (code in kinds() or code == "history"):
        said = _pick(("nhắc lại việc đã qua", "reports what is past"), language) if code == "history" else kinds()[code].verb(language)
        return _pick(_WAYS[way], language).format(said=said)
    return rule


def is_doubt(rule: str) -> bool:
    """True for a reason why a citation led to no document."""
    return rule in _NOT_RECOGNISED or rule == "citation_not_resolved"


# Rules that name the kind of act: formula_ends, instruction_amends, listed_repeals.
_WAYS: dict[str, Pair] = {
    "formula": ("theo lời văn bản (“{said}”)", "by the words of the text (“{said}”)"),
    "instruction": ("theo chỉ dẫn sửa đổi trong văn bản (“{said}”)", "by an amending instruction of the text (“{said}”)"),
    "listed": ("theo danh sách trong văn bản (“{said}”)", "by a list in the text (“{said}”)"),
}


def _pick(pair: Pair, language: str) -> str:
    return pair[0] if language == "vi" else pair[1]
