/* Comfort for the explorer. Its address is its state and the server words every part of the page, so each action asks for the page
   of the next state and takes over its parts: the list, the filters and the picture can never disagree. */
import { Canvas, type Elements } from "./canvas";

class Explorer {
  private readonly canvas: Canvas;
  private asked: AbortController | null = null;
  private still = false;

  constructor(private readonly form: HTMLFormElement, host: HTMLElement) {
    this.reveal(document);
    this.canvas = new Canvas(host, {
      choose: (id) => this.act("chon", id),
      toggle: (id, opened) => this.act(opened ? "dong" : "mo", id),
      hover: (id) => this.hover(id),
    });
    this.draw();
    this.listen();
  }

  private listen(): void {
    const { form } = this;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const button = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
      if (button?.name) this.act(button.name, button.value);
      else void this.go(this.address());
    });
    form.addEventListener("change", (event) => {
      if (event.target instanceof HTMLInputElement && event.target.type !== "search") void this.go(this.address());
    });
    form.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href^='/kham-pha?']") : null;
      if (!link || link.download || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      void this.go(link.href);
    });
    // A page that moves under a resting pointer, or a focus that is put back, asks for nothing.
    form.addEventListener("pointermove", () => (this.still = false), { passive: true });
    form.addEventListener("keydown", () => (this.still = false));
    for (const [type, lit] of [["pointerover", true], ["focusin", true], ["pointerout", false], ["focusout", false]] as const) {
      form.addEventListener(type, (event) => {
        const row = event.target instanceof Element ? event.target.closest<HTMLElement>("tr[data-path]") : null;
        if (row && !(lit && this.still)) this.canvas.light(lit ? (row.dataset["path"] ?? null) : null);
      });
    }
    for (const button of form.querySelectorAll<HTMLButtonElement>("button[data-do]")) {
      button.addEventListener("click", () => void this.tool(button.dataset["do"] ?? ""));
    }
    window.addEventListener("popstate", () => void this.go(location.href, false));
  }

  private async tool(name: string): Promise<void> {
    if (name === "fit") this.canvas.fit();
    if (name === "in") this.canvas.zoom(1.3);
    if (name === "out") this.canvas.zoom(1 / 1.3);
    if (name !== "png") return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await this.canvas.png());
    link.download = "kham-pha.png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  private act(name: string, value: string): void {
    if (name === "chon") this.canvas.mark(value);
    void this.go(this.address([name, value]));
  }

  /** The address that the form would lead to. What is said last holds. */
  private address(also?: [string, string]): string {
    const said = [...new FormData(this.form)].filter((pair): pair is [string, string] => typeof pair[1] === "string" && pair[1] !== "");
    const query = new URLSearchParams(also ? [...said, also] : said).toString();
    return `${this.form.action}?${query.replaceAll("%2F", "/")}`; // as the server writes it
  }

  private async go(address: string, remember = true): Promise<void> {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    this.form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: asked.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.querySelector("#explore-data")) throw new Error("there is no picture any more");
      const parted = answer.url + (address.includes("#") ? address.slice(address.indexOf("#")) : "");
      if (remember && parted !== location.href) history.pushState(null, "", parted);
      this.still = true;
      this.take(page);
      this.draw();
      this.canvas.light(null);
    } catch {
      if (!asked.signal.aborted) location.assign(address);
    } finally {
      if (this.asked === asked) this.form.removeAttribute("aria-busy");
    }
  }

  /** Take over the parts of a page, and keep what the visitor has opened, scrolled to and focused. */
  private take(page: Document): void {
    const focused = mark(document.activeElement);
    const scrolled = this.form.querySelector(".list .scroll")?.scrollTop ?? 0;
    for (const part of page.querySelectorAll<HTMLElement>("[data-part]")) {
      const here = this.form.querySelector<HTMLElement>(`[data-part="${part.dataset["part"]}"]`);
      for (const fold of part.matches("details") ? [part, ...part.querySelectorAll("details")] : part.querySelectorAll("details")) {
        const before = fold.id ? document.getElementById(fold.id) : null;
        if (before instanceof HTMLDetailsElement) (fold as HTMLDetailsElement).open = before.open;
      }
      here?.replaceWith(document.adoptNode(part));
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>("header a.lang")) {
      link.href = page.querySelector<HTMLAnchorElement>("header a.lang")?.getAttribute("href") ?? link.href;
    }
    this.reveal(this.form);
    const list = this.form.querySelector(".list .scroll");
    if (list) list.scrollTop = scrolled;
    for (const selector of focused) {
      const found = this.form.querySelector<HTMLElement>(selector);
      if (found) {
        found.focus({ preventScroll: true });
        break;
      }
    }
    this.form.querySelector("tr.on")?.scrollIntoView({ block: "nearest" });
  }

  private draw(): void {
    const written = document.getElementById("explore-data")?.textContent;
    if (!written) return;
    const clustered = this.form.querySelector<HTMLInputElement>("input[name='bo-cuc']")?.checked ?? false;
    this.canvas.show(JSON.parse(written) as Elements, clustered);
  }

  private hover(id: string | null): void {
    for (const row of this.form.querySelectorAll<HTMLElement>("tr[data-path]")) row.classList.toggle("lit", row.dataset["path"] === id);
  }

  /** Show what only scripts can serve. */
  private reveal(within: ParentNode): void {
    for (const hidden of within.querySelectorAll<HTMLElement>("#canvas, .tools, .script")) hidden.hidden = false;
    document.querySelector(".explore")?.classList.add("alive");
  }
}

/** Where the focus may go after the parts are taken over: the same control, else one like it on the same document. */
function mark(element: Element | null): string[] {
  if (element instanceof HTMLButtonElement && element.name) {
    const value = CSS.escape(element.value);
    const row = element.closest<HTMLElement>("tr[data-path]") ? "tr " : element.closest("[data-part]") ? `[data-part="${element.closest<HTMLElement>("[data-part]")?.dataset["part"]}"] ` : "";
    const others = element.name === "mo" ? ["dong"] : element.name === "dong" ? ["mo"] : [];
    return [...[element.name, ...others].map((name) => `${row}button[name="${name}"][value="${value}"]`), "section.list .scroll"];
  }
  if (element instanceof HTMLInputElement && element.name) {
    const value = element.type === "checkbox" ? `[value="${CSS.escape(element.value)}"]` : "";
    return [`input[name="${element.name}"]${value}:not([type="hidden"])`];
  }
  return element?.id ? [`#${CSS.escape(element.id)}`] : [];
}

const form = document.querySelector<HTMLFormElement>("form#explore");
const host = document.getElementById("canvas");
if (form && host) void Canvas.ready().then(() => new Explorer(form, host));
