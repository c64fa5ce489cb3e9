"""What commands print for people, as lines of text."""

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from legalgraph.model.provision import Provision
from legalgraph.model.relation import Certainty
from legalgraph.registry import type_label
from legalgraph.time.basis import Outcome
from legalgraph.wording import certainty_label, date_words, kind_label, title_beside
from legalgraph.wording.told_by import source_words

if TYPE_CHECKING:
    from legalgraph.pipeline.national import NationalReport
    from legalgraph.pipeline.report import Report
    from legalgraph.rdf.validation import Finding

Record = dict[str, Any]


def _say(language: str, vi: str, en: str) -> str:
    return vi if language == "vi" else en


_MOST_SHOWN, _MOST_EXAMPLES = 10, 5


def ingest_report(report: "Report") -> str:
    """What an ingest read, left out and found."""
    if report.unchanged and report.snapshot:
        same = f"nothing new: snapshot {report.snapshot.id} already holds all of it"
        return "\n".join([same, *_unusable(report), *_files(report)])
    lines = [f"snapshot {report.snapshot.id if report.snapshot else '?'} published"]
    lines += _read(report)
    if report.damage:
        lines.append(f"  the snapshot before could not be built upon, so all was stated anew from its sources: {report.damage}")
    if report.forgotten:
        more = ", …" if len(report.forgotten) > _MOST_SHOWN else ""
        lines.append(f"  forgotten: {len(report.forgotten)} texts ({', '.join(report.forgotten[:_MOST_SHOWN])}{more})")
    lines.append(f"  holds: {report.documents} documents, {report.relations} relations")
    if report.unverified:
        lines.append(f"  kept out: {report.unverified} unverified rows")
    if report.national:
        lines += [*_national(report.national), *_compared(report)]
    if report.statements or report.resolved or report.missing:
        lines += _found_in_texts(report)
    lines += [*_unidentified(report), *_nameless(report)]
    lines += _disagreements(report)
    lines += _unusable(report)
    lines += _files(report)
    lines += _shown([f"  warning: {finding.words('en')}" for finding in report.warnings], "  … and {} more warnings", 20)
    return "\n".join(lines)


def _read(report: "Report") -> list[str]:
    """What was given, and what of it is new or another than before."""
    parts = [f"tables {name} ({report.since[name]})" for name in report.datasets]
    if report.national_since:
        parts.append(f"the national dataset ({report.national_since})")
    taken = report.taken
    counts = [(taken.new, "new"), (taken.changed, "changed"), (taken.gone, "gone"), (taken.same, "the same")]
    if told := ", ".join(f"{n} {what}" for n, what in counts if n):
        parts.append(f"texts: {told}")
    others = [f"  another document: {name}: was {was}, is now {now or 'no known document'}" for name, was, now in taken.others]
    return [f"  read: {'; '.join(parts)}", *_shown(others, "  … and {} more names with another document")] if parts else []


def _national(read: "NationalReport") -> list[str]:
    """What was read of the national dataset, the evidence for the direction of its labels first of all."""
    lines = [
        (f"  national dataset{f' at {read.revision}' if read.revision else ''}: {read.rows} rows ▶ {read.documents} documents; "
        f"{read.relation_rows} relation rows ▶ {read.relations} relations"),
        f"    rows that are no document: {_counted(read.refused)}",
        *(f"      {example}" for example in read.refused_examples[:_MOST_SHOWN]),
        f"    the same document twice {read.same_document}, one number on several documents {read.same_number}",
        f"    cells that mean nothing or cannot be: {_counted(read.doubts)}",
        *(f"      {column}, for one: {example}" for column, example in sorted(read.doubt_examples.items())),
        f"    statuses that its own days contradict, or none: {_counted(read.statuses)}",
        (f"    relation rows to documents that are not there {read.dangling}, to rows that are no document {read.of_refused}, "
        f"to themselves {read.with_itself}, said twice {read.repeated}"),
        "    labels, and in how many rows the side that acts is the later document:",
    ]
    for test in read.labels:
        share = f"{test.later} of {test.tested} ({test.later / test.tested:.1%})" if test.tested else "no two days to compare"
        failed = f", {test.failed} rows against it kept as related" if test.failed else ""
        lines.append(f"      {test.verdict:11} {test.rows:7}×  {test.label or '(no label)'}: {share}{failed}")  # noqa: RUF001
    if read.labels_elsewhere:
        elsewhere = Counter({label or "(no label)": n for label, n in read.labels_elsewhere.items()})
        lines.append(f"    labels only of rows that lead nowhere: {_counted(elsewhere)}")
    return lines


def _compared(report: "Report") -> list[str]:
    """Of documents with words: on which relations the dataset and the words agree."""
    groups = sorted({group for group, _ in report.compared})
    lines = ["    of documents with words, relations stated by both, by the dataset alone, by the words alone:"] if groups else []
    for group in groups:
        both, dataset, words = (report.compared[group, where] for where in ("both", "dataset", "words"))
        lines.append(f"      {group:12} {both:7} {dataset:7} {words:7}")
    return lines


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {n}" for name, n in counter.most_common()) or "none"


def _found_in_texts(report: "Report") -> list[str]:
    reasons = ", ".join(f"{name} {n}" for name, n in report.unresolved.most_common())
    lines = ["  in all texts that the snapshot holds, also those of earlier ingests:"]
    lines.append(f"  citations: {report.resolved} resolved, {report.unresolved.total()} not" + (f" ({reasons})" if reasons else ""))
    missing = sorted(report.missing.items(), key=lambda item: (-item[1], item[0]))
    lines += [f"    not resolved ({n}×): {quote}" for quote, n in missing[:_MOST_SHOWN]]  # noqa: RUF001
    if report.wanted:
        lines.append(f"  cited but not present: {len(report.wanted)} documents, most wanted:")
        wanted = sorted(report.wanted.items(), key=lambda item: (-item[1], item[0]))
        lines += [f"    {path} ({n}×)" for path, n in wanted[:_MOST_SHOWN]]  # noqa: RUF001
    said = ", ".join(f"{kind} {n}" for kind, n in report.statements.most_common())
    lines.append(f"  relations found: {report.extracted_relations}; statements: {said or '-'}")
    if report.left_out:
        lines.append(f"  statements left out: {report.left_out.total()}")
        lines += [f"    {why} {n}: {WHY_LEFT_OUT[why]}" for why, n in report.left_out.most_common()]
    return lines


WHY_LEFT_OUT = {
    "target_not_known": "which document is acted upon is not known for sure",
    "acts_on_itself": "the document would act upon itself",
    "acts_on_a_later_document": "the document acted upon was issued later than the one that acts",
    "acts_on_one_of_higher_rank": "a document cannot change or end one of higher rank",
    "amended_by_one_of_lower_rank": "a document of lower rank is told as amending it",
}


_WHY_UNIDENTIFIED = {
    "below_a_province": "of a body below a province", "place_not_in_the_table": "of a place that is not in the table",
    "province_not_named": "province not named", "year_not_known": "year not known",
}  # fmt: skip


def _unidentified(report: "Report") -> list[str]:
    """Texts that say they are documents and cannot be told from others; they are kept as texts."""
    if not report.unidentified:
        return []
    counts = Counter({_WHY_UNIDENTIFIED[why]: n for why, n in report.unidentified.items()})
    examples = [f"    {name}: {header} ({_WHY_UNIDENTIFIED[why]})" for name, why, header in sorted(report.unidentified_examples)]
    return [f"  documents not identified, kept as texts: {report.unidentified.total()} ({_counted(counts)}); for example:", *examples]


def _nameless(report: "Report") -> list[str]:
    """Texts in which nothing says that they are documents, such as files that were not meant."""
    if not report.nameless:
        return []
    examples = ", ".join(report.nameless[:_MOST_EXAMPLES]) + (" …" if len(report.nameless) > _MOST_EXAMPLES else "")
    return [f"  texts that name no document, kept for the citations in them: {len(report.nameless)}, e.g. {examples}"]


def _disagreements(report: "Report") -> list[str]:
    if not report.disagreed:
        return []
    told = (
        f"    {path}, {c.field}: {c.value_a} ({source_words(c.source_a, 'en')}) ≠ {c.value_b} ({source_words(c.source_b, 'en')})"
        for path, c in report.disagreements[:20]
    )
    return [f"  sources disagree {report.disagreed}×:", *told]  # noqa: RUF001


def _unusable(report: "Report") -> list[str]:
    """Values of headers and beside texts that would say which document one is, and mean nothing."""
    if not report.unusable:
        return []
    examples = [f"    {name}, {column}: {value}" for name, column, value in sorted(report.unusable_examples)]
    return [f"  values of headers or beside texts that mean nothing: {_counted(report.unusable)}; for example:", *examples]


def _files(report: "Report") -> list[str]:
    """Files that gave nothing, and why."""
    instead = [f"  not used: {name}: {better} holds the same document" for name, better in report.instead]
    copies = [f"  the same text: {name} and {other}; it goes by the name {other}" for name, other in report.taken.copies]
    skipped = [f"  skipped: {path}: {why}" for path, why in report.skipped]
    return [
        *(f"  failed: {report.places.get(name, name)}: {why}" for name, why in report.failed),
        *_shown(copies, "  … and {} more that are the same text as another"),
        *_shown(instead, "  … and {} more that hold the same documents"),
        *_shown(skipped, "  … and {} more skipped", 50),
    ]


def _shown(lines: list[str], more: str, most: int = _MOST_SHOWN) -> list[str]:
    return lines[:most] + ([more.format(len(lines) - most)] if len(lines) > most else [])


def _title(record: Record, language: str) -> str:
    return title_beside(record["number"], record["title"], record["type_label"]["vi"], language)


def _named(record: Record, language: str) -> str:
    return " — ".join(part for part in (record["name"][language], _title(record, language)) if part)


def _hit(record: Record, language: str) -> str:
    return f"{record['name'][language]}  {record['signed'] or ''}  {_title(record, language)}".rstrip()


def _noted(said: str | None, note: Record | None, language: str) -> str | None:
    return f"{said} ({note[language]})" if said and note else said


def document(record: Record, language: str) -> str:
    """A document with its status and relations."""
    status = record["status"]
    lines = [_named(record, language), f"  {record['iri']}"]
    lines.append(f"  {_say(language, 'tình trạng ngày', 'status on')} {_day(status['day'], language)}: {_status(status, language)}")
    follows = record["basis"]["consequence"]
    if follows and follows["code"] == Outcome.ENDED_WITH_PARENT:
        lines.append(f"    · {follows['sentence'][language]}")
    lines += [f"    · {reason['sentence'][language]}" for reason in status["reasons"]]
    signed, since = (_noted(_day(record[key], language), record[f"{key}_note"], language) for key in ("signed", "in_force_from"))
    facts = (
        (_say(language, "cơ quan ban hành", "issued by"), ", ".join(i["label"][language] for i in record["issuers"])),
        (_say(language, "người ký", "signed by"), record["signer"]),
        (_say(language, "ngày ký", "signed on"), signed),
        (_say(language, "có hiệu lực từ", "in force from"), since),
    )
    unknown = _say(language, "chưa rõ", "not known")
    lines += [f"  {label}: {value or unknown}" for label, value in facts]
    disagree = _say(language, "nguồn không thống nhất", "sources disagree")
    lines += [
        f"  {disagree} ({c['field']}): {' ≠ '.join(_side(c[side], language) for side in 'ab')}"
        for c in record["conflicts"]
    ]
    lines += _footing(record["basis"], language)
    lines.append(f"  {_say(language, 'quan hệ', 'relations')} ({record['relations_total']}):")
    lines += [f"    - {r['sentence'][language]}" for r in record["relations"]]
    if more := record["relations_total"] - len(record["relations"]):
        lines.append(_say(language, f"    … và {more} quan hệ khác", f"    … and {more} more"))
    return "\n".join(lines)


def _side(said: Record, language: str) -> str:
    return f"{said['value']} [{source_words(said['source'], language)}]"


def _footing(record: Record, language: str) -> list[str]:
    """What the document rests on, and what follows from the ends of it."""
    if not record["bases"]:
        return []
    lines = [f"  {_say(language, 'căn cứ còn hiệu lực không', 'are its legal bases in force')} ({len(record['bases'])}):"]
    for basis in record["bases"]:
        inferred = f" ({certainty_label(Certainty(basis['certainty']), language)})" if basis["certainty"] != "verified" else ""
        why = f" — {basis['why'][language]}" if basis["why"][language] else ""
        lines.append(f"    - {basis['document']['name'][language]}: {basis['label'][language]}{inferred}{why}")
    if found := record["consequence"]:
        lines.append(f"    ! {found['sentence'][language]}")
        lines += [f"      ? {doubt['sentence'][language]}" for doubt in found["doubts"]]
    return lines


def _day(iso: str | None, language: str) -> str | None:
    return date_words(date.fromisoformat(iso), language) if iso else None


def _status(record: Record, language: str) -> str:
    inferred = f" ({certainty_label(Certainty(record['certainty']), language)})" if record["certainty"] != "verified" else ""
    return f"{record['label'][language]}{inferred}"


def _evidence(record: Record, language: str, indent: str) -> list[str]:
    return [f"{indent}· {e['words'][language]}{' — ' + e['url'] if e['url'] else ''}" for e in record["evidence"]]


def _relation(record: Record, language: str, indent: str) -> list[str]:
    return [f"{indent}- {record['sentence'][language]}", *_evidence(record, language, indent + "    ")]


def answer(record: Record, language: str) -> str:
    """How documents relate, as sentences with evidence."""
    lines = [_named(document, language) for document in record["asked"]]
    if len(record["asked"]) == 1:
        lines += ["", _say(language, "Các tên đã gõ chỉ cùng một văn bản.", "The names given are those of one and the same document.")]
    else:
        lines += ["", _say(language, "Quan hệ trực tiếp:", "Direct relations:")]
        for relation in record["direct"]:
            lines += _relation(relation, language, "  ")
        if not record["direct"]:
            lines.append("  " + _say(language, "không có trong dữ liệu", "none in the data"))
    lines += [f"  ! {absent['sentence'][language]}" for absent in record["absent"]]
    lines += _chains(record, language)
    if record["shared"]:
        lines += ["", _say(language, "Điểm chung:", "In common:")]
        for group in record["shared"]:
            lines += _in_common(group, record["asked"], language)
    if record["later"]:
        lines += ["", _say(language, "Tác động của văn bản khác lên các văn bản này:", "Acts of others on these documents:")]
        for relation in record["later"]:
            lines += _relation(relation, language, "  ")
    return "\n".join(lines)


def _chains(record: Record, language: str) -> list[str]:
    """The chains, and between which documents none was found."""
    lines: list[str] = []
    for number, chain in enumerate(record["chains"], 1):
        weak = _say(language, " (đường yếu)", " (weak)") if chain["weak"] else ""
        lines.append(f"  {number}.{weak}")
        for step in chain["steps"]:
            lines += [f"     {step['sentence'][language]}", *_evidence(step["relation"], language, "         ")[:1]]
    names = {document["path"]: document["name"][language] for document in record["asked"]}
    for pair in record["pairs"]:
        if pair["shortest"] is None:
            a, b, reach = names[pair["a"]], names[pair["b"]], pair["reach"]
            found_none = f"không tìm thấy đường nối nào trong {reach} bước", f"no way was found within {reach} steps"
            lines.append(f"  {a} – {b}: {_say(language, *found_none)}")  # noqa: RUF001
    return ["", _say(language, "Qua văn bản khác:", "Over other documents:"), *lines] if lines else []


def _in_common(group: Record, asked: list[Record], language: str) -> list[str]:
    """What documents have in common, and between which, where it is not all of them; with sentences and evidence where it tells much."""
    others = ", ".join(one["name"][language] for one in group["others"])
    more = group["total"] - len(group["others"])
    more_words = _say(language, f" và {more} văn bản khác", f" and {more} more") if more else ""
    names = [document["name"][language] for document in asked if document["path"] in group["documents"]]
    between = f" ({', '.join(names)})" if len(names) < len(asked) else ""
    lines = [f"  - {_say(language, 'cùng', 'each')} {group['label'][language]}{between}: {others}{more_words}"]
    for relation in (relation for one in group["others"] for relation in one["relations"] if not group["weak"]):
        lines += [f"     {relation['sentence'][language]}", *_evidence(relation, language, "         ")[:1]]
    return lines


def hits(found: Record, language: str) -> str:
    """Search hits, each with its path, and the words of its text where they were found."""
    lines: list[str] = []
    if found["like"]:
        nothing = "Không có văn bản nào có số hiệu hoặc tên chứa đủ các từ này; gần giống:"
        lines.append(_say(language, nothing, "No number or name has all of this; close to it:"))
        for record in found["like"]:
            lines += [f"  {_hit(record, language)}", f"      {record['path']}"]
        lines.append("")
    for record in found["hits"]:
        lines.append(_hit(record, language))
        lines.append(f"    {record['path']}")
        if snippet := found["snippets"].get(record["path"]):
            place = f"{Provision.parse(snippet['place']).words(language)}: " if snippet["place"] else ""
            lines.append(f"    {place}“{''.join(snippet['pieces'])}”")
    shown = len(found["hits"])
    lines.append(_say(language, f"{shown} trên {found['total']}", f"{shown} of {found['total']}"))
    return "\n".join(lines)


def findings(found: "list[Finding]", language: str) -> str:
    """Broken rules in words."""
    if not found:
        return _say(language, "mọi điều kiện đều đạt", "all rules hold")
    return "\n".join(f"{f.severity}: {f.words(language)}" for f in found)


def findings_record(found: "list[Finding]") -> list[Record]:
    """Broken rules as JSON values."""
    return [
        {
            "severity": f.severity,
            "shape": f.shape,
            "subject": f.subject,
            "property": f.property,
            "value": f.value,
            "message": {"vi": f.message_vi, "en": f.message_en},
        }
        for f in found
    ]


def statistics(record: Record, language: str) -> str:
    """Counts, one a line."""
    lines = [f"{record['snapshot']}  {record['created']}  {record['engine']}"]
    counts = {**record["counts"], "triples": record["triples"]}
    lines += [f"  {_say(language, *words)}: {counts[what]}" for what, words in _COUNTED.items() if what in counts]
    lines.append(_say(language, "Loại văn bản", "Types"))
    lines += [f"  {n:5}  {type_label(code, language)}" for code, n in record["by_type"].items()]
    lines.append(_say(language, "Quan hệ", "Relations"))
    lines += [f"  {n:5}  {kind_label(code, language)} ({code})" for code, n in record["by_kind"].items()]
    lines.append(_say(language, "Được nhắc đến nhiều nhất", "Most acted upon or cited"))
    lines += [f"  {d['n']:5}  {d['number'] or ''} {d['title']}" for d in record["most_cited"][:10]]
    lines.append(_say(language, "Biết bằng cách nào", "How known"))
    lines += [f"  {n:5}  {_say(language, *_STANDINGS[code])}" for code, n in record["by_standing"].items()]
    mentions = record["by_mention"]
    known, total = mentions.get("present", 0) + mentions.get("absent", 0), sum(mentions.values())
    if total:
        lines.append(_say(language, "Viện dẫn trong toàn văn", "Citations in texts"))
        lines.append(f"  {known:5}  {_say(language, 'nhận ra', 'lead to a document')}")
        lines.append(f"  {total - known:5}  {_say(language, 'chưa nhận ra', 'do not')}")
    if record["wanted"]:
        lines.append(_say(language, "Được viện dẫn mà chưa có", "Cited and not present"))
        lines += [f"  {d['n']:5}  {d['number'] or ''} {d['title']}" for d in record["wanted"][:10]]
    return "\n".join(lines)


_COUNTED = {
    "documents": ("văn bản, kể cả chỉ biết qua viện dẫn", "documents, with those known only by being cited"),
    "relations": ("quan hệ", "relations"),
    "conflicts": ("chỗ các nguồn không thống nhất", "points on which sources disagree"),
    "unresolved_names": ("tên được viện dẫn chưa rõ là văn bản nào", "cited names that lead to no document"),
    "other_texts": ("bài viết, hoặc văn bản chưa nhận diện được", "texts that are no legal documents, or not identified ones"),
    "triples": ("bộ ba RDF", "triples"),
}
_STANDINGS = {
    "text": ("có toàn văn", "with full text"),
    "facts": ("chỉ có dữ kiện", "facts only"),
    "cited": ("chỉ biết qua viện dẫn", "known only by being cited"),
    "name": ("tên chưa rõ là văn bản nào", "names that lead to no document"),
    "article": ("bài viết", "articles"),
}
