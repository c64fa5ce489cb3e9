"""Response models of the JSON API: the shapes of `legalgraph.records`, written down for OpenAPI."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Code = str
Day = str


class Model(BaseModel):
    """Base of all answers: a field that is not described here is a mistake."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Both(Model):
    """Words in both languages."""

    vi: str
    en: str


class Note(Model):
    """A note, where there is one in the language."""

    vi: str | None
    en: str | None


class Issuer(Model):
    """An issuing body."""

    code: Code
    label: Both


class Claim(Model):
    """What one source says."""

    value: str
    source: str


class ConflictModel(Model):
    """Two sources that disagree about a field; `adopted` is a, b or none."""

    field: str
    a: Claim
    b: Claim
    adopted: str
    note: str | None


class DocumentModel(Model):
    """A document. Unknown is null; dates are ISO days; codes are those of the vocabulary."""

    path: str = Field(description="Canonical path: the IRI without its base", examples=["nd/2012/45/nd-cp"])
    iri: str
    number: str | None = Field(description="The printed số hiệu")
    type: Code
    type_label: Both
    name: Both
    title: str
    identified: bool = Field(description="False for something known only by citation, and for texts")
    area: Code | None
    issuers: list[Issuer]
    signer: str | None
    signed: Day | None
    signed_note: Both | None = Field(description="What is odd about the day of signing")
    published: Day | None
    in_force_from: Day | None
    in_force_from_note: Both | None = Field(description="What is odd about the day of entry into force")
    in_force_from_certainty: Code | None = Field(description="`inferred` when the day was computed from a rule")
    in_force_rule: Code | None
    in_force_until: Day | None
    period: list[int | None] = Field(description="First and last year of a programme", min_length=2, max_length=2)
    claimed_status: Code | None = Field(description="What a source says; the computed status is in `status`")
    certainty: Code
    sources: list[str]
    subjects: list[str] = Field(description="Fields of law (lĩnh vực) in the words of the source")
    note: str | None
    conflicts: list[ConflictModel]


class Pointer(Model):
    """A short pointer to a document."""

    path: str
    number: str | None
    name: Both


class QuoteModel(Model):
    """Words in a stored text; offsets are code points of its NFC form."""

    exact: str
    prefix: str = Field(description="What stands at once before the words, as much of their sentence as tells the act; often empty")
    start: int
    end: int


class EvidenceModel(Model):
    """Where a relation can be checked."""

    kind: Code
    url: str | None
    note: Note
    words: Both
    quote: QuoteModel | None


class OperationModel(Model):
    """What an amending act does to words, as printed; what it does not say is null."""

    anchor: str | None = Field(description="Where words are put in, such as `after dieu_14`")
    old_text: str | None = Field(description="The words that others take the place of, or that are taken out")
    new_text: str | None = Field(description="The words put in, or the whole new wording of `target_provision`")


class RelationModel(Model):
    """A relation, from the acting document to the one acted upon."""

    id: str
    iri: str
    kind: Code = Field(examples=["basis", "replaces", "succeeds"])
    property: str = Field(examples=["lg:has_legal_basis"])
    label: Both
    source: Pointer
    target: Pointer
    source_provision: str | None = Field(examples=["dieu_2/khoan_1"])
    target_provision: str | None
    effective_from: Day | None
    until: Day | None
    places: list[str] = Field(description="Places of the target that no single provision stands for: ranges, 'every form'")
    condition: str | None = Field(description="The event, as printed, on which the effective day depends")
    exception: str | None = Field(description="What the act leaves out, as printed")
    operation: OperationModel | None
    certainty: Literal["verified", "inferred", "unverified"]
    rule: Code | None = Field(description="By which rule the relation was found")
    rule_words: Both | None
    sentence: Both
    evidence: list[EvidenceModel]


class ReasonModel(Model):
    """Why a status holds."""

    code: Code
    day: Day | None
    relation: str | None = Field(description="Id of the relation, if one decides")
    certainty: Code
    sentence: Both


class StatusModel(Model):
    """The status of a document on a day; `unknown` is never to be read as in force."""

    code: Code
    label: Both
    certainty: Code = Field(description="`inferred` when the status rests on an inference")
    day: Day
    reasons: list[ReasonModel]


class BasisModel(Model):
    """One document that another rests on, as it stands on the day; `unknown` is never to be read as alive."""

    document: Pointer
    detailed: bool = Field(description="True when the document lays down detailed rules for it, not only names it as a basis")
    relations: list[str] = Field(description="Ids of the relations that say so")
    health: Literal["alive", "amended", "suspended", "partly_suspended", "lapsed", "not_yet", "unknown"]
    label: Both
    why: Both
    certainty: Code
    ended: Day | None


class DoubtModel(Model):
    """Why what follows is not certain."""

    code: Code
    sentence: Both


class ConsequenceModel(Model):
    """What follows for a document from the ends of what it rests on, with the rule applied. Never part of `status`."""

    code: Code = Field(examples=["basis_only", "ended_with_parent", "may_continue"])
    parents: list[str]
    day: Day | None
    sentence: Both
    doubts: list[DoubtModel]


class FootingModel(Model):
    """What a document rests on, on the day of its status."""

    bases: list[BasisModel]
    consequence: ConsequenceModel | None


class DocumentPageModel(DocumentModel):
    """A document with its status on a day, what it rests on, and its relations; of more than 300 `/api/relations` has the rest."""

    status: StatusModel
    basis: FootingModel
    relations: list[RelationModel]
    relations_total: int


class StepModel(Model):
    """One step of a chain; `forward` when it is walked from the acting document."""

    start: str = Field(alias="from")
    end: str = Field(alias="to")
    forward: bool
    relation: RelationModel
    sentence: Both


class ChainModel(Model):
    """A way from one document to the other over others. A weak one leads through mere references or what very many relate to."""

    length: int
    weak: bool
    steps: list[StepModel]


class AbsentModel(Model):
    """A relation one might expect, but that no fact supports."""

    kind: Code
    sentence: Both


class PairModel(Model):
    """How two of the documents relate. All ways of up to `reach` steps were looked at."""

    a: str = Field(description="Path of the first")
    b: str = Field(description="Path of the second")
    direct: list[str] = Field(description="Ids of the relations between the two")
    shortest: int | None = Field(description="Steps of the shortest way; null when none was found within `reach`")
    reach: int
    chains: int
    left_out: int = Field(description="Chains that were found and are not given")


class SharedModel(Pointer):
    """A document in common; so many documents relate to it: `degree`."""

    degree: int
    relations: list[RelationModel]


class InCommonModel(Model):
    """What several of the documents have in common in one way; `forward` when they act on it, else it acts on them."""

    kind: Code
    forward: bool
    label: Both
    documents: list[str] = Field(description="Paths of those that have it in common")
    weak: bool
    total: int
    others: list[SharedModel]


class AnswerModel(Model):
    """How documents relate. `direct`, `absent` and `chains` hold those of all pairs."""

    asked: list[DocumentModel]
    a: DocumentModel = Field(description="The first of `asked`")
    b: DocumentModel = Field(description="The second of `asked`")
    pairs: list[PairModel]
    direct: list[RelationModel]
    absent: list[AbsentModel]
    chains: list[ChainModel]
    shared: list[InCommonModel]
    later: list[RelationModel]


class RelationsModel(Model):
    """Relations of a document: first those in which it acts, then by kind. `total` counts those that there are."""

    path: str
    total: int
    offset: int
    relations: list[RelationModel]


class FoundModel(Model):
    """Documents that answer to a name or a search."""

    total: int
    offset: int
    documents: list[DocumentModel]


class NodeModel(Model):
    """A node in the form Cytoscape reads."""

    data: dict[str, Any]


class ElementsModel(Model):
    """Nodes and edges."""

    nodes: list[NodeModel]
    edges: list[NodeModel]


class GraphModel(Model):
    """A neighbourhood, ready for `cytoscape({elements})`. `left_out` counts documents beyond the limit."""

    centre: str
    depth: int
    left_out: int
    elements: ElementsModel


class RankedModel(Model):
    """A document and how many others cite or change it."""

    path: str
    number: str | None
    title: str
    n: int


class UnnamedModel(Model):
    """A name that leads to no document, and how many documents use it."""

    path: str
    type: Code
    name: str
    n: int


class DisputedModel(Model):
    """A document about which sources differ, and in which fields."""

    path: str
    number: str | None
    fields: list[str]


class StatisticsModel(Model):
    """What a snapshot holds. Keys of counts are codes of the vocabulary."""

    snapshot: str
    created: str
    engine: str
    counts: dict[str, int] = Field(
        description="`documents` with those known only by being cited, `relations`, `conflicts` between sources, `unresolved_names`: cited "
        "names that lead to no document, `other_texts`: texts that are no legal documents, or could not be "
        "identified, kept for the citations in them"
    )
    triples: int
    by_type: dict[Code, int]
    by_issuer: dict[Code, int]
    by_kind: dict[Code, int]
    by_year: dict[str, int] = Field(description="By the year of the number, else of signing")
    by_certainty: dict[Code, int] = Field(description="Of relations")
    by_rank: dict[str, int] = Field(description="1 is the Constitution; `local` for provinces and below, `none` without a rank")
    by_standing: dict[str, int] = Field(
        description="How a thing is known: with its `text`, by `facts` of tables and datasets, only by being `cited`; "
        "`name` leads to no document, `article` is no legal document"
    )
    by_mention: dict[str, int] = Field(
        description="Citations in texts: to a document that is `present` or `absent`; otherwise the reason why to none"
    )
    by_conflict: dict[str, int] = Field(description="Fields about which sources differ")
    most_cited: list[RankedModel]
    most_changed: list[RankedModel]
    wanted: list[RankedModel] = Field(description="Documents known only by being cited, most cited first")
    unnamed: list[UnnamedModel]
    disputed: list[DisputedModel]
    as_of: Day
    status_by_type: dict[Code, dict[Code, int]]


class Choice(Model):
    """A document that a name may mean."""

    path: str
    name: str


class ErrorBody(Model):
    """What went wrong. `choices` are given for an ambiguous name."""

    code: str = Field(examples=["not_found"])
    message: str
    choices: list[Choice] | None = None


class ErrorModel(Model):
    """The one shape of all errors."""

    error: ErrorBody
