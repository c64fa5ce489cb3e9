import { copying } from "./copy";
import { reading } from "./fulltext";
import { maps } from "./map";
import { tell } from "./story";

maps();
reading();
tell();
copying();
