/** The module "gwanje" of pipeline files. */
export { bash, type DagOptions, defineDag, empty, http, node, python, sql } from "./dag";
