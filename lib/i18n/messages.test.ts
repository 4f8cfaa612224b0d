import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { loadMessages, type MessageTree } from "./messages";

const en = flatten(loadMessages("en"));
const ko = flatten(loadMessages("ko"));
const sources = sourcesOf(["app", "components"]);

function flatten(tree: MessageTree, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string" ? [[prefix + key, value] as const] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );
}

function sourcesOf(folders: string[]): { path: string; text: string }[] {
  const listed = execFileSync("find", [...folders, "-name", "*.ts", "-o", "-name", "*.tsx"], {
    encoding: "utf8",
  });
  return listed
    .split("\n")
    .filter((path) => /\.tsx?$/.test(path) && !path.includes(".test."))
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

/** `const t = useTranslations("shell.keys")` and the literal keys asked of `t` in the same file. */
function usesIn(text: string): string[] {
  const scopes = [...text.matchAll(/const (\w+) = (?:await getTranslations|useTranslations)\("([\w.]+)"\)/g)];
  return [...new Set(scopes.map(([, name]) => name))].flatMap((name) => {
    const found = scopes.filter(([, other]) => other === name);
    const calls = [
      ...text.matchAll(new RegExp(`\\b${name}(?:\\.rich|\\.markup|\\.raw)?\\(\\s*"([\\w.]+)"`, "g")),
    ];
    // Two components of one file may use one name for two namespaces; then either may hold the key.
    return calls.map(([, key]) => found.map(([, , scope]) => `${scope}.${key}`).join("|"));
  });
}

it("both languages have the same keys", () => {
  expect([...ko.keys()].filter((key) => !en.has(key))).toEqual([]);
  expect([...en.keys()].filter((key) => !ko.has(key))).toEqual([]);
});

it("both languages use the same values in a message", () => {
  const names = (text: string) =>
    [...new Set([...text.matchAll(/\{(\w+)\s*[,}]/g)].map(([, name]) => name))].sort();
  const different = [...en].filter(([key, text]) => {
    const other = ko.get(key) ?? "";
    return names(text).join() !== names(other).join();
  });
  expect(different.map(([key]) => key)).toEqual([]);
});

it("every key that is asked for exists", () => {
  const missing = sources.flatMap(({ path, text }) =>
    usesIn(text).flatMap((use) => (use.split("|").some((key) => en.has(key)) ? [] : [`${path}: ${use}`])),
  );
  expect(missing).toEqual([]);
});

it("every namespace is used", () => {
  const all = sources.map(({ text }) => text).join("\n");
  const unused = Object.keys(loadMessages("en")).filter(
    (space) => !new RegExp(`Translations\\("${space}[".]`).test(all),
  );
  expect(unused).toEqual([]);
});

it("Korean is product copy: no double particles, no plural marks", () => {
  const odd = [...ko].filter(([, text]) =>
    /[을를이가은는]\([을를이가은는]\)|\(으\)로|사용자들|실행들|태스크들/.test(text),
  );
  expect(odd.map(([key, text]) => `${key}: ${text}`)).toEqual([]);
});
