"""What /api/explore is asked and answers, written down for OpenAPI."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from legalgraph.web.api_models import Code, Day, Model
from legalgraph.web.presentation.exploration import FEW, MANY, MOST_OPENED


class ExploreQuery(BaseModel):
    """The parameters."""

    model_config = ConfigDict(extra="forbid")

    opened: list[str] = Field([], alias="open", max_length=MOST_OPENED, description="Paths of documents, shown with those around them")
    without: list[str] = Field([], max_length=MOST_OPENED, description="Paths of documents that are not to be shown")
    kinds: list[str] = Field([], alias="kind", max_length=60, description="Kinds of relations that are walked; all when none is named")
    types: list[str] = Field([], alias="type", max_length=60, description="Types of documents that are reached")
    issuers: list[str] = Field([], alias="issuer", max_length=60, description="Issuers of documents that are reached")
    since: int | None = Field(None, ge=1, le=9999, description="Year of the documents that are reached, at the earliest")
    until: int | None = Field(None, ge=1, le=9999, description="… and at the latest")
    on: date | None = Field(None, description="Day for which the statuses hold; today when none is given")
    limit: int = Field(FEW, ge=1, le=MANY, description="Documents around each opened one, the most telling first")
    everything: bool = Field(default=False, description="Also the relations among documents that were not opened")
    start: str = Field("", alias="from", max_length=300, description="A document in any spelling: also the shortest paths from it…")
    goal: str = Field("", alias="to", max_length=300, description="… to this one")


class PositionModel(Model):
    """The middle of a node in the picture, in pixels."""

    x: float
    y: float


class SeenNodeData(Model):
    """A document, citation or text. `cited` counts the documents that rest on, change or name it."""

    id: str = Field(description="Path", examples=["nd/2012/45/nd-cp"])
    label: str
    heading: str = Field(description="The number alone, on as many lines as in `label`; the title where there is none")
    name: str
    status: Code
    opened: bool
    cited: int


class SeenNode(Model):
    """A node in the form Cytoscape reads."""

    data: SeenNodeData
    position: PositionModel
    classes: str


class SeenEdgeData(Model):
    """All relations of one family between two documents, from the acting one; `relations` are their ids."""

    id: str
    source: str
    target: str
    group: Code
    kinds: list[Code]
    relations: list[str]
    certain: bool = Field(description="False when all of them are inferred")
    swing: float = Field(description="How far the line swings out to its left, in pixels")


class SeenEdge(Model):
    """An edge in the form Cytoscape reads; its class is `path` when a path walks over it."""

    data: SeenEdgeData
    classes: str


class SeenElements(Model):
    """Nodes and edges."""

    nodes: list[SeenNode]
    edges: list[SeenEdge]


class YearModel(Model):
    """The years of a column."""

    text: str
    x: float


class LaneModel(Model):
    """The row of a legal rank."""

    text: str
    y: float
    height: float


class AxesModel(Model):
    """What the places mean."""

    years: list[YearModel]
    lanes: list[LaneModel]
    width: int


class CountsModel(Model):
    """Relations that are given, by kind, and documents around the opened ones; each also tells what its own filter holds back."""

    kind: dict[Code, int]
    type: dict[Code, int]
    issuer: dict[Code, int]


class ExploreModel(Model):
    """Documents with those around them, ready for `cytoscape({elements})` with the layout `preset`."""

    day: Day = Field(description="For which the statuses hold")
    elements: SeenElements
    axes: AxesModel
    left_out: dict[str, int] = Field(description="For each opened document, how many around it are beyond the limit")
    undrawn: int = Field(description="Relations among the documents that are not given; `everything` gives them")
    counts: CountsModel
