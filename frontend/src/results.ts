/* Comfort for an answer: columns sort on a click, and the address of the question can be copied. */

/** Let every column of the table sort its rows; a value that is missing stays at the end. */
export function sortable(table: HTMLTableElement): void {
  const body = table.tBodies[0];
  if (!body || body.rows.length < 2) return;
  const headings = [...table.querySelectorAll<HTMLTableCellElement>("thead th")];
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  for (const [column, heading] of headings.entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const down = heading.ariaSort === "ascending";
      for (const other of headings) other.ariaSort = null;
      heading.ariaSort = down ? "descending" : "ascending";
      const rows = [...body.rows].map((row) => ({ row, key: keyOf(row.cells[column]) }));
      rows.sort((a, b) => compare(a.key, b.key, order, down ? -1 : 1));
      body.append(...rows.map(({ row }) => row));
    });
  }
}

function keyOf(cell: HTMLTableCellElement | undefined): string | number | null {
  if (!cell || cell.querySelector(".unbound")) return null;
  const text = cell.querySelector("time")?.dateTime ?? cell.textContent ?? "";
  return cell.classList.contains("number") ? Number(text) : text;
}

function compare(a: string | number | null, b: string | number | null, order: Intl.Collator, sign: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return sign * (typeof a === "number" && typeof b === "number" ? a - b : order.compare(String(a), String(b)));
}

/** A button that puts the address of the question on the clipboard, where the browser lets pages do that. */
export function copies(button: HTMLButtonElement, link: HTMLAnchorElement): void {
  if (!navigator.clipboard) return;
  const words = button.textContent;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "note";
  button.after(said);
  button.hidden = false;
  button.addEventListener("click", () => {
    void navigator.clipboard.writeText(link.href).then(
      () => {
        said.textContent = button.dataset["done"] ?? words;
        setTimeout(() => said.replaceChildren(), 4000);
      },
      () => link.focus(), // not allowed: the link itself can still be copied
    );
  });
}
