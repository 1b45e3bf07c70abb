import { afterAll, beforeAll, expect, test } from "vitest";
import type { CallRecord } from "../../appliance/contract/records.ts";
import { Baresip, type BaresipOptions } from "../sim/baresip.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { SipPhone } from "../sim/sip-phone.ts";
import { heardForMs, tone } from "../sim/sound.ts";

let box: LabBox;
let office: ConsoleClient;
let colleague: SipPhone;
beforeAll(async () => {
  box = await startLabBox();
  office = await ConsoleClient.admin(box);
  colleague = await SipPhone.open({ user: "8002", password: box.credentials.phones["8002"]!.password, box: box.sip });
  expect(await colleague.register()).toBe(200);
});
afterAll(async () => {
  colleague?.close();
  expect(await box?.stop()).toBe(0);
});

/** 8002 calls 8001, a baresip; both speak and are heard. */
async function colleaguesTalk(options: Pick<BaresipOptions, "transport" | "codec" | "srtp">): Promise<CallRecord> {
  const phone = await Baresip.start({
    user: "8001",
    password: box.credentials.phones["8001"]!.password,
    box: options.transport === "tls" ? box.tls : box.sip,
    toneHz: 1100,
    ...options,
  });
  try {
    const call = await colleague.call("8001");
    await call.up;
    await call.sound.say(tone(700, 24_000));
    expect(heardForMs(call.sound.heard(), 1100)).toBeGreaterThan(1_500);
    call.hangUp();
    await phone.says(/terminated|session closed/);
    expect(heardForMs(phone.heard(), 700)).toBeGreaterThan(1_500);
  } finally {
    await phone.stop();
  }
  const [record] = await office.until<CallRecord[]>(
    "/api/calls",
    ([latest]) => latest?.legs.every((l) => l.stats !== undefined) ?? false,
  );
  return record!;
}

test("an HD phone (G.722) and an ordinary one (G.711) hear each other", async () => {
  const record = await colleaguesTalk({ codec: "G722" });
  expect(record.legs.map((l) => l.stats?.codec)).toEqual(["PCMA", "G722"]);
});

test("a phone that insists on encrypted sound over TLS talks with one that has none", async () => {
  await office.changeSettings((settings) => {
    settings.phones.find((p) => p.id === "8001")!.srtp = "required";
    return settings;
  });
  const record = await colleaguesTalk({ transport: "tls", srtp: true });
  expect(record.legs.map((l) => l.stats?.srtp)).toEqual([false, true]);
});

test("wrong passwords shut an address out, and an alarm says so", async () => {
  // A trunk's own address is never shut out; this one is nobody's.
  const thief = await SipPhone.open({ user: "8002", password: "guess", box: box.sip, address: "127.0.0.66" });
  const answers: number[] = [];
  try {
    for (let n = 0; n < 12; n++) {
      const status = await Promise.race([
        thief.register().catch(() => 0),
        new Promise<number>((done) => setTimeout(() => done(0), 1_500)),
      ]);
      answers.push(status);
      if (status === 0) break;
    }
  } finally {
    thief.close();
  }
  // Refused as long as it is heard, then silence.
  expect(answers.at(-1)).toBe(0);
  expect(answers.slice(0, -1).every((s) => s === 401)).toBe(true);
  await office.until<{ code: string; words: { en: string } }[]>("/api/alarms", (alarms) =>
    alarms.some((a) => a.code === "scanner" && a.words.en.includes("127.0.0.66")),
  );
});
