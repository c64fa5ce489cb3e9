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
  const edges = [...svg.querySelectorAll<SVGElement>("g.edge, .labels text")].map(readEdge);
  for (const node of nodes) {
    const light = (): void => highlight(svg, nodes, edges, idOf(node));
    const dim = (): void => highlight(svg, nodes, edges, null);
    node.addEventListener("pointerenter", light);
    node.addEventListener("pointerleave", dim);
    node.addEventListener("focus", light);
    node.addEventListener("blur", dim);
    node.addEventListener("keydown", (event) => {
      const direction = ARROWS[event.key];
      const next = direction && nearest(node, nodes, direction);
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
  }
  offerFilters(svg, nodes, edges);
  showFocus(svg);
}

function readEdge(element: SVGElement): Edge {
  const { s = "", t = "", kind = "" } = element.dataset;
  return { element, ends: [s, ...t.split(" ")], kind, isLine: element.classList.contains("edge") };
}

function idOf(node: SVGAElement): string {
  return node.dataset["id"] ?? "";
}

function highlight(svg: SVGSVGElement, nodes: SVGAElement[], edges: Edge[], id: string | null): void {
  svg.classList.toggle("has-focus", id !== null);
  const near = new Set<string>(id === null ? [] : [id]);
  for (const { element, ends, isLine } of edges) {
    const touches = id !== null && ends.includes(id);
    element.classList.toggle("on", touches);
    if (touches && isLine) for (const end of ends) near.add(end);
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
  if (!frame || !focus || frame.scrollWidth <= frame.clientWidth) return;
  const box = focus.getBoundingClientRect();
  frame.scrollLeft += box.x + box.width / 2 - (frame.getBoundingClientRect().x + frame.clientWidth / 2);
}
