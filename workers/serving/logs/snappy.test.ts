import fc from "fast-check";
import { compress } from "snappyjs";
import { describe, expect, it, test } from "vitest";
import { inflateSnappy } from "./snappy";

const MOST = 1_000;

test("a block that another writer made is what went into it", () => {
  const texts = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    // Repeats, which are copies, of themselves too.
    fc
      .tuple(fc.uint8Array({ minLength: 1, maxLength: 9 }), fc.integer({ min: 1, max: 100 }))
      .map(([part, times]) => Buffer.concat(Array.from({ length: times }, () => part))),
  );
  fc.assert(
    fc.property(texts, (bytes) => {
      const whole = Buffer.from(bytes);
      expect(inflateSnappy(compress(whole), MOST).equals(whole)).toBe(true);
    }),
  );
});

it("inflates each kind of part", () => {
  const far = Buffer.from([
    15,
    0x10,
    ...Buffer.from("abcde"),
    0x0b,
    5,
    0,
    0,
    0,
    0xf0,
    3,
    ...Buffer.from("wxyz"),
  ]);
  expect(inflateSnappy(Buffer.from([12, ...far.subarray(1)]), MOST).toString()).toBe("abcdeabcwxyz");
});

test("bytes of any kind are refused or inflated, and end", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        expect(inflateSnappy(Buffer.from(bytes), MOST).length).toBeLessThanOrEqual(MOST);
      } catch (error) {
        expect(error).toMatchObject({ name: expect.stringMatching(/^(?:AppError|TooLargeError)$/) });
      }
    }),
  );
});

describe("a block is refused that", () => {
  const stated = (length: number) => {
    const bytes: number[] = [];
    for (let left = length; ; left = Math.floor(left / 128)) {
      bytes.push((left % 128) | (left >= 128 ? 0x80 : 0));
      if (left < 128) return bytes;
    }
  };
  test.each([
    ["says that it is 4 GB", [...stated(2 ** 32 - 1), 0, 97], "TOO_LARGE"],
    ["says one byte more than there may be", [...stated(MOST + 1), 0, 97], "TOO_LARGE"],
    ["is shorter than it says", [...stated(2), 0, 97], "BAD_REQUEST"],
    ["is longer than it says", [...stated(1), 4, 97, 98], "BAD_REQUEST"],
    ["copies past its length without end", [...stated(5), 0, 97, 0xfe, 1, 0, 0xfe, 1, 0], "BAD_REQUEST"],
    ["copies from before its beginning", [...stated(5), 0, 97, 0x0e, 2, 0], "BAD_REQUEST"],
    ["copies from where it stands", [...stated(5), 0, 97, 0x0e, 0, 0], "BAD_REQUEST"],
    // As a signed number its length is negative: a reader that goes back by it never ends.
    ["has a literal of 4 GB", [...stated(5), 0xfc, 0xf0, 0xff, 0xff, 0xff, 97], "BAD_REQUEST"],
    ["ends within a literal", [...stated(5), 0x10, 97], "BAD_REQUEST"],
    ["ends within a copy", [...stated(5), 0, 97, 0x0f, 1], "BAD_REQUEST"],
    ["states a length of six bytes", [0x80, 0x80, 0x80, 0x80, 0x80, 1, 0], "BAD_REQUEST"],
    ["is empty", [], "BAD_REQUEST"],
  ])("%s", (_, bytes, code) => {
    expect(() => inflateSnappy(Buffer.from(bytes), MOST)).toThrow(expect.objectContaining({ code }));
  });
});
