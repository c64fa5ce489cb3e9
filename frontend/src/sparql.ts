/* An editor in place of the plain <textarea> of form#sparql. The textarea stays in the form and is what is sent. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { EditorState, StateField, type Extension, type Line, type Text } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, type DecorationSet } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import { offerHistory } from "./history";
import { copies, sortable } from "./results";
import { readVocabulary } from "./vocabulary";

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-keyword)", fontWeight: "600" },
  { tag: [tags.string, tags.number, tags.bool], color: "var(--code-literal)" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--code-variable)" },
  { tag: [tags.url, tags.namespace, tags.propertyName], color: "var(--code-name)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--soft)" },
]);

// Custom properties of the page reach into the shadow root, so the editor follows its light and dark theme.
const LOOK = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--raise)", fontSize: "1rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontVariantLigatures: "none", lineHeight: "1.6", maxHeight: "70vh" },
  ".cm-content, .cm-gutter": { minHeight: "12rem" },
  ".cm-content": { caretColor: "var(--ink)", padding: ".6rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { color: "var(--soft)", backgroundColor: "var(--lane)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--active-line)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--selection)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--selection)", outline: "1px solid var(--soft)" },
  ".cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--raise)", border: "1px solid var(--rule-strong)" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { color: "var(--on-accent)", background: "var(--accent)" },
  ".cm-completionDetail": { fontFamily: "var(--sans)", fontStyle: "normal", opacity: ".85" },
  ".cm-error-line": { backgroundColor: "var(--error-ground)" },
  ".cm-error-mark": { textDecoration: "underline wavy var(--error) 2px", textUnderlineOffset: ".2em" },
});

const form = document.querySelector<HTMLFormElement>("form#sparql");
const area = form?.querySelector("textarea");
const LONGEST_ADDRESS = 8000; // as the server has it: longer questions are sent in a body
if (form && area) {
  replace(form, area);
  form.addEventListener("submit", () => {
    form.method = encodeURIComponent(area.value).length > LONGEST_ADDRESS ? "post" : "get";
  });
  const section = document.getElementById("history");
  if (section) offerHistory(section, "ran" in form.dataset ? area.defaultValue : null);
}
for (const table of document.querySelectorAll<HTMLTableElement>("table.results")) sortable(table);
const [button, link] = [document.querySelector<HTMLButtonElement>("button#copy"), document.querySelector<HTMLAnchorElement>("a#address")];
if (button && link) copies(button, link);

function replace(form: HTMLFormElement, area: HTMLTextAreaElement): void {
  // In a shadow root CodeMirror adds its styles by constructed sheets, which a strict style-src allows.
  const host = document.createElement("div");
  host.className = "editor";
  const root = host.attachShadow({ mode: "open" });
  area.after(host);
  const state = EditorState.create({ doc: area.value, extensions: extensions(form, area) });
  const view = new EditorView({ root, parent: root, state });
  const line = Number(form.dataset["errorLine"]);
  // Whoever enters the editor after an error stands where it is.
  if (line >= 1 && line <= state.doc.lines) view.dispatch({ selection: { anchor: place(state.doc.line(line), Number(form.dataset["errorColumn"])) } });
  area.hidden = true;
  const keys = document.getElementById("keys");
  if (keys) keys.hidden = false;
  area.required = false; // a browser would refuse to send the form for want of a field nobody can see
  for (const label of area.labels ?? []) label.addEventListener("click", () => view.focus());
  form.addEventListener("reset", () => {
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: area.defaultValue } });
  });
}

function extensions(form: HTMLFormElement, area: HTMLTextAreaElement): Extension[] {
  const run = (): boolean => {
    form.requestSubmit();
    return true;
  };
  const leave = (view: EditorView): boolean => {
    const next = form.querySelector<HTMLElement>("button[type=submit]");
    if (next) next.focus();
    else view.contentDOM.blur();
    return true;
  };
  const attributes: Record<string, string> = {
    "aria-label": area.getAttribute("aria-label") ?? area.labels?.[0]?.textContent?.trim() ?? "SPARQL",
    tabindex: "0", // it can be focused without; this says so to who checks that a scrolling box can be reached
  };
  if (form.dataset["errorLine"]) attributes["aria-invalid"] = "true";
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    bracketMatching(),
    closeBrackets(),
    indentOnInput(),
    syntaxHighlighting(COLOURS),
    LOOK,
    sparql(),
    autocompletion({ override: [readVocabulary(document.getElementById("vocab"))], icons: false }),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of(attributes),
    errorMark(Number(form.dataset["errorLine"]), Number(form.dataset["errorColumn"])),
    // Tab is left alone: it moves on to the next control, as everywhere on the page. So does Escape, once suggestions are closed.
    keymap.of([{ key: "Mod-Enter", run }, ...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap, { key: "Escape", run: leave }]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) area.value = update.state.doc.toString();
    }),
  ];
}

/** Mark the place the engine complained about, until the text is changed. Line and column count from 1. */
function errorMark(line: number, column: number): Extension {
  return StateField.define<DecorationSet>({
    create: ({ doc }) => (line >= 1 && line <= doc.lines ? marks(doc, line, column) : Decoration.none),
    update: (value, transaction) => (transaction.docChanged ? Decoration.none : value),
    provide: (field) => EditorView.decorations.from(field),
  });
}

function marks(doc: Text, number: number, column: number): DecorationSet {
  const line = doc.line(number);
  const whole = Decoration.line({ class: "cm-error-line" }).range(line.from);
  const from = place(line, column);
  if (from >= line.to) return Decoration.set([whole]);
  const rest = doc.sliceString(from, line.to);
  const start = from + rest.search(/\S|$/);
  const length = /^\w+|^\S|$/.exec(rest.trimStart())?.[0].length ?? 0;
  if (length === 0) return Decoration.set([whole]);
  return Decoration.set([whole, Decoration.mark({ class: "cm-error-mark" }).range(start, start + length)]);
}

/** The engine counts characters, the editor counts UTF-16 units. */
function place(line: Line, column: number): number {
  return line.from + [...line.text].slice(0, Math.max(0, (column || 1) - 1)).join("").length;
}
