import type { Packet, PacketResult, Run, RunResult } from "../messages";
import type { NamedTensor, TensorData } from "../tensor";

/**
 * Runs that came as one packet, each by itself, and their answers as one packet where they are of one form. Its text is a part of a
 * program: it uses nothing of this module.
 */
export async function ranPacket(
  { feeds, outputs, rows }: Packet,
  ran: (run: Run) => Promise<RunResult>,
): Promise<PacketResult> {
  /** Runs that are begun together: each waits for a turn of the loop. */
  const AT_ONCE = 16;
  if (!rows) return ran({ feeds, outputs });

  const cut = (data: TensorData, from: number, to: number) =>
    Array.isArray(data) ? data.slice(from, to) : data.subarray(from, to);
  const all = rows.reduce((sum, one) => sum + one, 0);
  const rowsOf = ({ name, type, dims, data }: NamedTensor, from: number, count: number): NamedTensor => {
    const width = data.length / all;
    const part = cut(data, from * width, (from + count) * width);
    return { name, type, dims: [count, ...dims.slice(1)], data: part };
  };
  const runs: Run[] = [];
  let from = 0;
  for (const count of rows) {
    const first = from;
    runs.push({ feeds: feeds.map((feed) => rowsOf(feed, first, count)), outputs });
    from += count;
  }
  const results: RunResult[] = [];
  for (let at = 0; at < runs.length; at += AT_ONCE)
    results.push(...(await Promise.all(runs.slice(at, at + AT_ONCE).map(ran))));

  const made: NamedTensor[][] = [];
  for (const [at, result] of results.entries()) {
    if (!("outputs" in result) || result.outputs.some(({ dims }) => dims[0] !== rows[at])) return { results };
    made.push(result.outputs);
  }
  const formOf = (tensors: readonly NamedTensor[]) =>
    tensors.map(({ name, type, dims }) => `${type}[${dims.slice(1)}]${name}`).join("\n");
  const form = formOf(made[0] ?? []);
  if (made.some((one) => formOf(one) !== form)) return { results };
  const joined = (made[0] ?? []).map(({ name, type, dims }, which): NamedTensor => {
    const parts = made.map((one) => one[which]?.data ?? []);
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const first = parts[0];
    if (!first || Array.isArray(first))
      return { name, type, dims: [all, ...dims.slice(1)], data: (parts as string[][]).flat() };
    const data = new (first.constructor as new (length: number) => Float32Array)(length);
    let next = 0;
    for (const part of parts) {
      data.set(part as Float32Array, next);
      next += part.length;
    }
    return { name, type, dims: [all, ...dims.slice(1)], data };
  });
  return { packed: joined };
}
