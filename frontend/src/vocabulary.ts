/* Completion of SPARQL keywords and of the terms the page offers. The page's <script type="application/json" id="vocab">
   holds {"prefixes": {"lg": "https://…#"}, "terms": [{"name": "lg:details", "label": "quy định chi tiết", "kind": "property"}]};
   label and kind may be missing, and a term may be a plain string. */
import { pickedCompletion, type Completion, type CompletionSource } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";

type Term = string | { name: string; label?: string; kind?: string };
type Vocabulary = { prefixes?: Record<string, string>; terms?: Term[] };

const KEYWORDS =
  "SELECT CONSTRUCT ASK DESCRIBE FROM NAMED WHERE FILTER OPTIONAL UNION GRAPH BIND VALUES MINUS PREFIX BASE DISTINCT REDUCED LIMIT OFFSET GROUP BY HAVING ORDER ASC DESC EXISTS NOT IN AS COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IRI COALESCE IF REGEX CONTAINS STRSTARTS STRENDS STRLEN LCASE UCASE REPLACE YEAR MONTH DAY NOW";

/** Read the page's vocabulary; no element, no terms. */
export function readVocabulary(element: HTMLElement | null): CompletionSource {
  const { prefixes = {}, terms = [] } = JSON.parse(element?.textContent || "{}") as Vocabulary;
  const options: Completion[] = [
    ...terms.map((term) => completion(typeof term === "string" ? { name: term } : term, prefixes)),
    ...Object.keys(prefixes).map((prefix) => ({ label: `${prefix}:`, type: "namespace", detail: prefixes[prefix] ?? "" })),
    ...KEYWORDS.split(" ").map((label) => ({ label, type: "keyword", boost: -1 })),
  ];
  return (context) => {
    const word = context.matchBefore(/[\p{L}\p{M}\w:-]+/u);
    return word || context.explicit ? { from: word?.from ?? context.pos, options, validFor: /^[\p{L}\p{M}\w:-]*$/u } : null;
  };
}

function completion(term: Exclude<Term, string>, prefixes: Record<string, string>): Completion {
  const prefix = term.name.slice(0, term.name.indexOf(":"));
  return {
    // Found by its name and by the words it stands for: "căn" finds lg:has_legal_basis.
    label: term.label ? `${term.name} ${term.label}` : term.name,
    displayLabel: term.name,
    type: term.kind ?? "property",
    detail: term.label ?? "",
    apply: (view, picked, from, to) => insert(view, picked, term.name, { from, to }, prefix, prefixes[prefix]),
  };
}

/** Put the term in, and declare its prefix at the top when the query has not done so. */
function insert(view: EditorView, picked: Completion, name: string, { from, to }: { from: number; to: number }, prefix: string, iri?: string): void {
  const declared = new RegExp(`\\bprefix\\s+${prefix}:`, "i").test(view.state.doc.toString());
  const head = iri && !declared ? `PREFIX ${prefix}: <${iri}>\n` : "";
  view.dispatch({
    changes: [
      { from: 0, insert: head },
      { from, to, insert: name },
    ],
    selection: { anchor: head.length + from + name.length },
    annotations: pickedCompletion.of(picked),
    userEvent: "input.complete",
  });
}
