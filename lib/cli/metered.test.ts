import { expect, it } from "vitest";
import { metered } from "./metered";

it("counts the bytes as they go, and those of a second try instead of the first", async () => {
  let total = 0;
  const open = metered(
    async () => ({ body: new Blob(["abc", "de"]).stream(), size: 5 }),
    (bytes) => {
      total += bytes;
    },
  );
  for (let tries = 0; tries < 2; tries += 1) {
    const { body, size } = await open();
    expect(await new Response(body).text()).toBe("abcde");
    expect([size, total]).toEqual([5, 5]);
  }
});
