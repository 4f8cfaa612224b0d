import * as z from "zod";

/** Names are only looked up: one of another form is one that is not there. */
export const ByName = z.strictObject({ name: z.string().max(300) });
export const AtVersion = ByName.extend({ version: z.number().int().optional() });
