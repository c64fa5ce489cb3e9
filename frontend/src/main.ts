import { enhance } from "./diagram";
import { reading } from "./fulltext";
import { tell } from "./story";

for (const svg of document.querySelectorAll<SVGSVGElement>("svg.luocdo")) enhance(svg);
reading();
tell();
