"""Queries to begin with, grouped by who asks, each explained."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlencode

from legalgraph.web.presentation.words import Words

# Name of the file, title, explanation.
_Said = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ExampleQuery:
    """A query to begin with. `needs_texts`: its answer is empty where no text was read."""

    name: str
    title: str
    explanation: str
    query: str
    needs_texts: bool = False

    @property
    def href(self) -> str:
        """The address that runs it."""
        return f"/sparql?{urlencode({'query': self.query})}"


@dataclass(frozen=True, slots=True)
class ExampleGroup:
    """The queries of one kind of reader, the simplest first."""

    name: str
    title: str
    examples: tuple[ExampleQuery, ...]


NEEDS_TEXTS = frozenset({"operations"})


def example_groups(words: Words) -> tuple[ExampleGroup, ...]:
    """Queries over our vocabulary by who would ask them. Labels they ask for are in the language of the page."""
    groups = (
        ("document", words.gettext("Cho luật sư: về một văn bản"), _on_a_document(words)),
        ("force", words.gettext("Cho luật sư: hiệu lực và đối chiếu"), _on_force(words)),
        ("researchers", words.gettext("Cho người nghiên cứu"), _counts(words)),
        ("engineers", words.gettext("Cho người làm dữ liệu"), _on_data(words)),
    )
    return tuple(ExampleGroup(name, title, tuple(_example(*said, words.language) for said in told)) for name, title, told in groups)


def examples(words: Words) -> tuple[ExampleQuery, ...]:
    """All of them, in the order of the page."""
    return tuple(example for group in example_groups(words) for example in group.examples)


def _on_a_document(words: Words) -> tuple[_Said, ...]:
    return (
        ("amended_by", words.gettext("Văn bản nào sửa đổi Nghị định 45/2012?"),
         words.gettext("Một quan hệ là một câu ba phần: văn bản tác động, eli:amends, văn bản bị tác động.")),
        ("provisions", words.gettext("Điều khoản nào của Nghị định 45/2012 đã được sửa?"),
         words.gettext("Mỗi quan hệ còn là một nút lg:Relation, mang điều khoản, ngày và độ chắc chắn.")),
        ("amendment_chain", words.gettext("Chuỗi sửa đổi của Thông tư 26/2014/TT-BCT gồm những văn bản nào?"),
         words.gettext("Dấu * đi theo eli:amended_by không hay nhiều bước: cả văn bản sửa đổi chính văn bản sửa đổi.")),
        ("replaced_by", words.gettext("Văn bản nào thay thế hoặc bãi bỏ Nghị định 134/2004, từ ngày nào?"),
         words.gettext("VALUES liệt kê các loại quan hệ làm một văn bản hết hiệu lực; ngày thiếu nghĩa là chưa biết.")),
        ("ended_line", words.gettext("Nghị định 32/2024 đã làm hết hiệu lực những văn bản nào, trực tiếp hay qua nhiều bước?"),
         words.gettext("eli:repeals bao gồm thay thế, bãi bỏ và làm hết hiệu lực; dấu + đi hết chuỗi.")),
        ("rests_on", words.gettext("Văn bản nào căn cứ Nghị định 45/2012?"),
         words.gettext("OPTIONAL giữ cả những văn bản không rõ số hiệu hay ngày ký.")),
        ("resting_tree", words.gettext("Những văn bản nào dựa vào Nghị định 45/2012, kể cả qua văn bản trung gian?"),
         words.gettext("Danh sách cần rà soát khi nghị định thay đổi: căn cứ và quy định chi tiết, nối tiếp nhiều bước. Có trong "
                       "danh sách chưa có nghĩa là mất hiệu lực.")),
        ("programmes", words.gettext("Các chương trình khuyến công nối tiếp nhau thế nào?"),
         words.gettext("Dấu + đi theo lg:succeeds qua nhiều bước, từ chương trình mới nhất ngược về trước.")),
        ("replaces_or_not", words.gettext("Quyết định 1881 có thay thế Quyết định 1288 không?"),
         words.gettext("ASK trả lời có hoặc không. “Không” nghĩa là đồ thị không ghi nhận, chưa phải điều ngược lại đã được chứng minh.")),
        ("evidence", words.gettext("Dựa vào đâu mà nói 1288 liên quan đến 45/2012?"),
         words.gettext("lg:evidence dẫn đến nguồn, ghi chú và quy tắc suy luận của từng quan hệ.")),
    )  # fmt: skip


def _on_force(words: Words) -> tuple[_Said, ...]:
    return (
        ("in_force_on", words.gettext("Ngày 1/1/2019, văn bản nào đã có hiệu lực và chưa ghi nhận bị thay thế, bãi bỏ?"),
         words.gettext("Văn bản thiếu ngày có hiệu lực không nằm trong danh sách; chưa xét ngưng hiệu lực và hết hiệu lực một "
                       "phần. Trang của từng văn bản cho biết tình trạng theo ngày kèm lý do.")),
        ("dead_basis", words.gettext("Văn bản nào căn cứ một văn bản đã hết hiệu lực?"),
         words.gettext("lg:current_status là tình trạng vào ngày công bố bản dữ liệu; văn bản chưa xác định vẫn được liệt kê.")),
        ("guidance_left", words.gettext("Văn bản được hướng dẫn đã hết hiệu lực, còn văn bản hướng dẫn thì sao?"),
         words.gettext("Văn bản hướng dẫn có hết hiệu lực theo hay không tùy luật áp dụng ở từng thời điểm: đây là danh sách cần "
                       "xem từng trường hợp.")),
        ("unknown_status", words.gettext("Văn bản nào chưa xác định được còn hiệu lực hay không?"),
         words.gettext("Thiếu dữ liệu thì tình trạng là chưa xác định, không bao giờ mặc nhiên là còn hiệu lực.")),
        ("ministry_year", words.gettext("Bộ Công Thương đã ban hành gì trong năm 2014?"),
         words.gettext("Đổi mã cơ quan và năm để hỏi cơ quan khác. Văn bản liên tịch được tính cho mọi cơ quan cùng ký.")),
        ("conflicts", words.gettext("Các nguồn nói khác nhau ở đâu?"),
         words.gettext("Mâu thuẫn giữa các nguồn được ghi lại chứ không giấu đi.")),
        ("operations", words.gettext("Câu chữ nào đã được sửa, từ gì thành gì?"),
         words.gettext("Mỗi lg:Operation là một chỉ dẫn sửa đổi đọc được trong toàn văn. Chỉ có kết quả khi bản dữ liệu này đã "
                       "đọc toàn văn.")),
    )  # fmt: skip


def _counts(words: Words) -> tuple[_Said, ...]:
    return (
        ("by_year", words.gettext("Mỗi năm có bao nhiêu văn bản?"),
         words.gettext("GROUP BY đếm theo năm ký. Kết quả gồm một cột nhãn và một cột số nên có thêm biểu đồ.")),
        ("by_type", words.gettext("Mỗi loại văn bản có bao nhiêu?"),
         words.gettext("skos:prefLabel cho tên loại theo ngôn ngữ đang đọc.")),
        ("by_body", words.gettext("Cơ quan nào ban hành nhiều nhất?"),
         words.gettext("Đếm trong phạm vi đồ thị này, không phải trong toàn bộ pháp luật Việt Nam.")),
        ("by_status", words.gettext("Bao nhiêu văn bản còn, hết hay chưa rõ hiệu lực?"),
         words.gettext("Phần chưa xác định cho biết dữ liệu còn thiếu nhiều đến đâu.")),
        ("most_relied_on", words.gettext("Văn bản nào được dựa vào nhiều nhất?"),
         words.gettext("Chỉ dùng từ vựng ELI của châu Âu: eli:based_on bao gồm căn cứ, quy định chi tiết và chương trình.")),
        ("most_amended", words.gettext("Văn bản nào bị sửa đổi bởi nhiều văn bản nhất?"),
         words.gettext("eli:amends bao gồm sửa đổi, bổ sung, bãi bỏ một phần và thay thế cụm từ.")),
        ("lifetimes", words.gettext("Văn bản bị thay thế sau bao nhiêu năm?"),
         words.gettext("Tính từ ngày ký đến ngày ký văn bản thay thế, theo số năm tròn.")),
        ("by_kind", words.gettext("Đồ thị có những loại quan hệ nào, mỗi loại bao nhiêu?"),
         words.gettext("lg:kind dẫn đến loại quan hệ trong bảng từ vựng.")),
        ("provinces", words.gettext("Mỗi tỉnh có bao nhiêu văn bản trong đồ thị?"),
         words.gettext("Đếm theo eli:jurisdiction; tên tỉnh là tên vào lúc ban hành.")),
    )  # fmt: skip


def _on_data(words: Words) -> tuple[_Said, ...]:
    return (
        ("subgraph", words.gettext("Lấy một phần đồ thị ra dùng"),
         words.gettext("CONSTRUCT trả về các câu RDF, vẽ được thành hình, tải được ở dạng Turtle, JSON-LD, N-Triples, RDF/XML.")),
        ("chain_graph", words.gettext("Vẽ các chuỗi thay thế và kế tiếp"),
         words.gettext("VALUES chọn ba loại quan hệ; mỗi câu là một mũi tên của hình.")),
        ("describe", words.gettext("Mọi điều ghi về Quyết định 1881"),
         words.gettext("DESCRIBE trả về các câu có văn bản này làm chủ thể.")),
        ("unresolved", words.gettext("Văn bản nào được viện dẫn mà chưa xác định được?"),
         words.gettext("lg:Citation là lời viện dẫn chưa nối được với một văn bản cụ thể; đồ thị không đoán.")),
        ("gaps", words.gettext("Văn bản còn thiếu thông tin gì?"),
         words.gettext("FILTER NOT EXISTS tìm chỗ không có câu nào; UNION gộp bốn phép đếm.")),
        ("rules", words.gettext("Quan hệ nào do suy luận, theo quy tắc nào?"),
         words.gettext("lg:certainty phân biệt điều đã kiểm chứng với điều suy luận; lg:rule gọi tên quy tắc.")),
        ("graphs", words.gettext("Mỗi đồ thị con có bao nhiêu câu?"),
         words.gettext("GRAPH hỏi riêng từng phần: do người rà soát, đọc từ toàn văn, suy luận, từ vựng.")),
        ("terms", words.gettext("Từ vựng riêng gồm những gì?"),
         words.gettext("Mọi lớp và thuộc tính lg: với tên gọi và định nghĩa.")),
    )  # fmt: skip


def _example(name: str, title: str, explanation: str, language: str) -> ExampleQuery:
    # Only filters on the language of a label hold this literal; names in the data have both languages.
    query = _text(name).replace('"vi"', f'"{language}"') if name != "evidence" else _text(name)
    return ExampleQuery(name, title, explanation, query, name in NEEDS_TEXTS)


@cache
def _text(name: str) -> str:
    return files("legalgraph.web").joinpath("examples", f"{name}.rq").read_text("utf-8")
