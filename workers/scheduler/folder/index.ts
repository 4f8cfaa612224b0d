/** The pipelines folder: what lies in it becomes pipelines, their code and their import errors. */
export { keepLoading } from "./keep-loading";
export { createLoader } from "./loader";
