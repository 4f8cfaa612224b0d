/**
 * Owns variables, connections and pools, which pipelines name and tasks use. Refuses to show a secret to anyone but a
 * worker.
 */
export {
  changeConnection,
  createConnection,
  deleteConnection,
  getConnection,
  listConnections,
  listConnectionUsers,
  type OpenConnection,
  readConnection,
} from "./connections";
export { changePool, createPool, deletePool, getPool, listPools, listPoolUsers } from "./pools";
export {
  changeVariable,
  createVariable,
  deleteVariable,
  getVariable,
  listVariables,
  listVariableUsers,
  readVariables,
} from "./variables";
