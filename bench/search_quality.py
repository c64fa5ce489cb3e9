"""How often the first hit, and one of the first five, is what was meant: judged queries over a real collection.

    python -m bench.search_quality --home HOME

Each query names the documents any of which a lawyer would take for the right first hit. Documents the home does not hold are
told and not counted. Numbers and titles are facts; which one is meant was judged by reading the titles.
"""

import argparse
from pathlib import Path

from legalgraph.library import open_published

JUDGED: tuple[tuple[str, tuple[str, ...]], ...] = (
    # Numbers, in the spellings people use.
    ("45/2012/NĐ-CP", ("nd/2012/45/nd-cp",)),
    ("nghị định 45/2012", ("nd/2012/45/nd-cp",)),
    ("nd 45 2012", ("nd/2012/45/nd-cp",)),
    ("1288/qd-ttg", ("qd/2014/1288/qd-ttg",)),
    ("thông tư 46/2012 khuyến công", ("tt/2012/46/tt-bct",)),
    ("luật 83/2015", ("luat/2015/83/qh13",)),
    ("Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012 về khuyến công", ("nd/2012/45/nd-cp",)),
    # Titles as a whole.
    ("luật đất đai", ("luat/2024/31/qh15", "luat/2013/45/qh13")),
    ("luat dat dai 2013", ("luat/2013/45/qh13",)),
    ("luật ngân sách nhà nước", ("luat/2015/83/qh13", "luat/2025/89/qh15")),
    ("luật ngân sách nhà nước 2002", ("luat/2002/1/qh11",)),
    ("bộ luật lao động", ("bo-luat/2019/45/qh14",)),
    ("luật phí và lệ phí", ("luat/2015/97/qh13",)),
    ("pháp lệnh phí và lệ phí", ("pl/2001/38/pl-ubtvqh10",)),
    ("luật quản lý thuế", ("luat/2025/108/qh15", "luat/2019/38/qh14", "luat/2006/78/qh11")),
    ("luật an toàn vệ sinh lao động", ("luat/2015/84/qh13",)),
    ("luật tổ chức chính phủ", ("luat/2025/63/qh15", "luat/2015/76/qh13")),
    ("về khuyến công", ("nd/2012/45/nd-cp",)),
    ("nghị định khuyến công", ("nd/2012/45/nd-cp",)),
    # Words of a title.
    ("khuyến công", ("nd/2012/45/nd-cp", "qd/2020/1881/qd-ttg", "qd/2014/1288/qd-ttg", "qd/2025/2646/qd-bct", "qd/2007/136/qd-ttg")),
    ("khuyen cong", ("nd/2012/45/nd-cp", "qd/2020/1881/qd-ttg", "qd/2014/1288/qd-ttg", "qd/2025/2646/qd-bct", "qd/2007/136/qd-ttg")),
    ("chương trình khuyến công quốc gia 2021", ("qd/2020/1881/qd-ttg",)),
    ("kinh phí khuyến công", ("tt/2018/28/tt-btc", "ttlt/2014/26/ttlt-btc-bct", "ttlt/2009/125/ttlt-btc-bct", "tt/2013/36/tt-bct")),
    ("lệ phí trước bạ", ("nd/2016/140/nd-cp", "nd/2011/45/nd-cp")),
    ("lệ phí môn bài", ("nd/2016/139/nd-cp",)),
    ("cơ cấu tổ chức bộ lao động", ("nd/2022/62/nd-cp", "nd/2017/14/nd-cp", "nd/2012/106/nd-cp")),
    ("người lao động nước ngoài làm việc tại việt nam", ("nd/2020/152/nd-cp",)),
    ("chế độ tiền lương cán bộ công chức viên chức", ("nd/2004/204/nd-cp",)),
    ("hướng dẫn luật phí và lệ phí", ("nd/2016/120/nd-cp",)),
    ("án phí lệ phí tòa án", ("pl/2009/10/pl-ubtvqh12",)),
    ("công tác phí đi công tác nước ngoài", ("tt/2012/102/tt-btc",)),
    ("khen thưởng ngành lao động", ("tt/2019/8/tt-bldtbxh",)),
)


def main() -> None:
    """Ask every query and print where what was meant came."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    reader = open_published(parser.parse_args().home).reader
    first = among = total = 0
    for typed, meant in JUDGED:
        held = [path for path in meant if reader.document(path)]
        if not held:
            print(f"  not held: {typed}")
            continue
        hits = [document.path for document in reader.search(typed, limit=10).hits]
        place = next((number for number, path in enumerate(hits, 1) if path in held), None)
        total += 1
        first += place == 1
        among += place is not None and place <= 5
        if place != 1:
            print(f"  {typed}: {place or 'not among the first 10'}; first is {hits[0] if hits else 'nothing'}")
    print(f"first hit {first} of {total}, among the first five {among} of {total}")


if __name__ == "__main__":
    main()
