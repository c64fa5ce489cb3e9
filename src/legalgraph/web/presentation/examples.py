"""Queries to begin with, each explained."""

from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import urlencode

from legalgraph.web.presentation.words import Words


@dataclass(frozen=True, slots=True)
class ExampleQuery:
    """A query to begin with."""

    name: str
    title: str
    explanation: str
    query: str

    @property
    def href(self) -> str:
        """The address that runs it."""
        return f"/sparql?{urlencode({'query': self.query})}"


def examples(words: Words) -> tuple[ExampleQuery, ...]:
    """Queries over our vocabulary, the simplest first, each explained."""
    said = (
        ("amended_by", words.gettext("Văn bản nào sửa đổi Nghị định 45/2012?"),
         words.gettext("Một quan hệ là một câu ba phần: văn bản tác động, eli:amends, văn bản bị tác động.")),
        ("rests_on", words.gettext("Văn bản nào căn cứ Nghị định 45/2012?"),
         words.gettext("OPTIONAL giữ cả những văn bản không rõ số hiệu hay ngày ký.")),
        ("programmes", words.gettext("Các chương trình khuyến công nối tiếp nhau thế nào?"),
         words.gettext("Dấu + đi theo lg:succeeds qua nhiều bước, từ chương trình mới nhất ngược về trước.")),
        ("replaces_or_not", words.gettext("Quyết định 1881 có thay thế Quyết định 1288 không?"),
         words.gettext("ASK trả lời có hoặc không. “Không” nghĩa là đồ thị không ghi nhận, chưa phải điều ngược lại đã được chứng minh.")),
        ("dead_basis", words.gettext("Văn bản nào căn cứ một văn bản đã hết hiệu lực?"),
         words.gettext("lg:current_status là trạng thái vào ngày công bố bản dữ liệu; văn bản chưa xác định vẫn được liệt kê.")),
        ("provisions", words.gettext("Điều khoản nào của Nghị định 45/2012 đã được sửa?"),
         words.gettext("Mỗi quan hệ còn là một nút lg:Relation, mang điều khoản, ngày và độ chắc chắn.")),
        ("evidence", words.gettext("Dựa vào đâu mà nói 1288 liên quan đến 45/2012?"),
         words.gettext("lg:evidence dẫn đến nguồn, ghi chú và quy tắc suy luận của từng quan hệ.")),
        ("most_relied_on", words.gettext("Văn bản nào được dựa vào nhiều nhất?"),
         words.gettext("Chỉ dùng từ vựng ELI của châu Âu: eli:based_on bao gồm căn cứ, quy định chi tiết và chương trình.")),
        ("conflicts", words.gettext("Các nguồn nói khác nhau ở đâu?"),
         words.gettext("Mâu thuẫn giữa các nguồn được ghi lại chứ không giấu đi.")),
        ("provinces", words.gettext("Mỗi tỉnh có bao nhiêu văn bản trong đồ thị?"),
         words.gettext("Đếm theo eli:jurisdiction; tên tỉnh là tên vào lúc ban hành.")),
        ("subgraph", words.gettext("Lấy một phần đồ thị ra dùng"),
         words.gettext("CONSTRUCT trả về các câu RDF, tải được ở dạng Turtle, JSON-LD, N-Triples, RDF/XML.")),
    )  # fmt: skip
    return tuple(ExampleQuery(name, title, explanation, _text(name)) for name, title, explanation in said)


def _text(name: str) -> str:
    return files("legalgraph.web").joinpath("examples", f"{name}.rq").read_text("utf-8")
