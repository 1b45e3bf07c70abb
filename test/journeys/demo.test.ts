import { afterAll, beforeAll, expect, test } from "vitest";
import type { CallRecord, RecordingRow, TraceEntry } from "../../appliance/contract/records.ts";
import type { Settings } from "../../appliance/contract/settings.ts";
import { startBusinessServer } from "../../provisioning/lab/business-server.ts";
import { labSettings } from "../../provisioning/lab/settings.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { runSipp, type SippStep } from "../sim/sipp.ts";

type CallPage = { record: CallRecord; trace: TraceEntry[]; recordings: RecordingRow[] };
type Walk = { caller?: string; called?: string; steps: SippStep[] };

let box: LabBox;
let office: ConsoleClient;
let business: Awaited<ReturnType<typeof startBusinessServer>>;

beforeAll(async () => {
  box = await startLabBox();
  office = new ConsoleClient(box.console);
  await office.signIn("admin", box.credentials.admin!.password);
  // The utility's systems run beside the test, so that it can stop them.
  business = await startBusinessServer();
  const { revision, settings } = await office.get<{ revision: number; settings: Settings }>("/api/settings");
  settings.connectors = labSettings(business.url).connectors;
  await office.put("/api/settings", settings, { "if-match": `"${revision}"` });
});
afterAll(async () => {
  business?.server.close();
  expect(await box?.stop()).toBe(0);
});

let walks = 0;
/** sipp calls and does these steps; resolves with the call as the box kept it. */
async function walk({ caller = `1360000${String(++walks).padStart(4, "0")}`, called = "96100", steps }: Walk): Promise<CallPage> {
  const before = (await office.get<CallRecord[]>("/api/calls?limit=100")).map((c) => c.id);
  const run = await runSipp({
    box: box.sip,
    transport: "udp",
    withinSec: 150,
    steps: [{ do: "invite", from: caller, to: called, telephoneEvent: true }, ...steps],
  });
  expect(run.code, run.output + run.messages.slice(-3000)).toBe(0);
  const calls = await office.until<CallRecord[]>("/api/calls?limit=100", (list) =>
    list.some((c) => !before.includes(c.id) && c.caller === caller && c.endedAtMs !== undefined),
  );
  const id = calls.find((c) => !before.includes(c.id) && c.caller === caller)!.id;
  return office.until<CallPage>(`/api/calls/${id}`, (c) => c.recordings.every((r) => r.state === "complete"));
}

/** Where the call came by, each place once. */
const pathOf = (page: CallPage): string[] =>
  page.trace
    .flatMap((t) => ((t.data as { node?: string } | undefined)?.node ? [(t.data as { node: string }).node] : []))
    .filter((node, i, all) => node !== all[i - 1]);

const press = (digits: string): SippStep => ({ do: "press", digits });
const begins = ["notice", "begin", "by-number", "language", "hours", "main"];

const bill = "own-meter meter bill-lookup known proof proof-lookup proved bill-which bill-says after goodbye".split(" ");

test.each([
  ["1", "zh"],
  ["2", "en"],
] as const)("bill by meter number, the caller proves that it is his (%s: %s)", async (key, language) => {
  const page = await walk({ steps: [press(`${key}1100206#`), press("8000#"), { do: "await-bye" }] });
  expect(pathOf(page)).toEqual([...begins, ...bill]);
  expect(page.record).toMatchObject({ language, endReason: "flow-end" });
  expect(page.record.fields).toContainEqual(expect.objectContaining({ name: "balance", value: "205.30" }));
  // What he proved it with is nowhere.
  expect(JSON.stringify(page)).not.toContain('"8000"');
});
