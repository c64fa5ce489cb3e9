/* A story told beside its picture: a sentence that is pointed at or holds the focus lights its arrows and bars, and a bar
   or an arrow lights the sentences about it. Without this file the numbers in the picture name the sentences. */

type Sentence = { element: HTMLElement; arrows: Set<string>; bars: Set<string> };

/** Join every story of the page with the pictures of its section. */
export function tell(): void {
  for (const list of document.querySelectorAll<HTMLElement>("[data-story]")) {
    const sentences = [...list.querySelectorAll<HTMLElement>("[data-lights]")].map(read);
    const pictures = [...(list.closest("section")?.querySelectorAll<SVGSVGElement>("svg.story") ?? [])];
    for (const sentence of sentences) join(sentence, pictures);
    for (const svg of pictures) answer(svg, sentences);
  }
}

function read(element: HTMLElement): Sentence {
  const words = (name: string): Set<string> => new Set((element.dataset[name] ?? "").split(" ").filter(Boolean));
  return { element, arrows: words("lights"), bars: words("documents") };
}

function join(sentence: Sentence, pictures: SVGSVGElement[]): void {
  const light = (on: boolean): void => {
    sentence.element.classList.toggle("lit", on);
    for (const svg of pictures) show(svg, sentence, on);
  };
  const dim = (): void => {
    if (!sentence.element.matches(":hover, :focus-within")) light(false);
  };
  sentence.element.addEventListener("pointerenter", () => light(true));
  sentence.element.addEventListener("focusin", () => light(true));
  sentence.element.addEventListener("pointerleave", dim);
  sentence.element.addEventListener("focusout", () => setTimeout(dim));
}

function show(svg: SVGSVGElement, sentence: Sentence, on: boolean): void {
  svg.classList.toggle("has-focus", on);
  for (const arrow of svg.querySelectorAll<SVGElement>("g.edge, .labels text")) arrow.classList.toggle("on", on && sentence.arrows.has(nameOf(arrow)));
  for (const bar of svg.querySelectorAll<SVGElement>("a.node")) bar.classList.toggle("on", on && sentence.bars.has(bar.dataset["id"] ?? ""));
}

function answer(svg: SVGSVGElement, sentences: Sentence[]): void {
  const mark = (about: (sentence: Sentence) => boolean): void => {
    for (const sentence of sentences) sentence.element.classList.toggle("lit", about(sentence));
  };
  const none = (): void => mark(() => false);
  for (const bar of svg.querySelectorAll<SVGElement>("a.node")) {
    const own = (): void => mark(({ bars }) => bars.has(bar.dataset["id"] ?? ""));
    bar.addEventListener("pointerenter", own);
    bar.addEventListener("focus", own);
    bar.addEventListener("pointerleave", none);
    bar.addEventListener("blur", none);
  }
  for (const arrow of svg.querySelectorAll<SVGElement>("g.edge")) {
    arrow.addEventListener("pointerenter", () => mark(({ arrows }) => arrows.has(nameOf(arrow))));
    arrow.addEventListener("pointerleave", none);
  }
}

function nameOf(arrow: SVGElement): string {
  return `${arrow.dataset["s"] ?? ""}>${arrow.dataset["t"] ?? ""}`;
}
