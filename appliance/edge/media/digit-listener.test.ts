import { expect, test } from "vitest";
import type { RtpView } from "../../wire/rtp/packet.ts";
import { DigitListener } from "./digit-listener.ts";

const press = (listener: DigitListener, event: number, timestamp: number, ssrc: number): string => {
  const bytes = new Uint8Array([event, 10, 0, 160]);
  const view: RtpView = { payloadType: 101, marker: true, sequence: 1, timestamp, ssrc, payloadStart: 0, payloadLength: 4 };
  return listener.event(bytes, view);
};

test("a new source counts its timestamps from wherever it likes: its first press is a press", () => {
  const listener = new DigitListener(true);
  expect(press(listener, 2, 24_400, 1)).toBe("2");
  expect(press(listener, 4, 24_800, 1)).toBe("4");
  expect(press(listener, 2, 24_400, 1)).toBe("");
  expect(press(listener, 1, 24_400, 2)).toBe("1");
  expect(press(listener, 1, 24_400, 2)).toBe("");
});
