import { enhance } from "./diagram";
import { reading } from "./fulltext";

for (const svg of document.querySelectorAll<SVGSVGElement>("svg.luocdo")) enhance(svg);
reading();
