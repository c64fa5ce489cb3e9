"""Documents, relations and answers as plain JSON values: one shape for `--json` and for the web API."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from legalgraph import wording
from legalgraph.model.document import Document
from legalgraph.model.relation import Evidence, Operation, Relation, kind
from legalgraph.queries.basis import footing_of
from legalgraph.queries.chains import Chain
from legalgraph.queries.reader import Reader, SearchPage, Statistics
from legalgraph.queries.relate import Answer, Pair
from legalgraph.queries.shared import InCommon
from legalgraph.queries.snippets import Snippet
from legalgraph.registry import body_label, type_label
from legalgraph.time.basis import Footing
from legalgraph.time.consolidation import Consolidated
from legalgraph.time.status import StatusOnDay, entry_into_force
from legalgraph.wording import basis as basis_wording
from legalgraph.wording.rules import rule_words

Record = dict[str, Any]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _both(of: Any) -> dict[str, str]:
    return {language: of(language) for language in wording.LANGUAGES}


def _noted(of: Callable[[str], str | None]) -> Record | None:
    notes = {language: of(language) for language in wording.LANGUAGES}
    return notes if all(notes.values()) else None


def document_record(document: Document) -> Record:
    """A document; dates are ISO, unknown is null, codes are those of the tables."""
    started, certainty = entry_into_force(document)
    return {
        "path": document.path,
        "iri": document.iri,
        "number": document.number,
        "type": document.type,
        "type_label": _both(lambda language: type_label(document.type, language)),
        "name": _both(lambda language: wording.name(document, language)),
        "title": document.title,
        "identified": document.identified,
        "area": document.area,
        "issuers": [{"code": c, "label": _both(lambda lang, c=c: body_label(c, lang))} for c in document.issuers],
        "signer": document.signer,
        "signed": _iso(document.signed),
        "signed_note": _noted(lambda language: wording.signing_note(document, language)),
        "published": _iso(document.published),
        "in_force_from": _iso(started),
        "in_force_from_note": _noted(lambda language: wording.entry_note(document, started, language)),
        "in_force_from_certainty": certainty.value if started else None,
        "in_force_rule": document.in_force_rule.value if document.in_force_rule else None,
        "in_force_until": _iso(document.in_force_until),
        "period": [document.period_from, document.period_until],
        "claimed_status": document.status.value if document.status else None,
        "certainty": document.certainty.value,
        "sources": list(document.sources),
        "subjects": list(document.subjects),
        "note": document.note,
        "conflicts": [
            {
                "field": c.field,
                "a": {"value": c.value_a, "source": c.source_a},
                "b": {"value": c.value_b, "source": c.source_b},
                "adopted": c.adopted,
                "note": c.note,
            }
            for c in document.conflicts
        ],
    }


def reference(path: str, documents: Mapping[str, Document]) -> Record:
    """A short pointer to a document: path, number and name."""
    found = documents.get(path)
    return {
        "path": path,
        "number": found.number if found else None,
        "name": _both(lambda language: wording.name(found, language) if found else path),
    }


def status_record(status: StatusOnDay, documents: Mapping[str, Document]) -> Record:
    """The status on a day with its reasons in words."""
    return {
        "code": status.status.value,
        "label": _both(lambda language: wording.status_label_on_day(status, language)),
        "certainty": status.certainty.value,
        "day": status.day.isoformat(),
        "reasons": [
            {
                "code": reason.code,
                "day": _iso(reason.day),
                "relation": reason.relation.id if reason.relation else None,
                "certainty": reason.certainty.value,
                "sentence": _both(lambda language, r=reason: wording.reason(r, documents, language)),
            }
            for reason in status.reasons
        ],
    }


def evidence_record(evidence: Evidence) -> Record:
    """One piece of evidence; `quote` has offsets in code points of the stored NFC text, `prefix` is what stands before them there."""
    quote = evidence.quote
    told = {"exact": quote.exact, "prefix": quote.prefix, "start": quote.start, "end": quote.end} if quote else None
    return {
        "kind": evidence.kind,
        "url": evidence.url,
        "note": {"vi": evidence.note, "en": evidence.note_en},
        "words": _both(lambda language: wording.evidence_words(evidence, language)),
        "quote": told,
    }


def relation_record(relation: Relation, documents: Mapping[str, Document]) -> Record:
    """A relation; `kind` is the code of the relation table, `sentence` tells it in both languages."""
    the_kind = kind(relation.kind)
    return {
        "id": relation.id,
        "iri": relation.iri,
        "kind": relation.kind,
        "property": the_kind.predicate,
        "label": _both(lambda language: wording.verb(relation, language)),
        "source": reference(relation.source, documents),
        "target": reference(relation.target, documents),
        "source_provision": relation.source_provision.path if relation.source_provision else None,
        "target_provision": relation.target_provision.path if relation.target_provision else None,
        "effective_from": _iso(relation.effective_from),
        "until": _iso(relation.until),
        "places": list(relation.places),
        "condition": relation.condition,
        "exception": relation.exception,
        "operation": _operation(relation.operation),
        "certainty": relation.certainty.value,
        "rule": relation.rule,
        "rule_words": _both(lambda language: rule_words(relation.rule, language)) if relation.rule else None,
        "sentence": _both(lambda language: wording.sentence(relation, documents, language)),
        "evidence": [evidence_record(e) for e in relation.evidence],
    }


def _operation(operation: Operation | None) -> Record | None:
    if operation is None:
        return None
    return {"anchor": operation.anchor, "old_text": operation.old_text, "new_text": operation.new_text}


def consolidated_record(path: str, day: date, found: Consolidated, documents: Mapping[str, Document]) -> Record:
    """A text on a day, in stretches of the text's own words and of those that changes put in, and what could not be written in."""
    return {
        "path": path,
        "day": day.isoformat(),
        "official": False,
        "stretches": [{"words": words, "by": by} for words, by in found.words],
        "written": [relation_record(one.relation, documents) for one in found.written],
        "left": [{"why": why.value, "relation": relation_record(relation, documents)} for relation, why in found.left],
    }


def chain_record(chain: Chain, documents: Mapping[str, Document]) -> Record:
    """A chain; each step says which way its relation is walked."""
    return {
        "length": len(chain.steps),
        "weak": chain.weak,
        "steps": [
            {
                "from": step.start,
                "to": step.end,
                "forward": step.forward,
                "relation": relation_record(step.relation, documents),
                "sentence": _both(
                    lambda language, s=step: wording.sentence(s.relation, documents, language, seen_from=s.start)
                ),
            }
            for step in chain.steps
        ],
    }


def answer_record(answer: Answer) -> Record:
    """How documents relate. `direct`, `absent` and `chains` hold those of all pairs; relation kinds are named by their codes."""
    documents = answer.documents
    return {
        "asked": [document_record(document) for document in answer.asked],
        "a": document_record(answer.a),
        "b": document_record(answer.b),
        "pairs": [_pair_record(pair) for pair in answer.pairs],
        "direct": [relation_record(r, documents) for r in answer.direct],
        "absent": [_absent_record(pair, code) for pair in answer.pairs for code in pair.absent],
        "chains": [chain_record(chain, documents) for chain in answer.chains],
        "shared": [_in_common_record(group, documents) for group in answer.shared],
        "later": [relation_record(r, documents) for r in answer.later],
    }


def _pair_record(pair: Pair) -> Record:
    return {
        "a": pair.a.path,
        "b": pair.b.path,
        "direct": [relation.id for relation in pair.direct],
        "shortest": 1 if pair.direct else min((len(way.steps) for way in pair.ways), default=None),
        "reach": pair.reach,
        "chains": len(pair.chains),
        "left_out": pair.left_out,
    }


def _absent_record(pair: Pair, code: str) -> Record:
    return {"kind": code, "sentence": _both(lambda language: wording.absent_sentence(code, *pair.later_first, language))}


def _in_common_record(group: InCommon, documents: Mapping[str, Document]) -> Record:
    the_kind = kind(group.kind)
    return {
        "kind": group.kind,
        "forward": group.forward,
        "label": _both(lambda language: the_kind.verb(language, not group.forward)),
        "documents": list(group.ends),
        "weak": group.weak,
        "total": group.total,
        "others": [
            {**reference(one.path, documents), "degree": one.degree, "relations": [relation_record(r, documents) for r in one.relations]}
            for one in group.others
        ],
    }


def footing_record(footing: Footing, documents: Mapping[str, Document]) -> Record:
    """What a document rests on, on a day, and what follows from the ends of it."""
    found = footing.consequence
    return {
        "bases": [
            {
                "document": reference(basis.path, documents),
                "detailed": basis.detailed,
                "relations": [relation.id for relation in basis.relations],
                "health": basis.health.value,
                "label": _both(lambda language, b=basis: basis_wording.health_label(b, language)),
                "why": _both(lambda language, b=basis: basis_wording.why(b, documents, language)),
                "certainty": basis.status.certainty.value,
                "ended": _iso(basis.ended),
            }
            for basis in footing.bases
        ],
        "consequence": {
            "code": found.outcome.value,
            "parents": list(found.parents),
            "day": _iso(found.day),
            "sentence": _both(lambda language: basis_wording.consequence(found, documents, language)),
            "doubts": [
                {"code": code.value, "sentence": _both(lambda language, c=code: basis_wording.doubt(c, language))}
                for code in found.doubts
            ],
        }
        if found
        else None,
    }


def search_record(page: SearchPage, snippets: Mapping[str, Snippet], offset: int, like: Sequence[Document] = ()) -> Record:
    """One page of a search: `snippets` by path, their `pieces` every second a word that was searched for; facets with counts.

    `like` has almost the number or the name that was searched for, where no document has it.
    """
    return {
        "total": page.total,
        "offset": offset,
        "exact": page.exact,
        "documents": [document_record(hit) for hit in page.hits],
        "like": [document_record(document) for document in like],
        "snippets": {
            path: {
                "start": found.start,
                "end": found.end,
                "pieces": list(found.pieces),
                "place": found.place.path if found.place else None,
            }
            for path, found in snippets.items()
        },
        "facets": {name: [{"value": value, "count": n} for value, n in values] for name, values in page.counts.items()},
    }


RELATIONS_TOLD = 300
"""Relations told of one document at once; a law may have tens of thousands."""


def document_page(reader: Reader, document: Document, day: date, today: date) -> Record:
    """A document with its status on a day, as far as it is known `today`, what it rests on, and its relations.

    At most RELATIONS_TOLD are told, those in which it acts first; `relations_total` counts them.
    """
    relations, total = reader.some_relations(document.path, RELATIONS_TOLD)
    documents = reader.documents([document.path, *(p for r in relations for p in (r.source, r.target))])
    footing, named = footing_of(reader, document, relations, documents, lambda d: reader.status(d, day, today))
    return {
        **document_record(document),
        "status": status_record(reader.status(document, day, today), named),
        "basis": footing_record(footing, named),
        "relations": [relation_record(r, documents) for r in relations],
        "relations_total": total,
    }


# What are a citation and a text in the vocabulary: names that lead to no document, and texts that are none.
_COUNTED_AS = {"citations": "unresolved_names", "texts": "other_texts"}


def statistics_record(statistics: Statistics) -> Record:
    """Counts of a snapshot."""
    return {
        "counts": {_COUNTED_AS.get(what, what): n for what, n in statistics.counts.items()},
        "triples": statistics.triples,
        "by_type": dict(statistics.by_type),
        "by_issuer": dict(statistics.by_issuer),
        "by_kind": dict(statistics.by_kind),
        "by_year": dict(statistics.by_year),
        "by_certainty": dict(statistics.by_certainty),
        "by_rank": dict(statistics.by_rank),
        "by_standing": dict(statistics.by_standing),
        "by_mention": dict(statistics.by_mention),
        "by_conflict": dict(statistics.by_conflict),
        "most_cited": [_ranked(document, n) for document, n in statistics.most_cited],
        "most_changed": [_ranked(document, n) for document, n in statistics.most_changed],
        "wanted": [_ranked(document, n) for document, n in statistics.wanted],
        "unnamed": [{"path": name.path, "type": name.type, "name": name.name, "n": name.n} for name in statistics.unnamed],
        "disputed": [{"path": d.path, "number": d.number, "fields": [c.field for c in d.conflicts]} for d in statistics.disputed],
    }


def _ranked(document: Document, n: int) -> Record:
    return {"path": document.path, "number": document.number, "title": document.title, "n": n}
