type Answering = (request: Request) => Promise<Response>;

/**
 * Handles redirects and cookies as a browser does: keeps cookies by host, and follows redirects. `answer` handles calls
 * to `own` in this process.
 */
export class TestBrowser {
  private readonly jars = new Map<string, Map<string, string>>();
  constructor(
    readonly own: string,
    private readonly answer: Answering,
  ) {}

  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { origin } = new URL(url);
    const jar = this.jars.get(origin) ?? new Map<string, string>();
    this.jars.set(origin, jar);
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set("cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
    const request = new Request(url, { ...init, headers, redirect: "manual" });
    const response = origin === this.own ? await this.answer(request) : await fetch(request);
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** Follows redirects until the last one, or to a URL for which `until` returns true; returns that URL. */
  async follow(first: string, until: (url: string) => boolean): Promise<string> {
    let url = first;
    for (let hops = 0; hops < 10; hops++) {
      if (until(url)) return url;
      const response = await this.fetch(url);
      const location = response.headers.get("location");
      if (!location) return url;
      url = new URL(location, url).href;
    }
    throw new Error(`Too many redirects, the last to ${url}`);
  }

  cookie(name: string, url = this.own): string | undefined {
    return this.jars.get(new URL(url).origin)?.get(name);
  }
  cookies(url = this.own): [string, string][] {
    return [...(this.jars.get(new URL(url).origin) ?? [])];
  }
  setCookie(name: string, value: string, url = this.own): void {
    const { origin } = new URL(url);
    const jar = this.jars.get(origin) ?? new Map<string, string>();
    this.jars.set(origin, jar.set(name, value));
  }
}
