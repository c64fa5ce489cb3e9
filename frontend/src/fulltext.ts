// The words of a document. Everything works without this: links lead to what they cite, anchors to their place. With it
// the cited words show on hover and focus, the list of contents follows the reading, and every unit offers its address.

const WAIT = 250; // milliseconds before a citation tells what it leads to, and before it stops
const known = new Map<string, Promise<string>>();

function fragment(hash: string): string {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
}

function told(href: string): Promise<string> {
  const address = href.replace(/^\/eli\/vn\/|^\/(?=text\/)/, "/trich-dan/");
  let answer = known.get(address);
  if (!answer) {
    answer = fetch(address, { headers: { Accept: "text/html" } }).then((got) => (got.ok ? got.text() : ""), () => "");
    known.set(address, answer);
  }
  return answer;
}

/** Cited words beside the citation: hover or focus shows, Escape or leaving hides, and a finger simply follows the link. */
function excerpts(): void {
  const box = document.createElement("div");
  box.className = "excerpt";
  box.id = "excerpt";
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  document.querySelector("main")?.append(box);
  let shown: HTMLAnchorElement | null = null;
  let timer = 0;
  let touched = false;

  const hide = () => {
    clearTimeout(timer);
    if (shown) {
      const kept = (shown.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== box.id);
      if (kept.length) shown.setAttribute("aria-describedby", kept.join(" "));
      else shown.removeAttribute("aria-describedby");
    }
    shown = null;
    box.hidden = true;
  };
  const place = (link: HTMLAnchorElement) => {
    // Of a citation that is broken over lines, the line that is hovered or the first.
    const at = link.getClientRects()[0] ?? link.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    box.style.left = `${Math.max(16, Math.min(at.left, room - box.offsetWidth - 16)) + scrollX}px`;
    const last = link.getBoundingClientRect().bottom;
    const below = last + 8 + box.offsetHeight <= innerHeight || at.top < box.offsetHeight + 8;
    box.style.top = `${(below ? last + 8 : at.top - box.offsetHeight - 8) + scrollY}px`;
  };
  const show = async (link: HTMLAnchorElement) => {
    const answer = await told(link.getAttribute("href") ?? "");
    if (!answer || !(link.matches(":hover") || document.activeElement === link)) return;
    hide();
    box.innerHTML = answer; // made by this server, every word escaped
    box.hidden = false;
    shown = link;
    const before = link.getAttribute("aria-describedby");
    link.setAttribute("aria-describedby", before ? `${before} ${box.id}` : box.id);
    place(link);
  };
  const soon = (action: () => void) => {
    clearTimeout(timer);
    timer = window.setTimeout(action, WAIT);
  };
  const citation = (target: EventTarget | null) => (target instanceof Element ? target.closest<HTMLAnchorElement>("a.cite") : null);

  document.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (!box.contains(event.target as Node)) hide();
  }, { capture: true });
  document.addEventListener("keydown", (event) => {
    touched = false;
    if (event.key === "Escape") hide();
  });
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = citation(event.target);
    if (link && link !== shown) soon(() => void show(link));
    else if (link || box.contains(event.target as Node)) clearTimeout(timer);
    else if (shown && document.activeElement !== shown) soon(hide);
    else if (!shown) clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const link = citation(event.target);
    if (link && !touched) void show(link);
    else if (shown) hide();
  });
  document.addEventListener("focusout", (event) => {
    if (citation(event.target)) hide();
  });
}

/** Marks in the list of contents the unit that is being read. */
function follow(contents: HTMLElement): void {
  const entries = new Map<Element, HTMLAnchorElement>();
  for (const link of contents.querySelectorAll<HTMLAnchorElement>("a")) {
    const target = document.getElementById(fragment(link.hash)); // null when it stands in another part
    if (target) entries.set(target, link);
  }
  const places = [...entries.keys()].sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  let now: HTMLAnchorElement | undefined;
  const mark = () => {
    // The last one that has begun above a line a little below the top, or above what is pointed at while that is in sight.
    const top = document.querySelector(":target")?.getBoundingClientRect().top ?? 0;
    const line = top >= 120 && top < innerHeight ? top + 1 : 120;
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle] as Element).getBoundingClientRect().top < line) low = middle + 1;
      else high = middle;
    }
    const next = low ? entries.get(places[low - 1] as Element) : undefined;
    if (next === now) return;
    now?.removeAttribute("aria-current");
    next?.setAttribute("aria-current", "location");
    now = next;
    if (!next || contents.scrollHeight <= contents.clientHeight) return;
    const below = next.getBoundingClientRect().top - contents.getBoundingClientRect().top;
    if (below < 0 || below > contents.clientHeight - 60) contents.scrollTop += below - contents.clientHeight / 3;
  };
  let due = false;
  addEventListener("scroll", () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      mark();
    });
  }, { passive: true });
  mark();
  const details = contents.querySelector("details");
  contents.addEventListener("click", (event) => {
    if (details?.open && event.target instanceof Element && event.target.closest("a")) details.open = false;
  });
}

/** Offers the address of the unit under the pointer; a click also copies it. */
function addresses(words: HTMLElement): void {
  const link = document.createElement("a");
  link.className = "link";
  link.textContent = "#";
  link.tabIndex = -1; // headings offer theirs to the keyboard
  link.setAttribute("aria-hidden", "true");
  link.addEventListener("click", () => void navigator.clipboard?.writeText(link.href).catch(() => undefined));
  words.addEventListener("pointerover", (event) => {
    const unit = event.target instanceof Element ? event.target.closest(".u[id]") : null;
    if (!unit || unit === link.parentElement || unit.matches(":has(> :is(h2, h3, h4, h5, h6))")) return;
    link.href = `#${unit.id}`;
    unit.append(link);
  });
}

/** An anchor of another part of a long text: the list of contents knows where it is. */
function elsewhere(contents: HTMLElement): void {
  const go = () => {
    const wanted = location.hash;
    if (wanted.length < 2 || document.getElementById(fragment(wanted))) return;
    const article = wanted.split("/")[0];
    for (const link of contents.querySelectorAll<HTMLAnchorElement>("a")) {
      if (link.hash === article && link.search !== location.search) {
        location.replace(link.pathname + link.search + wanted);
        return;
      }
    }
  };
  addEventListener("hashchange", go);
  go();
}

/** A relation that is pointed at shows even inside a closed group. */
function reveal(): void {
  const open = () => {
    const target = location.hash.length > 1 ? document.getElementById(fragment(location.hash)) : null;
    let closed = false;
    for (let at = target?.parentElement; at; at = at.parentElement) {
      if (at instanceof HTMLDetailsElement && !at.open) closed = at.open = true;
    }
    if (closed) target?.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
}

export function reading(): void {
  reveal();
  const words = document.querySelector<HTMLElement>(".words");
  if (!words) return;
  excerpts();
  addresses(words);
  const contents = document.querySelector<HTMLElement>(".leaf > .contents");
  if (contents) {
    follow(contents);
    elsewhere(contents);
  }
}
