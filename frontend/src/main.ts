import { enhance } from "./diagram";

for (const svg of document.querySelectorAll<SVGSVGElement>("svg.luocdo")) enhance(svg);
