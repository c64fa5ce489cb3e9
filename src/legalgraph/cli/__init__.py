"""The command line: parse, call, print. Exit codes: 0 done, 1 failed, 2 wrong usage."""

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

import click

import legalgraph
from legalgraph import printing, query_output
from legalgraph.cli.choosing import choosing, filters_of
from legalgraph.cli.homes import home_of, library_of, reading_home_of
from legalgraph.cli.parameters import JSON, LANGUAGE, Day, Folder, base_url, service
from legalgraph.cli.reading_in import forget, ingest, init
from legalgraph.cli.serving import limits, operation, serve_pages
from legalgraph.cli.snapshots import snapshots
from legalgraph.cli.terminal import Group, clear_line, ending_at_once, progress_line, say, tell
from legalgraph.clock import today
from legalgraph.errors import NotFound, QueryError, SourceError
from legalgraph.model.visible import visible
from legalgraph.settings import Settings


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(legalgraph.__version__, prog_name="legalgraph")
@click.option(
    "--home", type=Folder(path_type=Path, file_okay=False),
    help="Where snapshots live (default: $LEGALGRAPH_HOME, else the platform's data folder, made at first use).",
)  # fmt: skip
@click.pass_context
def main(context: click.Context, home: Path | None) -> None:
    """An open knowledge graph of Vietnamese law.

    A home that is named, by --home or LEGALGRAPH_HOME, is made by init, ingest and serve; other commands read from one that is there.

    \b
    Examples:
      legalgraph serve
      legalgraph relate 1288/QĐ-TTg 45/2012/NĐ-CP
      legalgraph show "nghị định 45/2012" --on 2020-01-01
      legalgraph query -e "SELECT ?d WHERE { ?d eli:amends vn:nd\\/2012\\/45\\/nd-cp }"
      legalgraph export --format ttl -o khuyen-cong.ttl
    """
    context.obj = {"home": home}


for _command in (init, ingest, forget, snapshots):
    main.add_command(_command)


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--jsonl", "as_lines", is_flag=True, help="Filter JSON lines from standard input to standard output.")
@click.option("--full", is_flag=True, help="Leave nothing out.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one document a line.")
def extract(files: tuple[Path, ...], as_lines: bool, full: bool, as_json: bool) -> None:
    """Read documents and print what was read: header, structure, citations, relations, amendments, doubts.

    Nothing is stored. FILES are whatever `ingest` reads. With --jsonl, each line of standard input is an object with
    `id` and `text`, perhaps `context_document` (the số hiệu the heading above is about) and `acting_document` (that of
    the document the text is from; an `id` that is a whole số hiệu stands for it); each line of the output has `id`,
    `citations` and `relations`, offsets in code points of the text as given.

    \b
    Examples:
      legalgraph extract decree.pdf
      legalgraph extract --json decree.docx > decree.jsonl
      legalgraph extract --jsonl < sentences.jsonl > read.jsonl
    """
    from legalgraph.extraction import records as extraction
    from legalgraph.extraction.report import lines_of
    from legalgraph.sources.files import ENDINGS

    if as_lines == bool(files):
        raise click.UsageError("give either FILES or --jsonl with records on standard input")
    if as_lines:
        from legalgraph.cli.filtering import filter_lines

        filter_lines()
        return
    failed = 0
    for empty in (path for path in files if not extraction.files_of(path)):
        failed += 1
        tell(f"{empty}: nothing to read here; what can be read are {', '.join(ENDINGS)}")
    for file in (file for path in files for file in extraction.files_of(path)):
        try:
            for source in extraction.sources_of(file):
                record = extraction.file_record(source)
                say(json.dumps(record, ensure_ascii=False) if as_json else "\n".join(lines_of(record, full=full)))
        except SourceError as error:
            failed += 1
            tell(str(error))
    if failed:
        raise SystemExit(1)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one.")
@click.option(
    "--base-url", envvar="LEGALGRAPH_BASE_URL", metavar="URL", callback=base_url,
    help="Where the world reaches the site; gives it a sitemap and canonical links.",
)  # fmt: skip
@limits
@operation
@click.pass_context
def serve(
    context: click.Context, /, host: str, port: int, log_format: str, grace: float, as_is: bool, **settings: Any
) -> None:
    """Serve pages, the JSON API and the SPARQL endpoint.

    Makes the first snapshot from the packaged data when there is none. A snapshot published later is served within a
    second. The first SIGTERM or Ctrl-C lets requests end, the second ends at once. See docs/operating.md.

    With --endpoint, pages and queries are answered from a SPARQL engine elsewhere, which `legalgraph push` or its own loader
    has filled. The home then keeps the catalogue only. See docs/engines.md.

    \b
    Examples:
      legalgraph serve
      legalgraph serve --host 0.0.0.0 --port 8080
      legalgraph serve --base-url https://luat.example.org
      legalgraph serve --query-timeout 5 --query-workers 8 --log-format json
      legalgraph serve --endpoint http://127.0.0.1:7878/query
    """
    options = Settings(home=home_of(context), endpoint_login=os.environ, **settings)
    serve_pages(options, host, port, log_format=log_format, grace=grace, as_is=as_is)


@main.command()
@click.option("--endpoint", required=True, metavar="URL", callback=service, help="Where the engine answers SPARQL queries.")
@click.option("--gsp", metavar="URL", callback=service,
              help="Where it takes graphs (Graph Store Protocol); known for Oxigraph, Virtuoso and Fuseki.")  # fmt: skip
@click.option("--replace", is_flag=True, help="Replace data of legalgraph that this home did not load there.")
@click.pass_context
def push(context: click.Context, endpoint: str, gsp: str | None, *, replace: bool) -> None:
    """Load the current snapshot into another SPARQL engine, and check by counts that all is there.

    What legalgraph has in the engine is replaced, graphs of others stay. Sent in pieces; a push that was stopped goes on where
    it was when it is started again. Servers that read from the engine tell their visitors that it is being loaded, and take
    the new data once they are whole. User and password are taken from
    LEGALGRAPH_ENDPOINT_USER and LEGALGRAPH_ENDPOINT_PASSWORD, a token from LEGALGRAPH_ENDPOINT_TOKEN.

    \b
    Examples:
      legalgraph push --endpoint http://127.0.0.1:7878/query
      legalgraph push --endpoint https://db.example.org/repositories/law --gsp https://db.example.org/repositories/law/rdf-graphs/service
    """
    from legalgraph.cli.pushing import push_snapshot

    pushed = push_snapshot(reading_home_of(context), endpoint, gsp, replace=replace)
    clear_line()
    said = pushed.statement
    told = "was there already" if pushed.unchanged else f"is there, {pushed.sent:,} sent"
    say(f"snapshot {said.snapshot}: {said.triples:,} triples in {len(said.graphs)} graphs; all {told}")


@main.command()
@click.argument("number")
@click.option("--on", "day", type=Day(), metavar="YYYY-MM-DD", help="Day for which the status is told (default: today).")
@JSON
@LANGUAGE
@click.pass_context
def show(context: click.Context, number: str, day: date | None, as_json: bool, lang: str) -> None:
    """Show a document: what it is, its status on a day and why, its relations.

    NUMBER may be typed in any spelling, or be the document's path or IRI.

    \b
    Examples:
      legalgraph show 45/2012/NĐ-CP
      legalgraph show "qd 1288 2014" --on 2019-06-30 --lang en
    """
    from legalgraph.records import document_page

    reader = library_of(context).reader
    record = document_page(reader, reader.resolve(number), day or today(), today())
    say(_json(record) if as_json else printing.document(record, lang))


@main.command()
@click.argument("numbers", nargs=-1, required=True, metavar="A B [C…]")
@click.option("--depth", default=4, show_default=True, type=click.IntRange(1, 6), help="Longest chain, in steps.")
@JSON
@LANGUAGE
@click.pass_context
def relate(context: click.Context, numbers: tuple[str, ...], depth: int, as_json: bool, lang: str) -> None:
    """Tell how two to six documents relate: directly, over others, in what they share, and what has happened since.

    \b
    Examples:
      legalgraph relate 1288/QĐ-TTg 45/2012/NĐ-CP
      legalgraph relate "1881/QĐ-TTg" "1288/QĐ-TTg" --json
      legalgraph relate 134/2004/NĐ-CP 45/2012/NĐ-CP 235/2025/NĐ-CP
    """
    from legalgraph.queries.relate import MOST_ASKED
    from legalgraph.records import answer_record

    if not 2 <= len(numbers) <= MOST_ASKED:
        raise click.UsageError(f"name 2 to {MOST_ASKED} documents")
    record = answer_record(library_of(context).relate(*numbers, depth=depth))
    say(_json(record) if as_json else printing.answer(record, lang))


@main.command()
@click.argument("text", nargs=-1)
@choosing
@JSON
@LANGUAGE
@click.pass_context
def search(context: click.Context, /, text: tuple[str, ...], as_json: bool, lang: str, **chosen: Any) -> None:
    """Search numbers, titles, issuers and texts; accents and case do not matter. Without TEXT the options choose.

    Words in "quotes" stand together, a word after a minus must not occur.

    \b
    Examples:
      legalgraph search khuyen cong
      legalgraph search "Ninh Bình" --json
      legalgraph search --type nd --year 2010-2019 --status in_force --sort cited
    """
    from legalgraph.catalogue import Sort
    from legalgraph.records import search_record

    words, filters = " ".join(text), filters_of(chosen, today())
    if not words and not filters.active():
        raise click.UsageError("give words to search for, or an option that chooses")
    reader = library_of(context).reader
    page = reader.search(words, chosen["limit"], 0, filters, Sort(chosen["sort"] or ("relevance" if words else "newest")))
    _, like = reader.like(words, page) if words and not filters.active() else (False, ())
    record = search_record(page, reader.snippets([hit.path for hit in page.hits], words), 0, like)
    found = {"total": page.total, "hits": record["documents"], "like": record["like"], "snippets": record["snippets"]}
    say(_json(found) if as_json else printing.hits(found, lang))
    if not page.total:
        raise NotFound(f"nothing found for {words!r}" if words else "nothing passes these filters")


@main.command()
@click.argument("file", required=False, type=click.File("r", encoding="utf-8"))
@click.option("-e", "--expression", metavar="TEXT", help="The query itself, in place of FILE.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "tsv", "xml", "ttl"]),
    help="Default: table; ttl for CONSTRUCT and DESCRIBE.",
)  # fmt: skip
@click.pass_context
def query(context: click.Context, file: IO[str] | None, expression: str | None, form: str | None) -> None:
    """Run a SPARQL 1.1 query. The prefixes eli, lg, vn, skos, dcterms … are known; - reads standard input.

    On a terminal a table is cut to 60 characters a column (…); in a pipe or a file nothing is cut. Nothing limits what a
    query takes here, time or memory; Ctrl-C ends it. `legalgraph serve` has limits for the queries of others.

    \b
    Examples:
      legalgraph query -e "SELECT * WHERE { ?a lg:has_legal_basis vn:nd\\/2012\\/45\\/nd-cp } LIMIT 5"
      legalgraph query report.rq --format csv > report.csv
    """
    if (file is None) == (expression is None):
        raise click.UsageError("give either a FILE with the query or -e TEXT")
    try:
        text = expression if expression is not None else cast(IO[str], file).read()
        engine = library_of(context).engine
        with ending_at_once():
            query_output.query_result(engine, text, form, sys.stdout.buffer)
    except UnicodeDecodeError as error:
        raise QueryError(f"the query is not UTF-8 text: byte {error.start}") from error
    except QueryError as error:
        raise QueryError(f"the query cannot be run: {error}") from error


@main.command()
@click.option("--format", "form", required=True, metavar="NAME",
              help="ttl, nt, nq, trig, jsonld, rdf, graphml, gexf, cytoscape or csv.")  # fmt: skip
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, allow_dash=True),
              help="File to write; a folder for csv; - for standard output.")  # fmt: skip
@click.option("--about", metavar="NUMBER", help="Only this document and those around it.")
@click.option("--depth", type=click.IntRange(0, 3), help="With --about: how many relations away (default: 1).")
@click.pass_context
def export(context: click.Context, form: str, output: Path, about: str | None, depth: int | None) -> None:
    """Write the graph, or a document's neighbourhood, to a file.

    \b
    Examples:
      legalgraph export --format ttl -o graph.ttl
      legalgraph export --format graphml --about 45/2012/NĐ-CP --depth 2 -o nd45.graphml
      legalgraph export --format csv -o tables/
    """
    from legalgraph import export as exports

    if form not in exports.formats():
        raise click.BadParameter(f"{form!r} is not one of {', '.join(exports.formats())}", param_hint="--format")
    if depth is not None and about is None:
        raise click.UsageError("--depth is about --about: name a document, or leave it out")
    reader = library_of(context).reader
    around = 1 if depth is None else depth
    piece = exports.Slice.around(reader, reader.resolve(about).path, around) if about else exports.Slice.whole(reader)
    counts = exports.write(piece, form, sys.stdout.buffer if str(output) == "-" else output, today())
    click.echo(visible(f"{output}: {counts}"), err=True)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@JSON
@LANGUAGE
@click.pass_context
def validate(context: click.Context, paths: tuple[Path, ...], as_json: bool, lang: str) -> None:
    """Check the rules (SHACL) and tell in words what breaks them. With PATHS, try an ingest and publish nothing.

    \b
    Examples:
      legalgraph validate
      legalgraph validate data/khuyen-cong
    """
    from legalgraph.pipeline import validate as run

    library_of(context)
    findings = run(paths, reading_home_of(context), progress_line())
    clear_line()
    say(_json(printing.findings_record(findings)) if as_json else printing.findings(findings, lang))
    if any(f.severity == "violation" for f in findings):
        context.exit(1)


@main.command()
@JSON
@LANGUAGE
@click.pass_context
def stats(context: click.Context, as_json: bool, lang: str) -> None:
    """Count what the snapshot holds.

    \b
    Example:
      legalgraph stats --json
    """
    from legalgraph.records import statistics_record

    library = library_of(context)
    record = {"snapshot": library.snapshot.id, "created": library.snapshot.created, "engine": library.engine.describe()}
    record |= statistics_record(library.reader.statistics())
    say(_json(record) if as_json else printing.statistics(record, lang))


def _json(record: Any) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2)

