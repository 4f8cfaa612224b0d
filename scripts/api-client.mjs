// A client of the API of a new installation.
export const ADMIN = { email: "first@example.com", password: "only as long as this runs" };
const SCOPES = ["pipelines:read", "pipelines:write", "runs:read", "runs:write", "logs:write"];

/** Waits and retries when the call budget is used up; `onSend` is called for each try, so that waits are not measured. */
export async function callApi(url, token, method, path, body, onSend = () => {}) {
  for (;;) {
    onSend();
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status === 429) {
      const seconds = Number(response.headers.get("retry-after")) || 1;
      await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
      continue;
    }
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === "" ? null : JSON.parse(text);
  }
}

/** Creates the team and its first admin with the set-up token; returns an API token. */
export async function makeToken(url, setupToken, scopes = SCOPES) {
  return tokenOf(url, await setUp(url, setupToken), scopes);
}

/** The same; returns the cookies of the first admin's session. */
export async function setUp(url, setupToken) {
  const made = await fetch(`${url}/api/v1/setup`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ token: setupToken, team_name: "Test", name: "Test", ...ADMIN }),
  });
  if (!made.ok) throw new Error(`set-up answered ${made.status}: ${await made.text()}`);
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = await csrf.json();
  const signedIn = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded", cookie: cookies(csrf), origin: url },
    body: new URLSearchParams({ csrfToken, ...ADMIN, json: "true", callbackUrl: url }),
  });
  return cookies(signedIn);
}

export async function tokenOf(url, session, scopes = SCOPES) {
  const token = await fetch(`${url}/api/v1/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url, cookie: session },
    body: JSON.stringify({ name: "test", scopes }),
  });
  if (!token.ok) throw new Error(`the token answered ${token.status}: ${await token.text()}`);
  return (await token.json()).token;
}

function cookies(response) {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
