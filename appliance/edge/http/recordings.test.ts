import { afterEach, describe, expect, it } from "vitest";
import { type Box, box, recording, refused, send } from "../../../test/sim/http-box.ts";

let open: Box | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});
const fresh = async (): Promise<Box> => {
  open = await box();
  return open;
};

describe("recordings", () => {
  it("sends ranges as asked for", async () => {
    const { app, staff } = await fresh();
    const { supervisor: cookie } = await staff();
    const ask = (range?: string, more = {}) =>
      send(app, "GET", "/api/recordings/r1/audio", { cookie, headers: { ...(range ? { range } : {}), ...more } });
    const whole = await ask();
    expect([whole.status, whole.raw.equals(recording), whole.headers["accept-ranges"], whole.headers["content-type"]]).toEqual([
      200,
      true,
      "bytes",
      "audio/wav",
    ]);
    for (const [range, first, last] of [
      ["bytes=0-", 0, 999],
      ["bytes=10-19", 10, 19],
      ["bytes=990-5000", 990, 999],
      ["bytes=-7", 993, 999],
      ["bytes=-5000", 0, 999],
    ] as const) {
      const part = await ask(range);
      expect([range, part.status, part.headers["content-range"]]).toEqual([range, 206, `bytes ${first}-${last}/1000`]);
      expect(part.raw.equals(recording.subarray(first, last + 1))).toBe(true);
    }
    for (const range of ["bytes=1000-", "bytes=-0"]) {
      const none = await ask(range);
      expect([none.status, none.headers["content-range"], none.raw.length]).toEqual([416, "bytes */1000", 0]);
    }
    for (const range of ["bytes=0-1,5-6", "lines=1-2", "bytes=9-3", "bytes=-"]) expect((await ask(range)).status).toBe(200);
    expect((await ask("bytes=0-1", { "if-range": String(whole.headers.etag) })).status).toBe(206);
    expect((await ask("bytes=0-1", { "if-range": '"other"' })).status).toBe(200);
  });

  it("are for whoever may hear them: agents their own, where the settings allow it", async () => {
    const { app, staff, force } = await fresh();
    const { supervisor, agent } = await staff();
    const audio = (cookie: string) => send(app, "GET", "/api/recordings/r1/audio", { cookie });
    const withReason = () => send(app, "GET", "/api/recordings/r1/audio?reason=meter%20number", { cookie: agent });
    expect((await audio(supervisor)).status).toBe(200);
    refused(await audio(agent), "reason-wanted");
    expect((await withReason()).status).toBe(200);
    const { accesses } = (await send(app, "GET", "/api/recordings/r1", { cookie: supervisor })).json as {
      accesses: { how: string; reason: string }[];
    };
    expect(accesses).toContainEqual(expect.objectContaining({ how: "heard", reason: "meter number" }));
    force.settings = { ...force.settings, recording: { ...force.settings.recording, agentsHearOwn: false } };
    expect((await audio(supervisor)).status).toBe(200);
    refused(await withReason(), "not-allowed");
    refused(await send(app, "GET", "/api/recordings/r1/peaks", { cookie: agent }), "not-allowed");
    // What is noted on his own call he sees and adds to all the same.
    expect((await send(app, "GET", "/api/recordings/r1", { cookie: agent })).json).toMatchObject({ audible: false });
    expect((await send(app, "POST", "/api/recordings/r1/notes", { cookie: agent, body: { tag: "x" } })).status).toBe(200);
  });

  it("every listening is written down once, from whichever byte it begins, and with a reason when one is wanted", async () => {
    const { app, staff, force, clock } = await fresh();
    const { supervisor: cookie, administrator } = await staff();
    const heard = async () =>
      (await send(app, "GET", "/api/people/boss/recordings-heard", { cookie: administrator })).json as { reason: string }[];
    const ask = (query = "", range = "bytes=500-") =>
      send(app, "GET", `/api/recordings/r1/audio${query}`, { cookie, headers: { range } });
    await ask();
    await ask("", "bytes=0-");
    expect(await heard()).toMatchObject([{ recording: "r1", who: "boss", how: "heard", reason: "" }]);
    clock.nowMs += 600_000;
    await ask();
    expect(await heard()).toHaveLength(2);
    force.settings = { ...force.settings, recording: { ...force.settings.recording, askReason: true } };
    refused(await ask(), "reason-wanted");
    refused(await ask("?reason=%20%20%20%20"), "reason-wanted");
    expect((await ask("?reason=complaint%2012")).status).toBe(206);
    expect((await heard())[0]).toMatchObject({ reason: "complaint 12" });
    refused(await send(app, "GET", "/api/recordings/r1/proof", { cookie }), "reason-wanted");
  });

  it("are found by notes and tags, whole words or parts of them", async () => {
    const { app, staff } = await fresh();
    const { supervisor: cookie } = await staff();
    const find = async (query: string) =>
      ((await send(app, "GET", `/api/recordings?${query}`, { cookie })).json as { recording: { id: string } }[]).map(
        (f) => f.recording.id,
      );
    const body = { tag: "complaint", text: "用户投诉水费过高", atMs: 400 };
    expect((await send(app, "POST", "/api/recordings/r1/notes", { cookie, body })).status).toBe(200);
    expect(await find("tag=complaint")).toEqual(["r1"]);
    const found = (words: string) => find(`words=${encodeURIComponent(words)}`);
    // Words belong to the call: its other recordings are found with it.
    for (const words of ["投诉", "水费过高", "COMPL", "诉水费"]) expect(await found(words)).toContain("r1");
    for (const words of ['"', "电费", "OR", "xyz*"]) expect(await found(words)).toEqual([]);
    expect(await find("number=13&agent=li&direction=in")).toHaveLength(5);
    for (const none of ["number=77", "agent=x", "direction=out", "minMs=1", "beforeMs=5", "kind=voicemail", "endReason=busy"])
      expect(await find(none)).toEqual([]);
    expect((await send(app, "POST", "/api/recordings/r1/notes", { cookie, body: {} })).status).toBe(400);
  });

  it("stay inside the data folder", async () => {
    const { app, staff } = await fresh();
    const { supervisor: cookie } = await staff();
    for (const id of ["escape", "link", "gone", "folder"])
      for (const what of ["audio", "peaks"])
        refused(await send(app, "GET", `/api/recordings/${id}/${what}`, { cookie }), "recording-damaged");
    for (const id of ["..%2f..%2foutside.wav", "r2"])
      refused(await send(app, "GET", `/api/recordings/${id}/audio`, { cookie }), "not-found");
    expect((await send(app, "GET", "/api/recordings/r1/peaks?buckets=60", { cookie })).json).toMatchObject({
      durationMs: 1_000,
      left: { length: 60 },
    });
  });
});
