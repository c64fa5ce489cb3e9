/* The picture of the explorer on a canvas. Places come from the server; the words and colours are those of the page. A canvas says
   nothing to a screen reader: the list beside it carries the same facts and the same actions. */
import cytoscape, { type Core, type ElementDefinition, type NodeSingular, type StylesheetJson } from "cytoscape";
// @ts-expect-error it publishes no types
import fcose from "cytoscape-fcose";

cytoscape.use(fcose);

export type Elements = {
  size: { name: string; width: number; height: number };
  nodes: ElementDefinition[];
  edges: ElementDefinition[];
  axes: { years: { text: string; x: number }[]; lanes: { text: string; y: number; height: number }[]; width: number };
};
export type Handlers = { choose: (id: string) => void; toggle: (id: string, opened: boolean) => void; hover: (id: string | null) => void };

const GROUPS = ["basis", "details", "amends", "replaces", "consolidates", "succeeds", "refers", "other"];
const MANY_EDGES = 500; // beyond these, lines are straight and bare
const MANY_NODES = 300; // beyond these, places come from the server alone
const FONT = "Be Vietnam Pro";
const STATUS_COLOURS: Record<string, string> = {
  in_force: "--good", partly_expired: "--warn", expired: "--gone", not_yet_in_force: "--soon", suspended: "--halt", partly_suspended: "--halt",
  no_longer_suitable: "--warn",
};
const LANE_WORDS = 112;
const LEAST_ZOOM = 0.6; // at which words can still be read
const LEAST_WHOLE = 0.34; // at which what was asked for is shown whole, by number alone
const FAR_ZOOM = 0.5; // below which numbers and names of rows are written larger, and titles left out
const EDGE = 14; // kept free around the picture

export class Canvas {
  private readonly cy: Core;
  private readonly calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");
  private size: Elements["size"] = { name: "card", width: 0, height: 0 };

  /** Wait for the letters: text on a canvas is measured once. */
  static async ready(): Promise<void> {
    await Promise.all(["ộ", "A"].flatMap((letter) => ["400", "600"].map((weight) => document.fonts.load(`${weight} 12px "${FONT}"`, letter))));
  }

  constructor(private readonly host: HTMLElement, private readonly on: Handlers) {
    forestall();
    this.cy = cytoscape({
      container: host, minZoom: 0.05, maxZoom: 3, boxSelectionEnabled: false, autounselectify: true, textureOnViewport: false,
      hideEdgesOnViewport: false, userZoomingEnabled: matchMedia("(pointer: coarse)").matches,
    });
    this.listen();
  }

  /** Show these elements; those that stay glide to their new places. */
  show(elements: Elements, clustered: boolean): void {
    const { cy } = this;
    const began = performance.now();
    const first = cy.elements().empty();
    this.size = elements.size;
    const byRelation = clustered && elements.nodes.length <= MANY_NODES;
    cy.startBatch();
    cy.nodes(".axis").remove();
    const wanted = new Set([...elements.nodes, ...elements.edges].map((one) => one.data.id));
    cy.elements().filter((one) => !wanted.has(one.id())).remove();
    const moved = new Map<string, { x: number; y: number }>();
    for (const one of [...elements.nodes, ...elements.edges]) {
      const there = cy.getElementById(one.data.id ?? "");
      if (there.empty()) {
        cy.add(one);
      } else {
        there.data(one.data);
        there.classes(one.classes ?? "");
        if (one.position) moved.set(there.id(), one.position);
      }
    }
    if (!byRelation) cy.add(axes(elements.axes));
    cy.style(this.look(elements.edges.length));
    cy.endBatch();
    this.suit();
    delete this.host.dataset["shown"];
    if (byRelation) this.cluster();
    else this.glide(moved, first || this.calm || elements.nodes.length > MANY_NODES);
    const { dataset } = this.host;
    dataset["nodes"] = String(elements.nodes.length);
    dataset["edges"] = String(elements.edges.length);
    dataset["took"] = String(Math.round(performance.now() - began));
  }

  /** Settle on a view, and tell how much of what was asked for, and how many names of rows, stand whole in it. */
  private frame(): void {
    const { cy } = this;
    this.settle();
    const view = cy.extent();
    const seen = cy.nodes(".chosen, .opened, .path, .lane").filter((one) => {
      const box = one.boundingBox({ includeLabels: false });
      return box.x1 >= view.x1 && (one.hasClass("lane") || box.x2 <= view.x2) && box.y1 >= view.y1 && box.y2 <= view.y2;
    });
    this.host.dataset["shown"] = String(seen.length);
  }

  /** Show all of it; when its words would be too small to read, show what was asked for and the names of the rows instead. */
  private settle(): void {
    const { cy } = this;
    this.fit();
    if (this.size.name === "dot" || cy.zoom() >= LEAST_ZOOM) return;
    const asked = cy.nodes(".chosen, .opened, .path");
    const centre = [".chosen", ".opened", ".path"].map((name) => cy.nodes(name).first()).find((found) => found.nonempty());
    if (!centre) return;
    const all = cy.elements().boundingBox();
    const box = asked.boundingBox();
    const left = cy.nodes(".lane").nonempty() ? Math.min(all.x1, box.x1) : box.x1; // rows have their names at the left
    const room = Math.min((cy.width() - 2 * EDGE) / (box.x2 - left), (cy.height() - 2 * EDGE) / (box.y2 - box.y1));
    const whole = room >= LEAST_WHOLE;
    const zoom = whole ? Math.min(LEAST_ZOOM, room) : LEAST_ZOOM;
    cy.zoom(zoom);
    const { x, y } = whole ? { x: (left + box.x2) / 2, y: (box.y1 + box.y2) / 2 } : centre.position();
    // No farther than the picture goes.
    const within = (at: number, from: number, to: number, wide: number): number => {
      const half = wide / zoom / 2;
      return to - from <= 2 * half ? (from + to) / 2 : Math.min(Math.max(at, from + half - EDGE), to - half + EDGE);
    };
    const at = { x: within(x, all.x1, all.x2, cy.width()), y: within(y, all.y1, all.y2, cy.height()) };
    cy.pan({ x: cy.width() / 2 - at.x * zoom, y: cy.height() / 2 - at.y * zoom });
  }

  /** Light up one document with its neighbours, or nothing. */
  light(id: string | null): void {
    const { cy } = this;
    cy.batch(() => {
      cy.elements(".dim, .lit").removeClass("dim lit");
      this.host.dataset["dimmed"] = "";
      const node = id === null ? null : cy.getElementById(id);
      if (!node?.nonempty()) return;
      // What was opened or chosen last stays clear, with its neighbours.
      cy.elements().not(node.closedNeighborhood()).not(cy.nodes(".chosen").closedNeighborhood()).not(".axis").addClass("dim");
      node.addClass("lit");
      this.host.dataset["dimmed"] = cy.nodes(".dim").map((one) => one.id()).join(" ");
    });
  }

  /** Mark one document as chosen before the page says so. */
  mark(id: string): void {
    this.cy.batch(() => {
      this.cy.nodes(".chosen").removeClass("chosen");
      this.cy.getElementById(id).addClass("chosen");
    });
  }

  zoom(factor: number): void {
    const { cy } = this;
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  }

  fit(): void {
    this.cy.fit(undefined, EDGE);
  }

  /** The whole picture as PNG. */
  async png(): Promise<Blob> {
    this.cy.nodes().removeClass("far");
    const drawn = this.cy.png({ output: "blob-promise", full: true, scale: 2, maxWidth: 8000, maxHeight: 8000, bg: colour("--raise") });
    this.enlarge();
    return drawn;
  }

  private listen(): void {
    const { cy, host, on } = this;
    cy.on("onetap", "node", (event) => on.choose((event.target as NodeSingular).id()));
    cy.on("dbltap", "node", (event) => {
      const node = event.target as NodeSingular;
      on.toggle(node.id(), Boolean(node.data("opened")));
    });
    cy.on("mouseover", "node", (event) => {
      this.light((event.target as NodeSingular).id());
      on.hover((event.target as NodeSingular).id());
      host.title = String((event.target as NodeSingular).data("name") ?? "");
    });
    cy.on("mouseout", "node", () => {
      this.light(null);
      on.hover(null);
      host.removeAttribute("title");
    });
    this.dark.addEventListener("change", () => cy.style(this.look(cy.edges().length)));
    // The wheel goes on scrolling the page; with Ctrl, or two fingers, it zooms.
    host.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const box = host.getBoundingClientRect();
      cy.zoom({ level: cy.zoom() * Math.exp(-event.deltaY / 300), renderedPosition: { x: event.clientX - box.x, y: event.clientY - box.y } });
    }, { passive: false });
    new ResizeObserver(() => cy.resize()).observe(host);
    cy.on("zoom", () => requestAnimationFrame(() => this.enlarge()));
  }

  private enlarge(): void {
    const { cy } = this;
    const far = this.size.name !== "dot" && cy.zoom() < FAR_ZOOM;
    if (cy.nodes().not(".far").nonempty() === far || cy.nodes(".far").nonempty() !== far) cy.batch(() => cy.nodes().toggleClass("far", far));
  }

  private glide(moved: Map<string, { x: number; y: number }>, still: boolean): void {
    const { cy } = this;
    if (still) {
      cy.batch(() => moved.forEach((position, id) => cy.getElementById(id).position(position)));
      this.frame();
      return;
    }
    moved.forEach((position, id) => cy.getElementById(id).animate({ position }, { duration: 250 }));
    setTimeout(() => this.frame(), 270);
  }

  /** As high as the picture is when it is as wide as the page lets it be; the stylesheet sets the most. */
  private suit(): void {
    const { w, h } = this.cy.elements().boundingBox();
    this.host.style.height = `${Math.max(260, Math.round((this.host.clientWidth * h) / w + 28))}px`;
    this.cy.resize();
  }

  private cluster(): void {
    const { cy } = this;
    const { width } = this.size;
    const options = {
      name: "fcose", randomize: false, animate: false, quality: "default", nodeSeparation: width, idealEdgeLength: width * 1.1, nodeRepulsion: 9000,
    };
    cy.layout(options as cytoscape.LayoutOptions).run();
    this.frame();
  }

  private look(edges: number): StylesheetJson {
    const { name, width, height } = this.size;
    const dots = name === "dot";
    const ink = colour("--ink");
    const raise = colour("--raise");
    const label = {
      label: "data(label)", "font-family": FONT, "font-size": 12, color: ink, "text-wrap": "wrap", "text-max-width": "400px",
      "text-valign": "center", "text-halign": "center", "line-height": 1.2,
    };
    const above = { label: "data(label)", "font-size": 12, "text-valign": "top", "text-background-color": raise, "text-background-opacity": 0.85, "text-background-padding": "2px", "text-max-width": "200px" };
    const bare = edges > MANY_EDGES;
    return [
      { selector: "node", style: { ...label, ...(dots ? { label: "" } : {}), shape: dots ? "ellipse" : "round-rectangle", width, height, "background-color": raise, "border-width": 1.4, "border-color": colour("--rule-strong"), "z-index": 10 } },
      ...Object.entries(STATUS_COLOURS).map(([status, value]) => ({ selector: `node[status="${status}"]`, style: dots ? { "background-color": colour(value), "border-width": 0 } : { "border-color": colour(value) } })),
      { selector: 'node[status="expired"], node[status="no_longer_suitable"]', style: { "border-style": "dashed" } },
      { selector: 'node[status="unknown"], node[status="not_yet_in_force"]', style: dots ? { "border-color": colour("--soft"), "border-width": 1.4 } : { "border-style": "dotted" } },
      { selector: "node.opened", style: { ...(dots ? { ...above, width: 20, height: 20 } : { "border-width": 3 }), "font-weight": 600, "z-index": 20 } },
      { selector: "node.path", style: { ...(dots ? above : {}), "border-width": 4, "border-color": colour("--accent"), "z-index": 21 } },
      { selector: "node.chosen", style: { ...(dots ? { ...above, width: 22, height: 22 } : { color: colour("--ground") }), "background-color": ink, "border-color": ink, "z-index": 22 } },
      { selector: "node.lit", style: { ...(dots ? above : {}), "border-width": 4, "border-color": colour("--focus"), "z-index": 30 } },
      { selector: "node.far", style: { label: "data(heading)", "font-size": 16, "text-max-width": `${width - 4}px` } },
      { selector: "edge", style: bare ? { "curve-style": "haystack", width: 1, opacity: 0.55 } : { "curve-style": "unbundled-bezier", "control-point-distances": ((edge: cytoscape.EdgeSingular) => -Number(edge.data("swing"))) as never, "control-point-weights": 0.5 as never, "target-arrow-shape": "triangle", "arrow-scale": 0.9 } },
      ...GROUPS.map((group) => ({ selector: `edge[group="${group}"]`, style: this.line(group, bare) })),
      // Among dots the many references are a ground for the acts.
      ...(dots && !bare ? [{ selector: 'edge[group="refers"], edge[group="basis"]', style: { width: 1, opacity: 0.6 } }] : []),
      { selector: "edge.path", style: { opacity: 1, width: 4, "z-index": 15 } },
      { selector: ".dim", style: { opacity: 0.3 } },
      { selector: "node.axis", style: { events: "no", "font-size": 12.5, "line-height": 1.2, color: colour("--soft"), "border-width": 0, "background-opacity": 0, shape: "rectangle", label: "data(label)", "z-index": 0 } },
      { selector: "node.lane", style: { width: "data(width)", height: "data(height)", "background-color": colour("--lane"), "background-opacity": 1, "font-weight": 600, "text-max-width": `${LANE_WORDS}px`, "text-halign": "center", "text-margin-x": "data(shift)" as never, "z-compound-depth": "bottom" } },
      { selector: "node.year", style: { width: 1, height: 1, "text-wrap": "none" } },
      { selector: "node.axis.far", style: { label: "data(label)", "font-size": 16, "text-wrap": "wrap", "text-max-width": `${LANE_WORDS}px` } },
    ] as unknown as StylesheetJson;
  }

  private line(group: string, bare: boolean): Record<string, unknown> {
    const sample = document.createElement("i");
    sample.className = `g-${group}`;
    this.host.append(sample);
    const css = getComputedStyle(sample);
    const [hue, dashes, width] = ["--c", "--d", "--width"].map((name) => css.getPropertyValue(name).trim());
    sample.remove();
    const pattern = dashes && dashes !== "none" ? dashes.split(/\s+/).map(Number) : null;
    return {
      "line-color": hue, "target-arrow-color": hue, ...(bare ? {} : { width: Number.parseFloat(width || "2") }),
      ...(pattern && !bare ? { "line-style": "dashed", "line-dash-pattern": pattern } : {}),
    };
  }
}

/** The years and ranks, as nodes that nobody can touch. */
function axes({ years, lanes, width }: Elements["axes"]): ElementDefinition[] {
  const still = { grabbable: false, selectable: false, pannable: true };
  return [
    ...lanes.map(({ text, y, height }, at) => ({
      ...still, classes: "axis lane", data: { id: ` lane ${at}`, label: text, width, height, shift: 10 + LANE_WORDS / 2 - width / 2 }, position: { x: width / 2, y: y + height / 2 },
    })),
    ...years.map(({ text, x }, at) => ({ ...still, classes: "axis year", data: { id: ` year ${at}`, label: text }, position: { x, y: 16 } })),
  ];
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Cytoscape would add one rule of style to the page, which a strict policy refuses with a complaint; ours has that rule already. */
function forestall(): void {
  const id = "__________cytoscape_stylesheet";
  if (document.getElementById(id)) return;
  const stand = document.createElement("meta");
  stand.id = id;
  document.head.append(stand);
}
