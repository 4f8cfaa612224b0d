import { type LogRecord, type Received, recordOfDocument } from "@/lib/log-records";
import { documentOf } from "./lines";
import { textOf } from "./receive";

type Item = Readonly<Record<string, { _index: string; _id?: string; status: number; error?: object }>>;
type Bulk = { records: LogRecord[]; items: Item[]; failed: boolean };

/**
 * Actions and documents, a line each. Blank lines are skipped, as rsyslog sends them. There is one item for each action, in
 * their order: clients count by it. What cannot be a document fails alone.
 */
export function readBulk(body: Buffer, index: string | null, received: Received): Bulk {
  const lines = textOf(body)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const bulk: Bulk = { records: [], items: [], failed: false };
  let last: { line: string; action: Record<string, unknown> | null } = { line: "", action: null };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    // Most shippers send the same action before each document.
    if (line !== last.line) last = { line, action: documentOf(line) };
    const { action } = last;
    const [name = "index", named] = Object.entries(action ?? {})[0] ?? [];
    const place = placeOf(named, index);
    const fail = (type: string, reason: string) => {
      bulk.failed = true;
      bulk.items.push({ [name]: { ...place, status: 400, error: { type, reason } } });
    };
    if (!action) fail("parse_exception", "An action is expected, as a JSON object on a line of its own.");
    else if (name === "delete") fail("action_not_supported", "Records of logs are not deleted one by one.");
    else {
      at += 1;
      const document = documentOf(lines[at] ?? "");
      if (name === "update") fail("action_not_supported", "Records of logs are not changed.");
      else if (name !== "index" && name !== "create")
        fail("action_not_supported", "Only index and create are done here.");
      else if (!document) fail("document_parsing_exception", "A JSON object on one line is expected.");
      else {
        const record = recordOfDocument(document, received);
        if (place._index !== "") record.attrs.index = place._index;
        bulk.records.push(record);
        bulk.items.push({ [name]: { ...place, status: 201 } });
      }
    }
  }
  return bulk;
}

function placeOf(named: unknown, index: string | null): { _index: string; _id?: string } {
  const { _index, _id } = typeof named === "object" && named !== null ? Object(named) : {};
  const place = { _index: typeof _index === "string" ? _index.slice(0, 255) : (index ?? "") };
  return typeof _id === "string" ? { ...place, _id: _id.slice(0, 512) } : place;
}
