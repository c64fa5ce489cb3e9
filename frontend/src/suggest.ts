// Suggestions while typing in every field marked data-suggest: a combobox after ARIA 1.2. `open` goes to the document that is
// chosen, `fill` writes its name into the field. The fields work without this; what fails is simply not suggested.

interface Suggestion {
  name: string;
  title: string;
  href: string;
  value: string;
}
interface Answer {
  said: string;
  items: Suggestion[];
}

const WAIT = 120; // milliseconds without a key before the server is asked
const known = new Map<string, Answer>();
let fields = 0;

async function ask(typed: string, signal: AbortSignal): Promise<Answer> {
  const kept = known.get(typed);
  if (kept) return kept;
  const query = new URLSearchParams({ q: typed, lang: document.documentElement.lang });
  const got = await fetch(`/goi-y?${query}`, { signal });
  if (!got.ok) throw new Error(got.statusText);
  const answer = (await got.json()) as Answer;
  known.set(typed, answer);
  return answer;
}

function option(item: Suggestion, id: string): HTMLLIElement {
  const line = document.createElement("li");
  line.id = id;
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", "false");
  const name = document.createElement("b");
  name.textContent = item.name;
  line.append(name);
  if (item.title) {
    const title = document.createElement("span");
    title.lang = "vi";
    title.textContent = item.title;
    line.append(title);
  }
  return line;
}

function attach(input: HTMLInputElement): void {
  const list = document.createElement("ul");
  const status = document.createElement("span");
  list.id = `suggestions-${++fields}`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent?.trim() || input.placeholder);
  status.className = "vh";
  status.setAttribute("role", "status");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.parentElement?.append(list, status);

  let items: Suggestion[] = [];
  let active = -1;
  let timer = 0;
  let asking: AbortController | null = null;

  const mark = (at: number) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = at;
    const line = list.children[at];
    if (line) {
      line.setAttribute("aria-selected", "true");
      line.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", line.id);
    } else input.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    mark(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    status.textContent = "";
  };
  const show = (answer: Answer) => {
    mark(-1);
    items = answer.items;
    list.replaceChildren(...items.map((item, number) => option(item, `${list.id}-${number}`)));
    list.hidden = items.length === 0;
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    status.textContent = answer.said;
  };
  const look = async () => {
    const typed = input.value.trim();
    asking?.abort();
    if (!typed) return close();
    asking = new AbortController();
    try {
      const answer = await ask(typed, asking.signal);
      if (input.value.trim() === typed && document.activeElement === input) show(answer);
    } catch {
      // No suggestions; the form still works.
    }
  };
  const choose = (at: number) => {
    const item = items[at];
    if (!item) return;
    close();
    if (input.dataset.suggest === "open") location.assign(item.href);
    else {
      input.value = item.value;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    // Vietnamese is often composed: a word that is not finished is no word yet.
    if (!(event instanceof InputEvent && event.isComposing)) timer = window.setTimeout(look, WAIT);
  });
  input.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = window.setTimeout(look, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step && list.hidden) {
      if (input.value.trim()) void look();
    } else if (step) mark(((active + 1 + step + items.length + 1) % (items.length + 1)) - 1);
    else if (event.key === "Enter" && !list.hidden && active >= 0) choose(active);
    else if (event.key === "Escape" && !list.hidden) close();
    else {
      if (event.key === "Tab" || event.key === "Enter") close();
      return;
    }
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const line = event.target instanceof Element ? event.target.closest("li") : null;
    if (line) choose([...list.children].indexOf(line));
  });
}

/** Makes every field that asks for it suggest documents. */
export function suggesting(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("input[data-suggest]")) attach(input);
}
