/** A hash in Redis: for each process that serves, what it knows of its models. */
export const MODEL_STATES = "gwanje:model-states";
