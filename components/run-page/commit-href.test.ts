import { expect, test } from "vitest";
import { commitHref } from "./commit-href";

const SHA = "0123456789abcdef0123456789abcdef01234567";

test.each([
  ["https://github.com/team/churn.git", `https://github.com/team/churn/commit/${SHA}`],
  ["https://gitlab.example.com/a/b/c/", `https://gitlab.example.com/a/b/c/-/commit/${SHA}`],
  ["http://git.example:8080/x", `http://git.example:8080/x/commit/${SHA}`],
  ["https://user:secret@github.com/team/churn", `https://github.com/team/churn/commit/${SHA}`],
  ["git@github.com:team/churn.git", null],
  ["ssh://git@github.com/team/churn", null],
  ["javascript:alert(1)//x", null],
  ["file:///etc/passwd", null],
  ["data:text/html,x", null],
  ["https://github.com", null],
  ["", null],
])("of %s it is %s", (repository, href) => {
  expect(commitHref(repository, SHA)).toBe(href);
});

test.each([undefined, "", "main", "0123", "x".repeat(40), `${SHA}/../../x`])("%s is no commit", (commit) => {
  expect(commitHref("https://github.com/team/churn", commit)).toBeNull();
});
