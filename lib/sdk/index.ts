/** What a pipeline file imports as "gwanje". */
export { bash, type DagOptions, defineDag, empty, http, node, python, sql } from "./dag";
