/**
 * Owns how the inputs of endpoints shift: what they are compared with, and by which measures. Refuses to judge answers, and to read
 * more of the log than a sample.
 */
export { driftOf, readDrift } from "./drift";
export { referenceProfile } from "./reference/profile-job";
export { getReference } from "./reference/reference";
export { deleteReference, setReference } from "./reference/set-reference";
export { getViewProfile } from "./view-profile";
