// The diagram as a PNG, drawn by the browser from the SVG file, with the letters of the page built in: a picture inside an
// <img> may not fetch fonts, and a font of the system may lack a letter or be wider than its box.

const SCALE = 2;
const MOST = 16_000_000; // pixels of a canvas that every browser can hold

/** Offer the button; without this there is the SVG. */
export function offerPictures(root: ParentNode): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-png]")) {
    button.parentElement?.removeAttribute("hidden");
    button.addEventListener("click", () => {
      button.disabled = true;
      void download(button.dataset["png"] ?? "").finally(() => (button.disabled = false));
    });
  }
}

async function download(address: string): Promise<void> {
  const picture = await draw(address);
  const link = document.createElement("a");
  link.download = `${address.replace(/\?.*/, "").replace(/^\/luoc-do\/|\.svg$/g, "").replace(/[/~]/g, "-")}.png`;
  link.href = URL.createObjectURL(picture);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function draw(address: string): Promise<Blob> {
  const file = await (await fetch(address)).text();
  const [width = 0, height = 0] = ["width", "height"].map((side) => Number(new RegExp(`<svg[^>]* ${side}="([0-9.]+)"`).exec(file)?.[1]));
  const dressed = file.replace(/<svg[^>]*>/, `$&<style>${(await fontFaces(/Be Vietnam Pro/)).replaceAll("$", "$$$$")}</style>`);
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(dressed)}`;
  await image.decode();
  const scale = Math.min(SCALE, Math.sqrt(MOST / (width * height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const brush = canvas.getContext("2d");
  if (!brush) throw new Error("this browser draws no pictures");
  // The first drawing makes the browser unpack the fonts, the second has them.
  for (let round = 0; round < 2; round++) {
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    await new Promise((done) => setTimeout(done, 120));
  }
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"));
}

/** The @font-face rules of a family on this page, with the files themselves instead of their addresses. */
async function fontFaces(family: RegExp): Promise<string> {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSFontFaceRule);
  const wanted = rules.filter((rule) => family.test(rule.style.getPropertyValue("font-family")));
  const built = await Promise.all(wanted.map(async (rule) => {
    const base = rule.parentStyleSheet?.href ?? location.href;
    const found = /url\("?([^")]+)"?\)/.exec(rule.cssText);
    if (!found?.[1]) return "";
    const bytes = await (await fetch(new URL(found[1], base))).blob();
    return rule.cssText.replace(found[0], `url("${await dataUrl(bytes)}")`);
  }));
  return built.join("\n");
}

function dataUrl(bytes: Blob): Promise<string> {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(String(reader.result)));
    reader.addEventListener("error", () => fail(reader.error ?? new Error("unreadable")));
    reader.readAsDataURL(bytes);
  });
}
