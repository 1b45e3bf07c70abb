import { describe, expect, test } from "vitest";
import type { FoundHardware } from "../../contract/found-hardware.ts";
import type { HardwareProfile } from "../../contract/hardware.ts";
import { compareHardware } from "./compare-hardware.ts";
import { proposeProfile } from "./propose-profile.ts";

const nothing: FoundHardware = { usb: [], spans: [], channelNodes: [], dahdi: false };
const bare: HardwareProfile = { model: "sip-only", name: { en: "SIP only" }, ports: [], buses: [], cabinet: {} };
const modem = (usbPath: string, usbId = "2c7c:0125") => ({ usbPath, usbId, product: "EC25", interfaces: [0, 1, 2, 3] });
const card: FoundHardware["spans"][number] = {
  span: 1,
  name: "WCTDM/0",
  crc4: false,
  channels: [
    { channel: 1, as: "fxo" },
    { channel: 2, as: "fxo" },
    { channel: 3, as: "fxs" },
    { channel: 4, as: "unset" },
  ],
};
const e1: FoundHardware["spans"][number] = {
  span: 2,
  name: "TE2/0/1",
  crc4: true,
  channels: Array.from({ length: 31 }, (_, i) => ({ channel: 5 + i, as: "digital" })),
};
const shown = (profile: HardwareProfile, found: FoundHardware): string[] =>
  compareHardware(profile, found).map((d) => `${d.kind} ${d.subject}`);

describe("a profile is proposed", () => {
  test("of everything that is known, in the order it was found", () => {
    const found = {
      ...nothing,
      usb: [modem("1-1.1"), modem("1-1.2", "12d1:1001"), modem("1-1.3", "dead:beef")],
      spans: [card, e1],
    };
    const { model, ports } = proposeProfile(found, bare);
    expect(model).toBe("this-box");
    expect(ports).toEqual([
      { id: "gsm1", driver: "gsm-modem", usbPath: "1-1.1", family: "quectel-ec2x" },
      { id: "gsm2", driver: "gsm-modem", usbPath: "1-1.2", family: "huawei-e1xx" },
      { id: "fxo1", driver: "fxo", channel: 1 },
      { id: "fxo2", driver: "fxo", channel: 2 },
      { id: "fxs1", driver: "fxs", channel: 3 },
    ]);
  });

  test("what is at its place keeps its name and what can't be seen; names of others are not taken", () => {
    const present: HardwareProfile = {
      ...bare,
      model: "cellar",
      ports: [
        { id: "gsm1", driver: "gsm-modem", usbPath: "1-1.9", family: "quectel-ec2x" },
        { id: "left", driver: "gsm-modem", usbPath: "1-1.2", family: "simcom-7600", power: { hubPort: "1-1:2" } },
      ],
    };
    expect(proposeProfile({ ...nothing, usb: [modem("1-1.1"), modem("1-1.2")] }, present)).toMatchObject({
      model: "cellar",
      ports: [
        { id: "gsm2", usbPath: "1-1.1" },
        { id: "left", usbPath: "1-1.2", family: "quectel-ec2x", power: { hubPort: "1-1:2" } },
      ],
    });
  });
});

describe("profile and machine are compared", () => {
  const profile = proposeProfile({ ...nothing, usb: [modem("1-1.1"), modem("1-1.2")], spans: [card, e1] }, bare);

  test("what was proposed is what is there", () => {
    const found = { ...nothing, dahdi: true, usb: [modem("1-1.1"), modem("1-1.2")], spans: [card] };
    expect(shown(profile, found)).toEqual([]);
  });

  test("missing, another in its place, and more than is known", () => {
    const found: FoundHardware = {
      ...nothing,
      dahdi: true,
      usb: [modem("1-1.2", "1e0e:9001"), modem("1-1.3"), modem("1-1.4", "dead:beef")],
      spans: [
        {
          ...card,
          channels: [
            { channel: 1, as: "fxs" },
            { channel: 3, as: "fxs" },
            { channel: 7, as: "fxo" },
          ],
        },
      ],
    };
    expect(shown(profile, found)).toEqual([
      "missing gsm1",
      "other gsm2",
      "other fxo1",
      "missing fxo2",
      "extra 1-1.3",
      "unknown 1-1.4",
      "extra channel 7",
    ]);
  });

  test("without the driver of cards all their ports are missing; what isn't told is no difference", () => {
    expect(shown(profile, { ...nothing, usb: [{ usbPath: "1-1.1", interfaces: [] }, modem("1-1.2")] })).toEqual([
      "missing fxo1",
      "missing fxo2",
      "missing fxs1",
    ]);
    const nodes = { ...nothing, dahdi: true, channelNodes: [1, 2, 3, 5], usb: [modem("1-1.1"), modem("1-1.2")] };
    expect(shown(profile, nodes)).toEqual([]);
    expect(shown(bare, { ...nothing, dahdi: true, spans: [e1] })).toEqual(["unknown span 2"]);
  });

  test("each with a sentence and a hint, in both languages", () => {
    for (const { words, hint } of compareHardware(profile, {
      ...nothing,
      usb: [modem("1-1.1", "1e0e:9001"), modem("1-1.7", "dead:beef")],
    }))
      for (const { en, zh } of [words, hint]) {
        expect(en).toMatch(/\.$/);
        expect(zh).toMatch(/\p{Script=Han}.*。$/u);
      }
  });
});
