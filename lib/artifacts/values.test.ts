import { expect, test } from "vitest";
import { previewKind, textFormat } from "./values";

test.each([
  ["image/png", "a.png", "image"],
  ["IMAGE/PNG", "a", "image"],
  ["image/svg+xml", "a.svg", "image"],
  ["image/tiff", "a.tiff", null],
  ["text/html; charset=utf-8", "report.html", "html"],
  ["application/xhtml+xml", "a.xhtml", "text"],
  ["text/csv", "a.csv", "text"],
  ["application/json", "m.json", "text"],
  ["application/vnd.x+json", "m", "text"],
  ["application/octet-stream", "notes.md", "text"],
  ["application/octet-stream", "report.html", "html"],
  ["binary/octet-stream", "a.PNG", "image"],
  ["application/octet-stream", "png", null],
  ["application/octet-stream", "model.onnx", null],
  ["application/pdf", "a.pdf", null],
  ["application/vnd.apache.parquet", "a.csv", null],
  ["", "a.txt", "text"],
])("%s named %s is looked at as %s", (content_type, path, kind) => {
  expect(previewKind({ content_type, path })).toBe(kind);
});

test.each([
  ["a/MLmodel", "text/plain", "model"],
  ["aMLmodel", "text/plain", "plain"],
  ["a.json", "text/plain", "json"],
  ["m", "application/json; charset=utf-8", "json"],
  ["n.ipynb", "application/octet-stream", "notebook"],
  ["README.md", "text/plain", "markdown"],
  ["x.patch", "text/x-diff", "diff"],
  ["x.json.txt", "text/plain", "plain"],
])("%s of %s is laid out as %s", (path, content_type, format) => {
  expect(textFormat({ path, content_type })).toBe(format);
});
