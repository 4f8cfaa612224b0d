import type { Packet, PacketResult, Run, RunResult } from "./messages";
import type { NamedTensor, TensorData } from "./tensor";

/** What may be one run: the same outputs of rows of the same form, as many in each input. Null for a run that is no such list of rows. */
export function formKey({ feeds, outputs }: Run): string | null {
  const rows = feeds[0]?.dims[0];
  if (rows === undefined || rows === 0 || feeds.some(({ dims }) => dims[0] !== rows)) return null;
  const inputs = feeds.map(({ name, type, dims }) => `${type}[${dims.slice(1)}]${name}`);
  return [...inputs, "", ...outputs].join("\n");
}

/** The rows of several runs of one form, one behind the other. */
export function joinRuns(runs: readonly [Run, ...Run[]]): Run {
  const [first] = runs;
  const feeds = first.feeds.map(({ name, type, dims }, at) => {
    const parts = runs.flatMap(({ feeds }) => feeds[at] ?? []);
    const rows = parts.reduce((sum, part) => sum + (part.dims[0] ?? 0), 0);
    return { name, type, dims: [rows, ...dims.slice(1)], data: concatenated(parts) };
  });
  return { feeds, outputs: first.outputs };
}

/** What came out of them, for each its own. Null when the outputs have no value for each row. */
export function partOutputs(
  outputs: readonly NamedTensor[],
  rowsOfEach: readonly number[],
): NamedTensor[][] | null {
  const rows = rowsOfEach.reduce((sum, one) => sum + one, 0);
  if (outputs.some(({ dims }) => dims[0] !== rows)) return null;
  let from = 0;
  return rowsOfEach.map((count) => {
    const own = outputs.map((output) => rowsOf(output, from, count));
    from += count;
    return own;
  });
}

/** Runs as they are sent: those of one form are one packet. `places` are those of its runs among them. */
export function packed(runs: readonly Run[]): { packets: Packet[]; places: number[][] } {
  const groups: { runs: [Run, ...Run[]]; places: number[] }[] = [];
  const byForm = new Map<string, (typeof groups)[number]>();
  for (const [at, run] of runs.entries()) {
    const key = runs.length === 1 ? null : formKey(run);
    const known = key === null ? undefined : byForm.get(key);
    if (known) {
      known.runs.push(run);
      known.places.push(at);
      continue;
    }
    const group: (typeof groups)[number] = { runs: [run], places: [at] };
    groups.push(group);
    if (key !== null) byForm.set(key, group);
  }
  const packets = groups.map(
    ({ runs }): Packet => (runs.length === 1 ? runs[0] : { ...joinRuns(runs), rows: runs.map(rowsIn) }),
  );
  return { packets, places: groups.map(({ places }) => places) };
}

/** What each run of a packet has answered. */
export function unpacked(result: PacketResult, rows: readonly number[] | undefined): readonly RunResult[] {
  if ("results" in result) return result.results;
  if (!("packed" in result)) return [result];
  return (partOutputs(result.packed, rows ?? []) ?? []).map((outputs) => ({ outputs }));
}

export const rowsIn = ({ feeds }: Run): number => feeds[0]?.dims[0] ?? 0;

/** Some rows of a tensor, which share its memory. */
function rowsOf({ name, type, dims, data }: NamedTensor, from: number, count: number): NamedTensor {
  const width = data.length / (dims[0] ?? 1);
  const [first, last] = [from * width, (from + count) * width];
  const part = Array.isArray(data) ? data.slice(first, last) : data.subarray(first, last);
  return { name, type, dims: [count, ...dims.slice(1)], data: part };
}

function concatenated(parts: readonly NamedTensor[]): TensorData {
  const [first] = parts;
  if (!first || Array.isArray(first.data)) return parts.flatMap(({ data }) => data as string[]);
  const length = parts.reduce((sum, { data }) => sum + data.length, 0);
  // The guarantee: parts of one form have data of one kind.
  const made = new (first.data.constructor as new (length: number) => Float32Array)(length);
  let at = 0;
  for (const { data } of parts) {
    made.set(data as Float32Array, at);
    at += data.length;
  }
  return made;
}
