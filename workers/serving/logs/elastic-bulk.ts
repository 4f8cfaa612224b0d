import { type LogRecord, type Received, recordOfDocument } from "@/lib/log-records";
import { linesOf, refuseTooMany } from "./body-text";
import { documentOf } from "./lines";

type Item = Readonly<Record<string, { _index: string; _id?: string; status: number; error?: object }>>;
type Bulk = { records: LogRecord[]; items: Item[]; failed: boolean };

/**
 * Actions and documents, a line each. Blank lines are skipped, as rsyslog sends them. There is one item for each action, in
 * their order: clients count by it. What cannot be a document fails alone.
 */
export function readBulk(body: Buffer, index: string | null, received: Received): Bulk {
  const lines = linesOf(body);
  const bulk: Bulk = { records: [], items: [], failed: false };
  for (const line of lines) {
    refuseTooMany(bulk.items.length + 1);
    const action = documentOf(line);
    const [name = "index", named] = Object.entries(action ?? {})[0] ?? [];
    const place = placeOf(named, index);
    const fail = (type: string, reason: string) => {
      bulk.failed = true;
      bulk.items.push({ [name]: { ...place, status: 400, error: { type, reason } } });
    };
    if (!action) fail("parse_exception", "An action is expected, as a JSON object on a line of its own.");
    else if (name === "delete") fail("action_not_supported", "Records of logs are not deleted one by one.");
    else {
      const document = documentOf(nextOf(lines));
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

/** The empty line when there is none. */
function nextOf(lines: Iterator<string>): string {
  const { done, value } = lines.next();
  return done ? "" : value;
}

function placeOf(named: unknown, index: string | null): { _index: string; _id?: string } {
  const { _index, _id } = typeof named === "object" && named !== null ? Object(named) : {};
  const place = { _index: typeof _index === "string" ? _index.slice(0, 255) : (index ?? "") };
  return typeof _id === "string" ? { ...place, _id: _id.slice(0, 512) } : place;
}
