/**
 * Owns endpoints: stable names under which registered models answer, and the processes that hold these models. Refuses to know
 * by which protocol it is asked, and to run what executes code when it is loaded.
 */
export type { RowProblem } from "./apart/groups";
export { type Registered, type RowAnswer, RowModel } from "./apart/row-model";
export type { ModelShape } from "./apart/shape";
export { type VersionAsked, versionToAnswer } from "./apart/version";
export {
  endpointContract,
  endpointOpenApi,
  endpointsOpenApi,
  namedEndpoint,
} from "./contract/read-contract";
export {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  ensureEndpoint,
  getEndpoint,
  listEndpoints,
  rollBackEndpoint,
} from "./endpoints";
export { describeEndpoint, infer } from "./infer";
export { parseCsv } from "./invocations/csv";
export { invoke } from "./invocations/invoke";
export { predict } from "./predict";
export { forgetPairAnswers } from "./repository/pair-answers";
export { numericPaths, usualPath } from "./rows/number-paths";
export { InferAnswer, InferInput, ModelAnswer } from "./rows/open-inference";
export { type Again, answerAgain } from "./serving/again";
export { closeModels } from "./serving/close";
export { routingOf } from "./serving/routing";
export { listPairs } from "./shadow/list-pairs";
export { endpointStates } from "./states";
export { type Asked, type JoinedFeatures, PHASES, type Phase, Story, type Told } from "./story";
export { distrustModel, readTrust, trustModel } from "./trust";
