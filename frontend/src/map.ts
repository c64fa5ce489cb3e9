// The page of the lược đồ: what is chosen is drawn at once, without leaving the form, and the address says it.

import { enhance } from "./diagram";
import { explaining } from "./explain";
import { offerPictures } from "./picture";

/** Make the diagrams of the page, and those that take their place, alive. */
export function maps(): void {
  awaken(document);
  const main = document.querySelector<HTMLElement>("main");
  const form = document.querySelector<HTMLFormElement>("form.controls");
  if (main && (form || main.querySelector("a.edge"))) explaining(main);
  if (form) redraw(form);
}

function awaken(root: ParentNode): void {
  for (const svg of root.querySelectorAll<SVGSVGElement>("svg.luocdo")) enhance(svg);
  for (const hint of root.querySelectorAll<HTMLElement>(".scripted")) hint.hidden = false;
  offerPictures(root);
}

function redraw(form: HTMLFormElement): void {
  let turn = 0;
  form.querySelector<HTMLElement>("button[type=submit]")?.classList.add("vh");
  form.addEventListener("change", (event) => {
    if (!form.checkValidity()) return;
    const mine = ++turn;
    const data = new FormData(form);
    const query = new URLSearchParams([...data].filter(([, value]) => value !== "").map(([name, value]) => [name, String(value)]));
    const drawn = document.querySelector(".drawn");
    drawn?.setAttribute("aria-busy", "true");
    fetch(`${form.action}?${query}`)
      .then(async (got) => {
        const page = new DOMParser().parseFromString(await got.text(), "text/html");
        const fresh = page.querySelector(".drawn");
        if (mine !== turn || !fresh || !drawn) return;
        history.replaceState(null, "", got.url);
        // Other steps meet other kinds of relations; a box that was just ticked keeps the focus.
        const legend = form.querySelector(".legend");
        if (!legend?.contains(event.target as Node)) legend?.replaceChildren(...(page.querySelector("form.controls .legend")?.childNodes ?? []));
        const status = drawn.querySelector("[role=status]");
        drawn.replaceChildren(...fresh.childNodes);
        // The region that speaks stays the same one, so that it is heard.
        const told = drawn.querySelector("[role=status]");
        if (status && told) {
          const words = [...told.childNodes];
          told.replaceWith(status);
          status.replaceChildren(...words);
        }
        awaken(drawn);
      })
      .catch(() => form.submit())
      .finally(() => drawn?.removeAttribute("aria-busy"));
  });
}
