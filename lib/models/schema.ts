import * as z from "zod";
import { characters, cut, keyProblem, MAX_KEY } from "@/lib/experiments/values";
import {
  aliasProblem,
  MAX_ALIAS,
  MAX_DESCRIPTION,
  MAX_MODEL_NAME,
  MAX_MODEL_TAG_VALUE,
  MAX_SOURCE,
  registeredNameProblem,
  STAGES,
  stageOf,
} from "./values";

/** At most so many characters, not UTF-16 units: an emoji is one. */
const text = (most: number) =>
  z.string().refine((value) => value.length <= most || characters(value) <= most, {
    error: `must have at most ${most} characters`,
  });
/** A text of which `problem` says what is wrong with it. */
const checked = (most: number, problem: (value: string) => string | null) =>
  text(most).superRefine((value, { addIssue }) => {
    const found = problem(value);
    if (found) addIssue({ code: "custom", message: found });
  });

const Name = checked(MAX_MODEL_NAME, registeredNameProblem);
const Alias = checked(MAX_ALIAS, aliasProblem);
const Description = text(MAX_DESCRIPTION).optional();
const Key = z.string().superRefine((key, { addIssue }) => {
  const problem = keyProblem(key);
  if (problem)
    addIssue({ code: "custom", message: `The name ${JSON.stringify(cut(key, MAX_KEY))} ${problem}` });
});
const Tag = z.object({ key: Key, value: text(MAX_MODEL_TAG_VALUE) });
const Tags = z.array(Tag).max(1_000).default([]);
const StageName = z.string().transform((value, { addIssue }) => {
  const stage = stageOf(value);
  if (stage) return stage;
  addIssue({ code: "custom", message: `must be one of ${STAGES.join(", ")}` });
  return z.NEVER;
});
/** A version by its number, written as text. */
const Version = z
  .string()
  .regex(/^\d{1,9}$/, "must be the number of a version")
  .transform(Number);

/** Names are only looked up: one of another form is one that is not there. */
export const ModelRef = z.object({ name: z.string().max(10_000) });
export const VersionRef = ModelRef.extend({ version: Version });
export const CreateModelInput = z.object({ name: Name, tags: Tags, description: Description });
export const RenameModelInput = ModelRef.extend({ new_name: Name });
export const UpdateModelInput = ModelRef.extend({ description: Description });
export const LatestVersionsInput = ModelRef.extend({ stages: z.array(StageName).max(100).default([]) });
export const SetModelTagInput = ModelRef.extend(Tag.shape);
export const DeleteModelTagInput = ModelRef.extend({ key: z.string() });
export const SetAliasInput = VersionRef.extend({ alias: Alias });
export const AliasRef = ModelRef.extend({ alias: z.string().max(10_000) });

export const CreateVersionInput = ModelRef.extend({
  source: text(MAX_SOURCE).min(1),
  run_id: z.string().max(300).optional(),
  logged_model_id: z.string().max(300).optional(),
  run_link: text(MAX_SOURCE).default(""),
  description: Description,
  tags: Tags,
});
export const UpdateVersionInput = VersionRef.extend({ description: Description });
export const MoveVersionInput = VersionRef.extend({
  stage: StageName,
  archive_existing: z.boolean().default(false),
});
export const SetVersionTagInput = VersionRef.extend(Tag.shape);
export const DeleteVersionTagInput = VersionRef.extend({ key: z.string() });

const Search = z.object({
  filter: z.string().default(""),
  order_by: z.array(z.string()).default([]),
  page_token: z.string().optional(),
  /** "mlflow" is what its clients may say; "extended" has OR, NOT and parentheses too. */
  dialect: z.enum(["mlflow", "extended"]).default("extended"),
});
export const SearchModelsInput = Search.extend({
  max_results: z.number().int().min(1).max(1_000).default(100),
});
export const SearchVersionsInput = Search.extend({
  max_results: z.number().int().min(1).max(200_000).default(10_000),
});
