import * as z from "zod";
import { VIEW_KEYS } from "./values";

const MAX_NAME = 100;
const MAX_SEARCH = 2_000;

/** Which list a view is of. */
export const ViewPage = z.enum(["runs", "tasks"]);
export type ViewPage = z.infer<typeof ViewPage>;

const Name = z
  .string()
  .max(MAX_NAME)
  .refine((name) => name.trim() !== "", "must not be blank");

/** Filter, order and columns as in the address of the page: `state=failed&when=7d`. What the page does not know is left out. */
const Search = z.string().max(MAX_SEARCH).transform(knownOf);

function knownOf(text: string): string {
  const given = new URLSearchParams(text);
  const kept = new URLSearchParams();
  for (const key of VIEW_KEYS) {
    const value = given.get(key);
    if (value) kept.set(key, value);
  }
  return kept.toString();
}

export const SavedViewBody = z.strictObject({
  page: ViewPage,
  name: Name,
  search: Search,
  is_shared: z.boolean().default(false).meta({ description: "The team sees it too." }),
});
export const SavedViewRef = z.object({ view_id: z.string().max(300) });
export const SavedViewChange = z.strictObject({
  name: Name.optional(),
  search: Search.optional(),
  is_shared: z.boolean().optional(),
});
export const SavedViewChangeInput = SavedViewChange.extend(SavedViewRef.shape);
export const SavedView = z.object({
  id: z.string(),
  page: ViewPage,
  name: z.string(),
  owner: z.string().nullable(),
  is_own: z.boolean(),
  is_shared: z.boolean(),
  search: z.string(),
  updated_at: z.string(),
});
export type SavedView = z.infer<typeof SavedView>;
export const SavedViewList = z.object({ data: z.array(SavedView) });
export const SavedViewMade = z.object({ id: z.string() });
