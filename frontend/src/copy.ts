/** A button after every text that is there to be copied. Without scripts, or where the browser forbids it, one selects it. */
export function copying(): void {
  if (!("clipboard" in navigator)) return;
  const words = document.documentElement.lang === "vi" ? { copy: "Sao chép", copied: "Đã sao chép" } : { copy: "Copy", copied: "Copied" };
  for (const place of document.querySelectorAll<HTMLElement>("[data-copy]")) {
    const text = place.textContent?.trim() ?? "";
    const name = place.previousElementSibling?.textContent ?? "";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain copy";
    button.lang = document.documentElement.lang;
    const say = (word: string): void => {
      button.textContent = word;
      button.setAttribute("aria-label", `${word}: ${name}`);
    };
    say(words.copy);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text);
      say(words.copied);
      window.setTimeout(() => say(words.copy), 2000);
    });
    place.append(button);
  }
}
