/** Tells what is made of training sets, in the tables of other domains. Owns no table. */
export { listTrainingSetUsers } from "./service";
