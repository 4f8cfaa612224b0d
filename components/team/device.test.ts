import { expect, it } from "vitest";
import { deviceOf } from "./device";

const MOZILLA = "Mozilla/5.0";
const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

it.each([
  [`${MOZILLA} (X11; Linux x86_64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36`, "Chrome · Linux"],
  [`${MOZILLA} (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/142.0.0.0 Safari/537.36`, "Chrome · Linux"],
  [
    `${MOZILLA} (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0 Safari/537.36 Edg/142.0`,
    "Edge · Windows",
  ],
  [
    `${MOZILLA} (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/138.0 Whale/4.33 Safari/537.36`,
    "Whale · Windows",
  ],
  [`${MOZILLA} (Windows NT 10.0; rv:144.0) Gecko/20100101 Firefox/144.0`, "Firefox · Windows"],
  [`${MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/19 Safari/605`, "Safari · macOS"],
  [`${MOZILLA} (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19 Mobile Safari/604`, "Safari · iOS"],
  [
    `${MOZILLA} (Linux; Android 16; SM-S931N) ${WEBKIT} Chrome/142.0 Mobile Safari/537.36`,
    "Chrome · Android",
  ],
  ["curl/8.10.1", null],
  ["", null],
])("%s", (userAgent, device) => expect(deviceOf(userAgent)).toBe(device));
