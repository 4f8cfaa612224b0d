/** Where a line of a traceback says that it was: `at` and `length` are of the part that names the place. */
export type Frame = { at: number; length: number; path: string; line: number; name: string | null };

/** A frame is short; a longer line is output that only looks like one. */
const MOST_CHARACTERS = 2_000;

/** `File "x.py", line 12, in load`, as Python prints it, also in the middle of an ExceptionGroup's bars. */
const PYTHON = /\bFile "([^"\n]{1,500})", line (\d{1,7})(?:, in ([^\n]{1,200}))?/g;
/** `at load (file:///x.ts:12:5)`, `at x.ts:12:5`, `at async Promise.all (index 0)`, as Node prints it. The name ends at its parenthesis. */
const NODE =
  /\bat (?:(?:async |new )?([^\s()]{1,200}(?: \[as [^\]\s]{1,100}\])?) \()?((?:file:\/\/)?[^\s():]{1,500}):(\d{1,7})(?::\d{1,7})?\)?/g;
/** Code that no bundle has. */
const LIBRARY =
  /^(?:node:|internal\/|<)|(?:^|\/)(?:site-packages|dist-packages|node_modules)\/|\/lib(?:64)?\/python\d[\d.]*\//;

/** The frames in one line of a message that lie in the author's own code. */
export function framesOf(text: string): Frame[] {
  if (text.length > MOST_CHARACTERS) return [];
  const python = [...text.matchAll(PYTHON)].map((found) =>
    frameOf(found, { path: found[1] ?? "", line: found[2] ?? "", name: found[3] }),
  );
  // What Python prints has no `at` before a path with a colon in it.
  const node =
    python.length > 0
      ? []
      : [...text.matchAll(NODE)].map((found) =>
          frameOf(found, { path: found[2] ?? "", line: found[3] ?? "", name: found[1] }),
        );
  return [...python, ...node].filter(({ path, line }) => line > 0 && isFile(path) && !LIBRARY.test(path));
}

function frameOf(
  { 0: all, index }: RegExpExecArray,
  { path, line, name }: { path: string; line: string; name: string | undefined },
): Frame {
  const bare = path.startsWith("file://") ? path.slice("file://".length) : path;
  return { at: index, length: all.length, path: bare, line: Number(line), name: name?.trim() ?? null };
}

/** A file of code: `at db.example:5432` names a server. */
function isFile(path: string): boolean {
  return /[^/]\.(?:py|ipynb|[cm]?[jt]sx?|sql|sh|r)$/i.test(path);
}

/** All frames of a message, in its order; at most 50. */
export function framesOfMessage(message: string): Frame[] {
  const frames: Frame[] = [];
  for (const line of message.split("\n", 1_000)) {
    frames.push(...framesOf(line));
    if (frames.length >= 50) break;
  }
  return frames.slice(0, 50);
}
