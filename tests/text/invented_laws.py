"""Laws that never were, for tests of names."""

from datetime import date

from legalgraph.model.identity import DocumentKey
from legalgraph.model.law import Law
from legalgraph.model.number import Number
from legalgraph.text.names import LawNames


def law(
    number: str, name: str, signed: date | None = None, in_force_from: date | None = None, replaces: str | None = None, *, sure: bool = True
) -> Law:
    type = "bo-luat" if name.startswith("Bộ") else "pl" if name.startswith("Pháp") else "luat"
    parsed = Number.parse(number)
    return Law(
        DocumentKey.of(parsed, type, signed), parsed, name, signed, in_force_from, DocumentKey.parse(replaces) if replaces else None, sure
    )


LAWS = (
    law("11/2031/QH19", "Luật Tằm tang", date(2031, 6, 10), date(2032, 1, 1)),
    law("12/2041/QH21", "Luật Tằm tang", date(2041, 6, 15), date(2042, 7, 1), "luat/2031/11/qh19"),
    law("13/2031/QH19", "Luật Tằm tang và nghề dệt", date(2031, 6, 11), date(2032, 1, 1)),
    law("14/2033/QH19", "Luật Phòng, chống sâu róm", date(2033, 3, 3), date(2033, 9, 1), "pl/2030/3/ubtvqh19"),
    law("15/2034/QH19", "Bộ luật Chăn tằm", date(2034, 4, 4)),
    law("03/2030/UBTVQH19", "Pháp lệnh Sâu róm", date(2030, 3, 3)),
    law("16/2035/QH19", "Luật Thuế tơ lụa nội địa", date(2035, 5, 5), date(2036, 1, 1)),
    law("17/2036/QH19", "Luật sửa đổi, bổ sung một số điều của Luật Tằm tang", date(2036, 6, 6), date(2036, 6, 6)),
    law("18/2031/QH19", "Luật Nuôi ong", date(2031, 9, 9), date(2032, 1, 1)),
    law("19/2041/QH21", "Luật Nuôi ong", date(2041, 9, 9), sure=False),
    law("20/2031/QH19", "Luật Nuôi ong rừng ở nước ngoài", date(2031, 9, 9), sure=False),
    law("21/2033/QH19", "Luật sửa đổi, bổ sung một số điều của Luật Nuôi ong", date(2033, 9, 9), date(2033, 9, 9)),
    law("22/2037/QH20", "Luật sửa đổi, bổ sung một số điều của Luật Nuôi ong", date(2037, 9, 9), date(2037, 9, 9)),
    law("23/2038/QH20", "Luật Tằm tang của Hội đồng nhân dân, Ủy ban nhân dân", date(2038, 3, 3), date(2038, 9, 1)),
    law("24/2038/QH20", "Luật Bầu người nuôi tằm vào Hội đồng nhân dân", date(2038, 3, 4), date(2038, 9, 1)),
)
NAMES = LawNames(LAWS)
