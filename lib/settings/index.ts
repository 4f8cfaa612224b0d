/**
 * Owns variables, connections and pools, which pipelines name and tasks use. Refuses to show a secret to anyone but a
 * worker.
 */
export { testConnection } from "./connection-test";
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
export { credentialHeaders } from "./credential-headers";
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
