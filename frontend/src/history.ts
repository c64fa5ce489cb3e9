/* Queries that were run, kept in this browser and nowhere else. The page offers #history, hidden, with a <template> of one
   entry; where the browser keeps nothing it stays hidden. */

type Entry = { query: string; at: number };

const KEY = "legalgraph.sparql";
const MOST = 50;

/** Show what was run before, and keep the query of this page when it was answered. */
export function offerHistory(section: HTMLElement, answered: string | null): void {
  let entries = read();
  if (answered?.trim()) {
    entries = [{ query: answered, at: Date.now() }, ...entries.filter((entry) => entry.query !== answered)].slice(0, MOST);
    write(entries);
  }
  const list = section.querySelector("ol");
  const template = section.querySelector("template");
  if (!list || !template) return;
  const keep = (kept: Entry[]): void => {
    entries = kept;
    write(entries);
    show();
  };
  const show = (): void => {
    section.hidden = entries.length === 0;
    list.replaceChildren(...entries.map((entry) => item(template, entry, () => keep(entries.filter((other) => other !== entry)))));
  };
  section.querySelector("[data-clear]")?.addEventListener("click", () => {
    keep([]);
    document.querySelector<HTMLElement>("form#sparql button")?.focus(); // what had the focus is gone
  });
  show();
}

function item(template: HTMLTemplateElement, { query, at }: Entry, drop: () => void): DocumentFragment {
  const made = template.content.cloneNode(true) as DocumentFragment;
  const title = made.querySelector("summary span");
  if (title) title.textContent = gist(query);
  const time = made.querySelector("time");
  if (time) {
    time.dateTime = new Date(at).toISOString();
    time.textContent = new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  }
  const code = made.querySelector("code");
  if (code) code.textContent = query;
  const link = made.querySelector("a");
  if (link) {
    link.href = `/sparql?${new URLSearchParams({ query })}`;
    link.append(hidden(gist(query)));
  }
  const button = made.querySelector<HTMLButtonElement>("[data-drop]");
  button?.append(hidden(gist(query)));
  button?.addEventListener("click", () => {
    const next = button.closest("li")?.nextElementSibling ?? button.closest("li")?.previousElementSibling;
    const place = next ? [...(next.parentElement?.children ?? [])].indexOf(next) : -1;
    const below = button.closest("li")?.nextElementSibling === next;
    const list = button.closest("ol");
    drop();
    const item = place < 0 ? null : list?.children[below ? place - 1 : place];
    (item?.querySelector<HTMLElement>("summary") ?? document.querySelector<HTMLElement>("form#sparql button"))?.focus();
  });
  return made;
}

function hidden(text: string): HTMLElement {
  const made = document.createElement("span");
  made.className = "vh";
  made.textContent = `: ${text}`;
  return made;
}

/** What a query is about: its text without prefixes and comments, on one line. */
function gist(query: string): string {
  const lines = query.split("\n").filter((line) => !/^\s*(prefix\b|base\b|#|$)/i.test(line));
  const line = (lines.length ? lines.join(" ") : query).replace(/\s+/g, " ").trim();
  return line.length > 110 ? `${line.slice(0, 110)}…` : line;
}

function read(): Entry[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isEntry).slice(0, MOST) : [];
  } catch {
    return []; // no storage, or something else wrote there
  }
}

function isEntry(entry: unknown): entry is Entry {
  const { query, at } = (entry ?? {}) as Partial<Entry>;
  return typeof query === "string" && typeof at === "number" && Number.isFinite(new Date(at).getTime());
}

function write(entries: Entry[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(entries));
  } catch {
    // Full or forbidden: the history is a comfort only.
  }
}
