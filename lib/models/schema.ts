import * as z from "zod";
import { Alias, Description, Key, Name, SourceText, StageName, text, VersionNumber } from "./terms";
import { MAX_MODEL_TAG_VALUE, MAX_SOURCE } from "./values";

export const Tag = z.object({ key: Key, value: text(MAX_MODEL_TAG_VALUE) });
const Tags = z.array(Tag).max(1_000).default([]);

/** Names are only looked up: one of another form is one that is not there. */
export const ModelRef = z.object({ name: z.string().max(10_000) });
export const VersionRef = ModelRef.extend({ version: VersionNumber });
export const CreateModelInput = z.object({ name: Name, tags: Tags, description: Description });
export const RenameModelInput = ModelRef.extend({ new_name: Name });
export const UpdateModelInput = ModelRef.extend({ description: Description });
export const LatestVersionsInput = ModelRef.extend({ stages: z.array(StageName).max(100).default([]) });
export const SetModelTagInput = ModelRef.extend(Tag.shape);
export const DeleteModelTagInput = ModelRef.extend({ key: z.string() });
export const SetAliasInput = VersionRef.extend({ alias: Alias });
export const AliasRef = ModelRef.extend({ alias: z.string().max(10_000) });

export const CreateVersionInput = ModelRef.extend({
  source: SourceText,
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

export {
  type AliasChangeView,
  AliasHistoryPage,
  DecisionBody,
  PolicyBody,
  PolicyList,
  PolicyPreview,
  PolicyView,
  PreviewBody,
  PromotionBody,
  PromotionPage,
  PromotionQuery,
  PromotionView,
  RejectionBody,
  RollbackBody,
  RollbackView,
} from "./promotion-schema";
export {
  AliasBody,
  RegisteredModelBody,
  RegisteredModelChange,
  RegisteredModelDetail,
  RegisteredModelPage,
  RegisteredModelQuery,
  type RegisteredModelRow,
  VersionBody,
  VersionChange,
  VersionComparison,
  VersionComparisonQuery,
  VersionDetail,
  VersionPage,
  VersionQuery,
  type VersionRow,
} from "./view-schema";
export {
  DeliveryPage,
  NewWebhookView,
  TestSent,
  WebhookBody,
  WebhookChange,
  type WebhookDelivery,
  WebhookList,
  WebhookView,
} from "./webhook-schema";
