import { authenticate } from "@/lib/http/authenticate";
import { deps } from "@/lib/http/deps";
import { swaggerPage } from "@/lib/http/openapi/swagger";

/** A page and not an API call, so it redirects to sign-in. */
export async function GET(request: Request): Promise<Response> {
  if (await authenticate(deps(), request.headers, null)) return swaggerPage();
  return new Response(null, {
    status: 303,
    headers: { location: "/sign-in?next=%2Fapi%2Fdocs", "cache-control": "no-store" },
  });
}
