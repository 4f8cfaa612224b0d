import { createServer } from "node:http";

export type GithubPerson = {
  id: number;
  login: string;
  name: string | null;
  email: string | null;
  emails: { email: string; primary: boolean; verified: boolean }[];
};
export type GithubStandIn = { url: string; person: GithubPerson; stop(): Promise<void> };

/** GitHub's OAuth endpoints and the two API calls that sign-in makes, at the paths of GitHub Enterprise Server. */
export async function startGithub(person: GithubPerson): Promise<GithubStandIn> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const github: GithubStandIn = {
    url,
    person,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  server.on("request", (request, response) => {
    const asked = new URL(request.url ?? "/", url);
    const json = (body: unknown) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(body));
    };
    if (asked.pathname === "/login/oauth/access_token")
      return json({ access_token: "gho_test", token_type: "bearer", scope: "read:user,user:email" });
    if (asked.pathname.startsWith("/api/v3/") && request.headers.authorization !== "Bearer gho_test") {
      response.statusCode = 401;
      return json({ message: "Bad credentials" });
    }
    const { emails, ...user } = github.person;
    if (asked.pathname === "/api/v3/user") return json(user);
    if (asked.pathname === "/api/v3/user/emails") return json(emails);
    const back = new URL(asked.searchParams.get("redirect_uri") ?? url);
    back.searchParams.set("code", "code");
    back.searchParams.set("state", asked.searchParams.get("state") ?? "");
    response.writeHead(302, { location: back.href }).end();
  });
  return github;
}
