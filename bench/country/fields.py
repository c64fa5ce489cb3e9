"""What the invented country makes rules about: fields, their subjects, and who answers for them in which years."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `ministries` are (code of `data/vn/bodies.csv`, letters in numbers, first year, last year)."""

    branch: str
    name: str
    weight: int
    ministries: tuple[tuple[str, str, int, int], ...]
    subjects: tuple[str, ...]

    def ministry(self, year: int) -> tuple[str, str]:
        """The code and the letters of the ministry that answers for the field in a year."""
        return next((code, letters) for code, letters, first, last in self.ministries if first <= year <= last)


_FINANCE = (("btc", "BTC", 1995, 2026),)
_PLANNING = (("bkhdt", "BKHĐT", 1995, 2024), ("btc", "BTC", 2025, 2026))
_TRADE = (("btm", "BTM", 1995, 2007), ("bct", "BCT", 2008, 2026))
_INDUSTRY = (("bcn", "BCN", 1995, 2007), ("bct", "BCT", 2008, 2026))
_FARMING = (("bnnptnt", "BNNPTNT", 1995, 2024), ("bnnmt", "BNNMT", 2025, 2026))
_FISHING = (("bts", "BTS", 1995, 2007), *((code, letters, max(first, 2008), last) for code, letters, first, last in _FARMING))
_LAND = (("tcdc", "TCĐC", 1995, 2002), ("btnmt", "BTNMT", 2003, 2024), ("bnnmt", "BNNMT", 2025, 2026))
_SCIENCE = (("bkhcnmt", "BKHCNMT", 1995, 2002), ("bkhcn", "BKHCN", 2003, 2026))
_NATURE = (("bkhcnmt", "BKHCNMT", 1995, 2002), *_LAND[1:])
_ROADS = (("bgtvt", "BGTVT", 1995, 2024), ("bxd", "BXD", 2025, 2026))
_LABOUR = (("bldtbxh", "BLĐTBXH", 1995, 2024), ("bnv", "BNV", 2025, 2026))
_CULTURE = (("bvhtt", "BVHTT", 1995, 2007), ("bvhttdl", "BVHTTDL", 2008, 2026))
_POST = (("bbcvt", "BBCVT", 1995, 2007), ("btttt", "BTTTT", 2008, 2024), ("bkhcn", "BKHCN", 2025, 2026))
_PEOPLES = (("ubdt", "UBDT", 1995, 2024), ("bdttg", "BDTTG", 2025, 2026))


def _always(code: str, letters: str) -> tuple[tuple[str, str, int, int], ...]:
    return ((code, letters, 1995, 2026),)


# The first is about the state itself: documents of every field rest on its laws.
FIELDS = (
    Field("Tổ chức bộ máy", "Tổ chức, hoạt động của cơ quan nhà nước", 9, _always("bnv", "BNV"), (
        "nền nếp làm việc của cơ quan các cấp", "việc soạn thảo giấy tờ công", "phân vai trong bộ máy hành chính",
        "hội họp của cơ quan nhà nước", "sổ sách tiếp dân", "trụ sở làm việc chung")),
    Field("Tài chính", "Phí và khoản thu", 9, _FINANCE, (
        "khoản thu qua bến đò", "lệ phí treo biển hiệu", "phí trông giữ thuyền", "khoản đóng góp sửa đường làng",
        "tiền thuê sạp chợ", "phí soi chiếu hàng hóa", "khoản thu từ vườn ươm")),
    Field("Tài chính", "Chi tiêu công", 7, _FINANCE, (
        "quỹ phòng khi giáp hạt", "định mức chi hội họp", "kho dự phòng của địa phương", "xe dùng chung",
        "mua sắm tập trung dụng cụ", "khoán chi giấy mực")),
    Field("Đất đai", "Sử dụng đất", 8, _LAND, (
        "ruộng bậc thang", "đất bãi bồi", "hàng rào và mốc giới", "đất vườn liền kề", "bản đồ thửa ruộng", "đất để làm sân phơi")),
    Field("Môi trường", "Gìn giữ môi trường", 6, _NATURE, (
        "ao hồ trong khu dân cư", "tiếng ồn ban đêm", "thu gom lá và rơm rạ", "hàng cây ven sông", "nước giếng khơi", "khói lò gạch")),
    Field("Xây dựng", "Xây dựng, nhà ở", 7, _always("bxd", "BXD"), (
        "mái hiên mặt phố", "nhà sàn cộng đồng", "giàn giáo tre", "màu sơn mặt tiền", "cầu thang chung cư cũ", "lò nung thủ công")),
    Field("Giao thông vận tải", "Đường bộ, đường thủy", 7, _ROADS, (
        "bến đò ngang", "đường mòn liên xã", "xe thồ", "biển chỉ đường bằng gỗ", "chỗ nghỉ dọc đường", "thuyền chở khách tham quan")),
    Field("Giáo dục", "Giáo dục, đào tạo", 8, _always("bgddt", "BGDĐT"), (
        "tủ sách lớp học", "lớp học buổi tối", "vườn trường", "sổ liên lạc", "hội thi viết chữ đẹp", "nhà bán trú vùng cao")),
    Field("Y tế", "Y tế", 7, _always("byt", "BYT"), (
        "trạm sơ cứu lưu động", "vườn thuốc nam", "hộp thuốc thôn bản", "sổ theo dõi sức khỏe", "nước uống nơi đông người")),
    Field("Lao động", "Lao động, việc làm", 7, _LABOUR, (
        "nghề thủ công", "tổ đổi công", "việc làm mùa nước nổi", "người học nghề tại xưởng", "bữa ăn giữa ca", "phiên giao dịch việc làm")),
    Field("Xã hội", "Trợ giúp xã hội", 5, _LABOUR, (
        "người cao tuổi sống một mình", "nhà tình thân", "bữa cơm trợ giúp", "xe lăn và dụng cụ trợ giúp", "hộ neo đơn vùng bãi ngang")),
    Field("Công nghiệp", "Công nghiệp, nghề truyền thống", 5, _INDUSTRY, (
        "xưởng dệt tay", "lò rèn", "cụm nghề mây tre", "máy xay xát nhỏ", "cối giã gạo chạy nước", "gốm nung củi")),
    Field("Thương mại", "Mua bán hàng hóa", 6, _TRADE, (
        "chợ phiên", "hàng rong", "cân đong tại chợ", "kho bãi ven sông", "quầy bán hàng tự giác", "nhãn hàng đặc sản")),
    Field("Nông nghiệp", "Trồng trọt, chăn nuôi", 8, _FARMING, (
        "giống lúa nếp địa phương", "trâu kéo", "vườn ươm", "kênh nội đồng", "đàn ong lấy mật", "rau vụ đông", "kho thóc giống")),
    Field("Nông nghiệp", "Thủy sản", 4, _FISHING, (
        "lồng bè trên sông", "mắt lưới đánh bắt", "bến cá", "ao nuôi luân canh", "thuyền thúng")),
    Field("Văn hóa", "Văn hóa, du lịch", 5, _CULTURE, (
        "hội làng", "nhà trưng bày dân gian", "đèn lồng phố cổ", "phường hát", "nghề làm diều", "hướng dẫn viên bản làng")),
    Field("Khoa học", "Khoa học, đo lường", 4, _SCIENCE, (
        "đơn vị đo địa phương", "sáng kiến nhà nông", "trạm đo mưa", "cân mẫu", "sổ tay kỹ thuật")),
    Field("Thông tin", "Thông tin, bưu chính", 4, _POST, (
        "loa truyền thanh xã", "hòm thư công cộng", "điểm truy cập mạng", "tem lưu niệm", "bảng tin khu phố")),
    Field("An ninh", "An ninh, trật tự", 5, _always("bca", "BCA"), (
        "đội tuần đêm", "pháo giấy và pháo hoa giấy", "giữ xe nơi lễ hội", "nghề cho thuê trọ", "phòng cháy ở kho rơm")),
    Field("Quốc phòng", "Quốc phòng", 3, _always("bqp", "BQP"), (
        "kho quân nhu", "đường tuần tra", "dân quân canh đê", "nhà truyền thống đơn vị")),
    Field("Tư pháp", "Hành chính tư pháp", 5, _always("btp", "BTP"), (
        "sổ hộ tịch", "tổ hòa giải", "bản sao giấy tờ", "tủ sách pháp luật", "tuyên truyền lưu động")),
    Field("Nội vụ", "Cán bộ, công chức", 6, _always("bnv", "BNV"), (
        "kỳ sát hạch nghiệp vụ", "trang phục công sở", "sổ trực", "khen thưởng theo mùa vụ", "người làm việc ở thôn")),
    Field("Ngân hàng", "Tiền tệ, tín dụng", 4, _always("nhnn", "NHNN"), (
        "tổ vay vốn xoay vòng", "đổi tiền lẻ", "sổ tiết kiệm học đường", "vay mua nông cụ", "quầy giao dịch lưu động")),
    Field("Đầu tư", "Kế hoạch, đầu tư", 5, _PLANNING, (
        "công trình nhỏ cấp xã", "góp công làm đường", "danh mục việc ưu tiên", "cụm xã liên kết", "đăng ký hộ làm nghề")),
    Field("Dân tộc", "Công tác dân tộc", 3, _PEOPLES, (
        "bản định cư", "người có uy tín trong bản", "dạy tiếng mẹ đẻ", "trang phục dân tộc trong lễ tết")),
)  # fmt: skip
