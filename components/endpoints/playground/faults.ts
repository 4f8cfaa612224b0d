/** What FastAPI says of a place in the request. */
export type Fault = { loc: (string | number)[]; msg: string; type: string };

/** The faults of a 422, or the text of any other refusal. */
export function faultsOf(body: unknown): { faults: Fault[]; detail: string | null } {
  const { detail } = Object(body);
  if (typeof detail === "string") return { faults: [], detail };
  if (!Array.isArray(detail)) return { faults: [], detail: null };
  return { faults: detail.map(faultOf), detail: null };
}

function faultOf(said: unknown): Fault {
  const { loc, msg, type } = Object(said);
  const path: unknown[] = Array.isArray(loc) ? loc : [];
  return {
    loc: path.map((part) => (typeof part === "number" ? part : String(part))),
    msg: String(msg ?? ""),
    type: String(type ?? ""),
  };
}

/** Of the only row of the form: what is wrong with an input, or with a part of it. */
export function faultAt(faults: readonly Fault[], input: string): string | undefined {
  return faults.find(
    ({ loc }) => loc[0] === "body" && loc[1] === "instances" && loc[2] === 0 && loc[3] === input,
  )?.msg;
}

/** Those that stand at none of these inputs. */
export function otherFaults(faults: readonly Fault[], inputs: readonly string[]): Fault[] {
  return faults.filter((fault) => !inputs.some((input) => faultAt([fault], input) !== undefined));
}

export const placeText = (loc: Fault["loc"]) => loc.slice(1).join(" › ");
