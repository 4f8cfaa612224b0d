import * as z from "zod";
import { type Asked, InferInput } from "@/lib/endpoints";
import type { StoredRow } from "../repository/read";
import { listOf } from "../view";

const Tensors = InferInput.pick({ inputs: true, outputs: true });

/** What a stored prediction asked, with the features as they were, or why it cannot be asked again. */
export function askedBefore(
  row: Pick<StoredRow, "request" | "given" | "features" | "rows" | "keptRows">,
): { asked: Asked } | { why: string } {
  if (row.keptRows < row.rows)
    return { why: `The log has ${row.keptRows} of its ${row.rows} rows: log_rows of the endpoint cut it.` };
  const rows = listOf(row.given) ?? listOf(row.request);
  if (rows) return { asked: { kind: "rows", rows } };
  if (row.features !== null) return { why: "Features were joined to its tensors; ask with rows to replay." };
  const tensors = Tensors.safeParse(row.request);
  if (!tensors.success)
    return { why: `The stored request cannot be read: ${z.prettifyError(tensors.error)}` };
  const { inputs, outputs } = tensors.data;
  return { asked: { kind: "tensors", inputs, outputs } };
}
