import * as z from "zod";
import { Instant } from "@/lib/platform/instant";

export const ViewProfileInput = z.strictObject({
  from: Instant.optional().meta({ description: "Of event times, this one too; all when it is left out." }),
  to: Instant.optional().meta({ description: "Before this one." }),
});
