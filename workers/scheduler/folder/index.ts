/** The pipelines folder: what lies in it becomes pipelines, their code and their import errors. */
export { folderJob } from "./folder-job";
