import { copying } from "./copy";
import { reading } from "./fulltext";
import { maps } from "./map";
import { tell } from "./story";
import { suggesting } from "./suggest";

maps();
reading();
tell();
copying();
suggesting();
