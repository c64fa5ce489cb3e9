/* Comfort for the server-rendered lược đồ. Without this file the diagram is still a complete picture made of real
   links, and the lists beside it carry the same facts. */

/** A line between two documents, or the words of a trunk: its hub and all the documents that meet in it. */
type Edge = { element: SVGElement; ends: string[]; kind: string; isLine: boolean };
type Direction = readonly [x: number, y: number];

const ARROWS: Record<string, Direction> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Add highlighting, arrow keys and filters to one diagram. */
export function enhance(svg: SVGSVGElement): void {
  const nodes = [...svg.querySelectorAll<SVGAElement>("a.node")];
  const edges = [...svg.querySelectorAll<SVGElement>(".edge, .labels text")].map(readEdge);
  const dim = (): void => highlight(svg, nodes, edges, null);
  for (const node of nodes) {
    const light = (): void => highlight(svg, nodes, edges, (edge) => edge.ends.includes(idOf(node)), idOf(node));
    whenPointed(node, light, dim);
    node.addEventListener("keydown", (event) => {
      const direction = ARROWS[event.key];
      const next = direction ? nearest(node, nodes, direction) : event.key === " " ? edgesOf(node, edges)[0] : undefined;
      if (!next) return;
      event.preventDefault();
      goTo(next);
    });
  }
  for (const { element, ends, kind } of edges) {
    if (!(element instanceof SVGAElement)) continue;
    const same = (edge: Edge): boolean =>
      edge.element === element || (!edge.isLine && edge.kind === kind && ends.every((end) => edge.ends.includes(end)));
    whenPointed(element, () => highlight(svg, nodes, edges, same, ...ends), dim);
    walkEdges(element, ends, nodes, edges);
  }
  offerFilters(svg, nodes, edges);
  showFocus(svg);
}

function whenPointed(element: SVGElement, begin: () => void, end: () => void): void {
  element.addEventListener("pointerenter", begin);
  element.addEventListener("pointerleave", end);
  element.addEventListener("focus", begin);
  element.addEventListener("blur", end);
}

function goTo(element: SVGElement): void {
  element.focus();
  element.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The lines of a box that can be told about, in the order in which they are drawn. */
function edgesOf(node: SVGAElement, edges: Edge[]): SVGAElement[] {
  return edges
    .filter(({ element, ends }) => element instanceof SVGAElement && !element.closest("[aria-hidden]") && ends.includes(idOf(node)))
    .map(({ element }) => element as SVGAElement);
}

/** Boxes are what Tab stops at. From a box, Space leads to its lines; there arrows lead to the next one, Escape back. */
function walkEdges(edge: SVGAElement, ends: string[], nodes: SVGAElement[], edges: Edge[]): void {
  let from: SVGAElement | undefined;
  edge.tabIndex = -1;
  edge.addEventListener("focus", (event) => {
    const before = event.relatedTarget;
    if (before instanceof SVGAElement && before.matches(".node")) from = before;
    else if (before instanceof SVGAElement && before.matches(".edge")) from = origin.get(before);
    origin.set(edge, (from ??= nodes.find((node) => ends.includes(idOf(node)))));
  });
  edge.addEventListener("keydown", (event) => {
    const home = origin.get(edge);
    if (!home) return;
    if (event.key === "Escape" || event.key === " ") {
      event.preventDefault();
      goTo(home);
      return;
    }
    const direction = ARROWS[event.key];
    if (!direction) return;
    event.preventDefault();
    const around = edgesOf(home, edges);
    const step = direction[0] + direction[1];
    const next = around[(around.indexOf(edge) + step + around.length) % around.length];
    if (next) goTo(next);
  });
}

/** From which box a line was reached. */
const origin = new WeakMap<SVGAElement, SVGAElement | undefined>();

function readEdge(element: SVGElement): Edge {
  const { s = "", t = "", kind = "" } = element.dataset;
  return { element, ends: [s, ...t.split(" ")], kind, isLine: element.classList.contains("edge") };
}

function idOf(node: SVGAElement): string {
  return node.dataset["id"] ?? "";
}

/** Light up what fits, and the boxes at its ends; dim everything when nothing is asked for. */
function highlight(
  svg: SVGSVGElement, nodes: SVGAElement[], edges: Edge[], fits: ((edge: Edge) => boolean) | null, ...ids: string[]
): void {
  svg.classList.toggle("has-focus", fits !== null);
  const near = new Set(ids);
  for (const edge of edges) {
    const on = fits !== null && fits(edge);
    edge.element.classList.toggle("on", on);
    if (on && edge.isLine) for (const end of edge.ends) near.add(end);
  }
  for (const node of nodes) node.classList.toggle("on", near.has(idOf(node)));
}

/** The closest box in a direction; being off the axis counts more than being far along it. */
function nearest(from: SVGAElement, nodes: SVGAElement[], [x, y]: Direction): SVGAElement | null {
  const here = from.getBoundingClientRect();
  let best: SVGAElement | null = null;
  let least = Infinity;
  for (const node of nodes) {
    const there = node.getBoundingClientRect();
    const right = there.x - here.x;
    const down = there.y - here.y;
    const along = right * x + down * y;
    const cost = along + 2.5 * Math.abs(right * y + down * x);
    if (node !== from && along > 1 && cost < least) {
      best = node;
      least = cost;
    }
  }
  return best;
}

/** Legend boxes name one or several kinds in data-kind; they are disabled until this script can serve them. */
function offerFilters(svg: SVGSVGElement, nodes: SVGAElement[], edges: Edge[]): void {
  const boxes = [...(svg.closest("section") ?? document).querySelectorAll<HTMLInputElement>(".legend input[data-kind]")];
  const apply = (): void => {
    const off = new Set(boxes.filter((box) => !box.checked).flatMap((box) => (box.dataset["kind"] ?? "").split(" ")));
    const shown = new Set<string>();
    const linked = new Set<string>();
    for (const { element, ends, kind, isLine } of edges) {
      element.classList.toggle("hidden", off.has(kind));
      for (const end of isLine ? ends : []) {
        linked.add(end);
        if (!off.has(kind)) shown.add(end);
      }
    }
    for (const node of nodes) node.classList.toggle("alone", linked.has(idOf(node)) && !shown.has(idOf(node)));
  };
  for (const box of boxes) {
    box.disabled = false;
    box.addEventListener("change", apply);
  }
  // A browser that comes back to the page restores the boxes, not the picture.
  window.addEventListener("pageshow", apply);
}

/** On a narrow screen the document the page is about is brought into view, sideways only. */
function showFocus(svg: SVGSVGElement): void {
  const frame = svg.closest<HTMLElement>(".scroll");
  const focus = svg.querySelector<SVGAElement>("a.node.focus");
  // Of the two pictures of one frame only one is shown.
  if (!frame || !focus || !svg.getClientRects().length || frame.scrollWidth <= frame.clientWidth) return;
  const box = focus.getBoundingClientRect();
  frame.scrollLeft += box.x + box.width / 2 - (frame.getBoundingClientRect().x + frame.clientWidth / 2);
}
