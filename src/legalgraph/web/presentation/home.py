"""The home page: the founding example over time, told in sentences that the graph itself supports; counts; ways in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal

from legalgraph.model.document import Document
from legalgraph.queries.reader import Statistics
from legalgraph.rdf.mapping import describe
from legalgraph.rdf.vocab import concept, term
from legalgraph.web.live import View
from legalgraph.web.presentation import founding, overtime
from legalgraph.web.presentation.relate import relate_href
from legalgraph.web.presentation.words import Words

# The documents of the story. What is said of them comes from the graph.
STORY = (
    "nd/2004/134/nd-cp", "nd/2012/45/nd-cp", "nd/2025/235/nd-cp",
    "qd/2007/136/qd-ttg", "qd/2014/1288/qd-ttg", "qd/2020/1881/qd-ttg", "qd/2025/2646/qd-bct",
)  # fmt: skip
# Offered as examples of related documents, first those that gave rise to the whole.
EXAMPLES = (
    ("qd/2014/1288/qd-ttg", "nd/2012/45/nd-cp"),
    ("qd/2020/1881/qd-ttg", "nd/2012/45/nd-cp"),
    ("qd/2020/1881/qd-ttg", "qd/2014/1288/qd-ttg"),
    ("nd/2004/134/nd-cp", "nd/2012/45/nd-cp", "nd/2025/235/nd-cp"),
    ("qd/2007/136/qd-ttg", "qd/2014/1288/qd-ttg", "qd/2020/1881/qd-ttg", "qd/2025/2646/qd-bct"),
)
# The words of the picture that are explained, as (scheme, code) of the vocabulary.
_GLOSSARY = (
    ("type", "nd"), ("type", "qd"), ("relation", "basis"), ("relation", "adopts_programme"), ("relation", "amends"),
    ("relation", "replaces"), ("relation", "succeeds"),
)  # fmt: skip
_LISTED = 6


@dataclass(frozen=True, slots=True)
class Example:
    """Documents to relate, by their names."""

    names: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the picture and what it means."""

    label: str
    definition: str
    href: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """All the home page shows; without the documents of the story, `picture` is None and nothing is told."""

    picture: overtime.OverTime | None
    lines: tuple[founding.Line, ...]
    glossary: tuple[Word, ...]
    story_href: str
    examples: tuple[Example, ...]
    statistics: Statistics
    cited: tuple[tuple[Document, int], ...]
    latest: tuple[Document, ...]


def home_page(view: View, words: Words, today: date, told: bool = True) -> HomePage:
    """Gather what the home page shows; without the story what is `told` of it, which needs the engine. Raises EngineUnavailable."""
    documents = view.reader.documents(STORY) if told else {}
    relations = view.reader.relations_among(documents) if len(documents) > 1 else []
    lines = founding.story(documents, relations, words) if relations else ()
    marks = {light: str(line.number) for line in reversed(lines) for light in line.lights}
    statistics = view.statistics()
    return HomePage(
        picture=overtime.draw(view, documents, relations, words, today, marks=marks) if relations else None,
        lines=lines,
        glossary=tuple(_glossary(view, words)) if relations else (),
        story_href=relate_href(list(documents)[:6]),
        examples=tuple(_examples(documents, words)),
        statistics=statistics,
        cited=tuple(statistics.most_cited[:_LISTED]),
        latest=tuple(view.catalogue.latest(today, _LISTED)),
    )


def _examples(documents: Mapping[str, Document], words: Words) -> Iterable[Example]:
    for paths in EXAMPLES:
        if all(path in documents for path in paths):
            yield Example(tuple(words.name(documents[path]) for path in paths), relate_href(paths))


def _glossary(view: View, words: Words) -> Iterable[Word]:
    """The words with their definitions, as the vocabulary in the graph gives them."""
    wanted = {concept(scheme, code).value: (scheme, code) for scheme, code in _GLOSSARY}
    values = " ".join(f"<{iri}>" for iri in wanted)
    asked = f"CONSTRUCT {{ ?s skos:definition ?o }} WHERE {{ VALUES ?s {{ {values} }} ?s skos:definition ?o }}"
    described = describe(view.reader.engine.construct(asked))
    for iri, (scheme, code) in wanted.items():
        said = described.get(iri, {}).get(term("skos:definition").value, ())
        definition = next((node.value for node in said if isinstance(node, Literal) and node.language == words.language), None)
        if definition:
            label = words.type(code) if scheme == "type" else words.kind(code)
            yield Word(label, definition, f"/vocabulary/{scheme}#{code}")
