/** Owns what a pipeline is: its spec, its immutable versions, its layout. Refuses to know its runs. */
export {
  getPipeline,
  getVersion,
  listPipelines,
  listVersions,
  savePipeline,
  setPipelinePaused,
} from "./service";
