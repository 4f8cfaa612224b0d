import type { Actor, Deps } from "@/lib/platform/context";
import { type Db, poolSql } from "@/lib/platform/db";
import { addUsage } from "./repository/usage";
import { callerOf, Tally } from "./tally";

type Counting = Pick<Deps, "db" | "log" | "clock">;
type Book = { tally: Tally; timer: NodeJS.Timeout | null; writing: Promise<void> };

/** A count is at most so much later in the database than the answer. */
const WRITTEN_AFTER_MS = 5_000;
const books = new WeakMap<Db, Book>();

/** Counts an answer of an endpoint in memory; all counts of a process are written together, a few seconds later. */
export function countAnswer(
  deps: Counting,
  { endpoint, actor, status, ms }: { endpoint: string; actor: Actor; status: number; ms: number },
): void {
  const book = bookOf(deps);
  book.tally.add({ endpoint, caller: callerOf(actor), status, ms, at: deps.clock.now() });
  plan(deps, book);
}

/** Writes what was counted. What the database does not take now is kept, and written with the next. */
export function writeUsage(deps: Counting): Promise<void> {
  const book = bookOf(deps);
  if (book.timer) clearTimeout(book.timer);
  book.timer = null;
  book.writing = book.writing.then(() => write(deps, book));
  return book.writing;
}

async function write(deps: Counting, book: Book): Promise<void> {
  const { rows, dropped } = book.tally.take();
  if (dropped > 0) deps.log.warn({ dropped }, "answers of endpoints were not counted");
  if (rows.length === 0) return;
  try {
    await addUsage(poolSql(deps.db.pool), rows);
  } catch (error) {
    book.tally.putBack(rows);
    deps.log.warn({ err: error, rows: rows.length }, "the usage of endpoints is written later");
    plan(deps, book);
  }
}

function plan(deps: Counting, book: Book): void {
  book.timer ??= setTimeout(() => void writeUsage(deps), WRITTEN_AFTER_MS).unref();
}

function bookOf({ db }: Counting): Book {
  const known = books.get(db);
  if (known) return known;
  const made: Book = { tally: new Tally(), timer: null, writing: Promise.resolve() };
  books.set(db, made);
  return made;
}
