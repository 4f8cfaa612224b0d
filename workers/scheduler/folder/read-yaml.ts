import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from "yaml";
import { LIMITS } from "@/lib/pipelines/schema";
import { because } from "@/lib/platform/reasons";
import type { Declared } from "./declared";
import { FileProblem } from "./file-problem";

/** Anchors are for a few shared settings, not for doubling a document again and again. */
const MOST_ALIASES = 100;

/** A YAML document as plain data, and where in the text each of its fields stands. */
export function readYaml(text: string): Declared {
  refuseDeepNesting(text);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    version: "1.2",
    schema: "core",
    // An integer that no number keeps stays what it is, and is refused with its place.
    intAsBigInt: true,
  });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) {
    const said = problem.message;
    throw new FileProblem(said, because("file_syntax", { said }), place(problem.pos[0]));
  }
  if (document.contents === null)
    throw new FileProblem("the file is empty. It needs at least dag_id and tasks.", because("file_empty"));
  visit(document, {
    Pair(_, { key }) {
      if (isScalar(key) && key.value === "<<" && key.type === "PLAIN")
        throw new FileProblem(
          "merge keys (<<) are not supported. Write the fields out, or use an alias (*name) for a whole value.",
          because("yaml_merge"),
          place(key.range?.[0] ?? 0),
        );
    },
    Scalar(_, scalar) {
      if (typeof scalar.value === "bigint" && Number.isSafeInteger(Number(scalar.value)))
        scalar.value = Number(scalar.value);
    },
  });
  return {
    raw: dataOf(document),
    text,
    locate: (pointer) => {
      const offset = offsetOf(document, pointer);
      return offset === null ? {} : place(offset);
    },
  };
}

/** Reading brackets in brackets takes time that grows with the square of their depth; the lexer's does not. */
function refuseDeepNesting(text: string): void {
  let depth = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth -= 1;
    if (depth > LIMITS.depth)
      throw new FileProblem(
        `the file nests deeper than ${LIMITS.depth} levels`,
        because("too_deep", { maximum: LIMITS.depth }),
      );
  }
}

function dataOf(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    const said = error instanceof Error ? error.message : "the file cannot be read";
    throw new FileProblem(said, because("file_syntax", { said }));
  }
}

/** As far as the pointer leads: of a field that is missing, its parent is what can be shown. */
function offsetOf(document: Document.Parsed, pointer: string): number | null {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? null;
  for (const part of pointer.split("/").slice(1)) {
    const token = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (isAlias(node)) node = node.resolve(document) ?? null;
    let next: unknown;
    let start: unknown;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === token);
      next = pair?.value;
      start = pair?.key;
    } else if (isSeq(node)) {
      next = node.items[Number(token)];
      start = next;
    }
    if (!isNode(start)) break;
    offset = start.range?.[0] ?? offset;
    if (!isNode(next)) break;
    node = next;
  }
  return offset;
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
}
