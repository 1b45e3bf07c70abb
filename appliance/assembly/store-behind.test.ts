import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import pino from "pino";
import { afterEach, expect, test } from "vitest";
import { labSettings } from "../../provisioning/lab/settings.ts";
import { openStore } from "../edge/store/store.ts";
import { BoxProgram } from "./box-program.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 27899 RTP/AVP 8\r\n";

/** A carrier that calls and waits for the final answer. */
async function carrier(server: number): Promise<{ call(id: string): Promise<string> }> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  cleanups.push(() => socket.close());
  const { port } = socket.address();
  return {
    async call(id) {
      const invite = [
        "INVITE sip:96100@127.0.0.1 SIP/2.0",
        `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK${id}`,
        `From: <sip:13900000000@127.0.0.1>;tag=${id}`,
        "To: <sip:96100@127.0.0.1>",
        `Call-ID: ${id}`,
        "CSeq: 1 INVITE",
        `Contact: <sip:caller@127.0.0.1:${port}>`,
        "Max-Forwards: 70",
        "Content-Type: application/sdp",
        `Content-Length: ${sdp.length}`,
      ];
      socket.send(`${invite.join("\r\n")}\r\n\r\n${sdp}`, server, "127.0.0.1");
      for (;;) {
        const [answer] = ((await once(socket, "message")) as [Buffer]).map(String);
        if (answer?.includes(`Call-ID: ${id}`) && !answer.startsWith("SIP/2.0 1")) return answer.split("\r\n")[0]!;
      }
    },
  };
}

test("while writing lags far behind a new call hears 503; when the disk works again the state is kept anew and calls are taken", async () => {
  const dir = mkdtempSync(join(tmpdir(), "linebox-behind-"));
  cleanups.push(() => rmSync(dir, { recursive: true, force: true }));
  let program: BoxProgram | undefined;
  let snapshots = 0;
  const store = await openStore({
    dir,
    waitingLimit: 40,
    hear: (problem) => program?.timeline.hear(problem),
    wantSnapshot: () => {
      snapshots++;
      program?.keepState();
    },
  });
  const settings = labSettings("http://127.0.0.1:1");
  const place = { host: "127.0.0.1", port: 0 };
  const options = { data: dir, http: place, sip: place, rtp: { from: 27_800, to: 27_840 }, profile: "lab" as const, cores: 2 };
  const box = new BoxProgram(store, settings, options, pino({ level: "silent" }), "0");
  program = box;
  const at = await box.open(settings);
  cleanups.push(() => box.stop());
  const trunk = await carrier(Number(at.split(":")[1]));
  await store.flushed();
  expect(await trunk.call("before")).toBe("SIP/2.0 200 OK");

  const other = new Database(join(dir, "linebox.db"));
  other.exec("BEGIN IMMEDIATE");
  for (let n = 0; !store.behind(); n++) box.timeline.hear({ on: "timer.due", key: `nothing ${n}` });
  expect(await trunk.call("during")).toBe("SIP/2.0 503 Service Unavailable");
  expect(Object.values(box.timeline.state.calls.calls).map((call) => call.record.legs[0]?.callRef)).toEqual(["before"]);
  expect(await box.gauges()).toMatchObject({ sip: { legs: 1 } });
  // Beyond the limit the journal is given up until a snapshot closes the gap.
  for (let n = 0; n < 60; n++) box.timeline.hear({ on: "timer.due", key: `nothing more ${n}` });
  other.exec("ROLLBACK");
  other.close();
  await expect.poll(() => store.behind(), { timeout: 15_000 }).toBe(false);
  expect(snapshots).toBeGreaterThan(0);
  await store.flushed();
  expect(store.recover().snapshot?.json).toContain('"before"');
  expect(await trunk.call("after")).toBe("SIP/2.0 200 OK");
}, 40_000);
