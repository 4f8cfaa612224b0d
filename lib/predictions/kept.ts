import type { Asked, JoinedFeatures } from "@/lib/endpoints";
import { exactText } from "@/lib/platform/exact-text";

export type Kept = {
  rows: number;
  keptRows: number;
  request: string;
  given: string | null;
  features: string | null;
  response: string | null;
};
type Parts = {
  asked: Asked;
  given: readonly unknown[] | undefined;
  features: JoinedFeatures | null;
  /** What was answered: a prediction for each row, or tensors. Null where nothing was. */
  answer: readonly unknown[] | null;
};
type Most = { rows: number; characters: number };

/** What of a request and its answer goes into the log, as JSON: its first rows, as many as the limits allow. */
export function keptOf(parts: Parts, most: Most): Kept {
  const { asked } = parts;
  return asked.kind === "rows" ? keptRows(parts, asked.rows, most) : keptTensors(parts, asked, most);
}

/** A row goes in with all that belongs to it, or not at all. */
function keptRows({ given, features, answer }: Parts, rows: readonly unknown[], most: Most): Kept {
  const lists = [rows, given, answer, ...(features?.views ?? []).map((view) => view.rows)];
  const texts: string[][] = lists.map(() => []);
  let left = most.characters;
  let keptRows = 0;
  while (keptRows < Math.min(rows.length, most.rows)) {
    const row = textsOfRow(lists, keptRows, left);
    if (row === null) break;
    for (const [at, text] of row.entries()) texts[at]?.push(text);
    left -= row.reduce((sum, text) => sum + text.length, 0);
    keptRows += 1;
  }
  const [request = [], ofGiven = [], ofAnswer = [], ...ofViews] = texts;
  return {
    rows: rows.length,
    keptRows,
    request: list(request),
    given: given ? list(ofGiven) : null,
    features: features ? featuresText(features, ofViews) : null,
    response: answer ? list(ofAnswer) : null,
  };
}

/** Null when they are too long together. A list that there is not has an empty text. */
function textsOfRow(
  lists: readonly (readonly unknown[] | null | undefined)[],
  row: number,
  most: number,
): string[] | null {
  let left = most;
  const texts: string[] = [];
  for (const one of lists) {
    const text = one ? exactText(one[row] ?? null, left) : "";
    if (text === null) return null;
    left -= text.length;
    texts.push(text);
  }
  return texts;
}

function featuresText({ service, views }: JoinedFeatures, rows: readonly (readonly string[])[]): string {
  const texts = views.map(({ view, features }, at) => {
    const head = `{"view":${JSON.stringify(view)},"features":${JSON.stringify(features)}`;
    return `${head},"rows":${list(rows[at] ?? [])}}`;
  });
  return `{"service":${JSON.stringify(service)},"views":${list(texts)}}`;
}

const list = (texts: readonly string[]) => `[${texts.join(",")}]`;

/** Tensors are kept whole, or by their names, types and shapes alone. */
function keptTensors({ answer, features }: Parts, asked: Asked & { kind: "tensors" }, most: Most): Kept {
  const { inputs, outputs } = asked;
  const rows = Math.max(...inputs.map(({ shape }) => shape[0] ?? 1));
  const specs = inputs.map(({ name, shape, datatype }) => ({ name, shape, datatype }));
  const cut = {
    rows,
    keptRows: 0,
    request: JSON.stringify({ inputs: specs }),
    given: null,
    features: null,
    response: answer && "[]",
  };
  if (rows > most.rows) return cut;
  const request = exactText({ inputs, outputs: outputs?.map(({ name }) => ({ name })) }, most.characters);
  if (request === null) return cut;
  const response = answer && exactText(answer, most.characters - request.length);
  if (answer && response === null) return cut;
  const left = most.characters - request.length - (response?.length ?? 0);
  const joined = features && exactText(features, left);
  if (features && joined === null) return cut;
  return { ...cut, keptRows: rows, request, response, features: joined };
}
