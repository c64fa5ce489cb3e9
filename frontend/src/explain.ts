// Why a line is drawn: a panel with the relations and their evidence, fetched when a line is hovered, focused or tapped.
// Without this the line is a link to the entry of its relation.

const WAIT = 180; // milliseconds before a hovered line tells, and before the panel goes away
const known = new Map<string, Promise<string>>();

type Told = HTMLElement | SVGElement;

function answer(link: Told): Promise<string> {
  const { s = "", t = "" } = link.dataset;
  const address = `/giai-thich?${new URLSearchParams({ tu: s, den: t })}`;
  let found = known.get(address);
  if (!found) {
    found = fetch(address, { headers: { Accept: "text/html" } }).then((got) => (got.ok ? got.text() : ""), () => "");
    known.set(address, found);
  }
  return found;
}

type Point = readonly [x: number, y: number];

/** Points of the screen along a line, its words, and the boxes at its ends. */
function pointsOf(link: Told): Point[] {
  const points: Point[] = [];
  const line = link.querySelector<SVGPathElement>("path.ln");
  const matrix = line?.getScreenCTM();
  if (line && matrix) {
    const length = line.getTotalLength();
    for (let at = 0; at <= 40; at++) {
      const { x, y } = line.getPointAtLength((length * at) / 40).matrixTransform(matrix);
      points.push([x, y]);
    }
  }
  const ends = [...(link.closest("svg")?.querySelectorAll<SVGElement>("a.node") ?? [])].filter(({ dataset }) =>
    [link.dataset["s"], link.dataset["t"]].includes(dataset["id"]),
  );
  for (const box of (line ? ends : [...ends, link]).map((one) => one.getBoundingClientRect())) {
    for (const across of [0, 0.5, 1]) for (const down of [0, 0.5, 1]) points.push([box.x + box.width * across, box.y + box.height * down]);
  }
  return points;
}

function covered(points: Point[], left: number, top: number, width: number, height: number): number {
  return points.filter(([x, y]) => x > left - 6 && x < left + width + 6 && y > top - 6 && y < top + height + 6).length;
}

/** Where a panel covers least of what was asked about; of such places the one closest to the pointer. */
function freest(asked: Point[], x: number, y: number, width: number, height: number): Point {
  const right = Math.max(12, document.documentElement.clientWidth - width - 12);
  const bottom = Math.max(8, innerHeight - height - 8);
  let best: Point = [12, 8];
  let least = Infinity;
  for (let left = 12; left <= right; left = left < right ? Math.min(left + 24, right) : Infinity) {
    for (let top = 8; top <= bottom; top = top < bottom ? Math.min(top + 24, bottom) : Infinity) {
      const far = Math.hypot(Math.max(left - x, 0, x - left - width), Math.max(top - y, 0, y - top - height));
      const cost = 10_000 * covered(asked, left, top, width, height) + far;
      if (cost < least) [best, least] = [[left, top], cost];
    }
  }
  return best;
}

/** Serve every line of the diagrams and every relation of the table on the page, also those that come later. */
export function explaining(main: HTMLElement): void {
  const panel = document.createElement("aside");
  panel.className = "explained";
  panel.hidden = true;
  panel.tabIndex = -1;
  const words = document.createElement("div");
  words.setAttribute("role", "status"); // a focused line is told without leaving it
  const close = document.createElement("button");
  close.type = "button";
  close.className = "plain close";
  close.textContent = "\u00d7";
  const named = main.querySelector<HTMLElement>(".scripted")?.dataset;
  close.setAttribute("aria-label", named?.["close"] ?? "Đóng");
  panel.setAttribute("aria-label", named?.["why"] ?? "Vì sao có đường này");
  panel.append(close, words);
  main.append(panel);
  let shown: Told | null = null;
  let pinned = false;
  let timer = 0;
  let turn = 0;

  const hide = (): void => {
    clearTimeout(timer);
    turn++;
    shown?.classList.remove("told-now");
    shown = null;
    pinned = false;
    panel.hidden = true;
    panel.classList.remove("pinned");
    words.replaceChildren();
  };
  const more = (): void => void panel.classList.toggle("more", panel.scrollTop + panel.clientHeight < panel.scrollHeight - 4);
  panel.addEventListener("scroll", more, { passive: true });
  const place = (link: Told, x: number, y: number): void => {
    panel.scrollTop = 0;
    panel.classList.remove("high", "more");
    more();
    const asked = [...pointsOf(link), [x, y] as const];
    const { offsetWidth: width, offsetHeight: height } = panel;
    // On a narrow screen it is a sheet at the bottom, or at the top where the bottom is asked about.
    panel.classList.toggle("high", covered(asked, 0, innerHeight - height, innerWidth, height) > covered(asked, 0, 0, innerWidth, height));
    const [left, top] = freest(asked, x, y, width, height);
    panel.style.left = `${left}px`;
    panel.style.top = `${top}px`;
  };
  const show = async (link: Told, x: number, y: number, pin: boolean): Promise<void> => {
    const mine = ++turn;
    const html = await answer(link);
    if (mine !== turn || !html) return;
    shown?.classList.remove("told-now");
    shown = link;
    link.classList.add("told-now");
    pinned = pin;
    panel.classList.toggle("pinned", pin);
    panel.hidden = false;
    words.innerHTML = html; // made by this server, every word escaped
    place(link, x, y);
    if (pin) panel.focus({ preventScroll: true });
  };
  const lineAt = (target: EventTarget | null): Told | null => {
    const link = target instanceof Element ? target.closest<Told>("a.edge[data-s], .edge-word[data-s]") : null;
    // The line of a heap stands for many relations: it leads to the list.
    return link && (link.dataset["s"] ?? "").includes("/") && (link.dataset["t"] ?? "").includes("/") ? link : null;
  };
  const middle = (link: Told): readonly [number, number] => {
    const line = link.querySelector<SVGPathElement>("path.ln");
    const matrix = line?.getScreenCTM();
    if (line && matrix) {
      const at = line.getPointAtLength(line.getTotalLength() / 2).matrixTransform(matrix);
      return [at.x, at.y];
    }
    const box = link.getBoundingClientRect();
    return [box.x, box.bottom - 12];
  };

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || pinned) return;
    const link = lineAt(event.target);
    if (link?.matches(".edge-word")) return; // words of the table tell when they are clicked
    clearTimeout(timer);
    if (link && link !== shown) {
      const told = (): void => void (link.matches(":hover") && show(link, event.clientX, event.clientY, false));
      timer = window.setTimeout(told, WAIT);
    } else if (!link && shown && document.activeElement !== shown && !panel.contains(event.target as Node)) timer = window.setTimeout(hide, WAIT);
    else if (!link && !shown) turn++;
  });
  main.addEventListener("focusin", (event) => {
    const link = lineAt(event.target);
    if (link?.matches(".edge") && link.matches(":focus-visible")) void show(link, ...middle(link), false);
    else if (shown && !pinned && !panel.contains(event.target as Node)) hide();
  });
  main.addEventListener("click", (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = lineAt(event.target);
    if (link) {
      event.preventDefault();
      clearTimeout(timer); // what a hover had begun must not let go of what a click holds
      const [x, y] = event.detail > 0 ? [event.clientX, event.clientY] : middle(link); // no pointer: Enter
      void show(link, x, y, true);
    } else if (pinned && !panel.contains(event.target as Node)) hide();
  });
  const leave = (): void => {
    const back = shown;
    const inside = panel.contains(document.activeElement);
    hide();
    if (inside) back?.focus({ preventScroll: true });
  };
  close.addEventListener("click", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden && (pinned || panel.contains(document.activeElement))) {
      event.preventDefault();
      leave();
    }
  });
  addEventListener("scroll", () => {
    // Nothing to hide yet: a page that comes to rest under the pointer still tells.
    if (shown && !pinned && document.activeElement !== shown) hide();
  }, { passive: true });
}
