import * as z from "zod";
import { characters, cut, keyProblem, MAX_KEY } from "@/lib/experiments/values";
import {
  aliasProblem,
  MAX_ALIAS,
  MAX_DESCRIPTION,
  MAX_MODEL_NAME,
  MAX_SOURCE,
  registeredNameProblem,
  STAGES,
  stageOf,
} from "./values";

/** At most so many characters, not UTF-16 units: an emoji is one. */
export const text = (most: number) =>
  z.string().refine((value) => value.length <= most || characters(value) <= most, {
    error: `must have at most ${most} characters`,
  });
/** A text of which `problem` says what is wrong with it. */
const checked = (most: number, problem: (value: string) => string | null) =>
  text(most).superRefine((value, { addIssue }) => {
    const found = problem(value);
    if (found) addIssue({ code: "custom", message: found });
  });

export const Name = checked(MAX_MODEL_NAME, registeredNameProblem);
export const Alias = checked(MAX_ALIAS, aliasProblem);
export const Description = text(MAX_DESCRIPTION).optional();
export const SourceText = text(MAX_SOURCE).min(1);
export const Key = z.string().superRefine((key, { addIssue }) => {
  const problem = keyProblem(key);
  if (problem)
    addIssue({ code: "custom", message: `The name ${JSON.stringify(cut(key, MAX_KEY))} ${problem}` });
});
export const StageName = z.string().transform((value, { addIssue }) => {
  const stage = stageOf(value);
  if (stage) return stage;
  addIssue({ code: "custom", message: `must be one of ${STAGES.join(", ")}` });
  return z.NEVER;
});
/** A version by its number, written as text. */
export const VersionNumber = z
  .string()
  .regex(/^\d{1,9}$/, "must be the number of a version")
  .transform(Number);
/** NaN is text, because JSON has no number for it. */
export const RunMetricNumber = z.union([z.number(), z.literal("NaN")]);
