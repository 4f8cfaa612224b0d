/** JSON there and back, with a token; an answer that is no success ends the bench with what it says. */
export async function post({ token }, url, body, method = "POST") {
  const raw = body instanceof Uint8Array;
  const answer = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": raw ? "application/octet-stream" : "application/json",
    },
    body: raw ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname} answered ${answer.status}: ${text}`);
  return text === "" || raw ? null : JSON.parse(text);
}
