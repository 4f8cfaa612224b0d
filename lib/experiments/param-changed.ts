import { ConflictError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { cut } from "./values";

const SHOWN = 200;

/** A parameter is written once, of a run and of a model. */
export function paramChanged(key: string, was: string): ConflictError {
  const value = cut(was, SHOWN);
  return new ConflictError(
    `The parameter ${JSON.stringify(key)} is ${JSON.stringify(value)} and stays so: a parameter is written once.`,
    because("param_changed", { key, value }),
  );
}
