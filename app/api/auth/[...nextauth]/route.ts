import { handleAuth } from "@/lib/http/auth-handler";

async function handler(
  request: Request,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  return handleAuth(request, (await context.params).nextauth);
}

export { handler as GET, handler as POST };
