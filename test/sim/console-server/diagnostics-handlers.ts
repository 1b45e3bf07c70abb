import type { BundleChoices, Capture, CaptureWish, Diagnostics, SupportBundle } from "../../../appliance/contract/diagnostics.ts";
import type { Handlers } from "./asked.ts";

const mb = 1_048_576;
const minute = 60_000;
const parts = [
  ["about.json", 640, "Versions, and what was chosen", "版本及所选内容"],
  ["settings.json", 84_200, "Settings, without secrets", "设置（不含密钥）"],
  ["hardware.json", 3_120, "Hardware profile, and what was found", "硬件配置与检测结果"],
  ["alarms.json", 18_400, "Alarms, open and past", "当前与历史告警"],
  ["host.json", 2_900, "The machine: memory, disk, temperatures", "主机：内存、磁盘、温度"],
  ["database.json", 2_100, "Size of the database, and whether it is whole", "数据库大小与完整性检查"],
  ["log.txt", 412_000, "The last of the log", "最近的日志"],
  ["events.ndjson", 6_400_000, "What happened, event by event", "事件记录"],
] as const;
const text = `{"seq":48211,"atMs":1795333437123,"event":{"on":"line.ringing","caller":"N0001xxxx00","called":"96100"}}\n`;

/** Diagnostics of the made-up hotline: a capture that runs, some that are over, a bundle that is looked at. */
export function diagnosticsHandlers(liveCalls: () => number): Handlers {
  const nowMs = Date.now();
  const capture = (over: Partial<Capture> & Pick<Capture, "id" | "kind">): Capture => ({
    content: false,
    by: "admin",
    startedAtMs: nowMs - 4 * minute,
    untilMs: nowMs + 6 * minute,
    bytes: 3.4 * mb,
    mostBytes: 50 * mb,
    packets: 41_260,
    dropped: 0,
    wrapped: false,
    ...over,
  });
  const past = (minutes: number) => ({ startedAtMs: nowMs - minutes * minute, endedAtMs: nowMs - (minutes - 9) * minute });
  let captures: Capture[] = [
    capture({ id: "calls-1", kind: "calls", subject: "203.0.113.20" }),
    capture({ id: "at-1", kind: "at", subject: "gsm3", ...past(55), ended: "asked", bytes: 48_200, packets: 912 }),
    capture({
      id: "rtp-1",
      kind: "rtp",
      content: true,
      ...past(190),
      ended: "time",
      bytes: 50 * mb,
      packets: 220_400,
      dropped: 12,
      wrapped: true,
    }),
    capture({
      id: "modbus-1",
      kind: "modbus",
      subject: "rs485",
      ...past(1_500),
      ended: "restart",
      bytes: 210_000,
      packets: 3_310,
    }),
  ];
  const choices: BundleChoices = { hideNumbers: true, hideNames: true, hours: 24, captures: [] };
  const bundle = (over: Partial<SupportBundle> & Pick<SupportBundle, "id" | "state">): SupportBundle => ({
    by: "admin",
    atMs: nowMs - 2 * minute,
    progress: 1,
    choices,
    parts: parts.map(([name, bytes, en, zh]) => ({ name, bytes, what: { en, zh }, readable: true })),
    ...over,
  });
  let bundles: SupportBundle[] = [
    bundle({ id: "support-2", state: "preview" }),
    bundle({ id: "support-1", state: "ready", atMs: nowMs - 2_900 * minute, bytes: 1.3 * mb }),
  ];
  const one = <T extends { id: string }>(all: T[], id: string | undefined): T => all.find((row) => row.id === id) ?? all[0]!;
  return {
    gauges: () => ({ calls: { live: liveCalls() } }),
    diagnostics: (): Diagnostics => ({
      captures,
      subjects: [
        { of: "address", id: "203.0.113.20", name: "联通中继" },
        { of: "address", id: "192.0.2.101", name: "8001 李敏" },
        { of: "modem", id: "gsm3", name: "移动卡 3 (gsm3)" },
        { of: "bus", id: "rs485", name: "rs485" },
      ],
      bundles,
      freeMb: 48_210,
      keepFreeMb: 2_000,
      eventsFromMs: nowMs - 5_000 * minute,
    }),
    startCapture: ({ body }): Capture => {
      const { kind, subject, minutes, megabytes } = body as unknown as CaptureWish;
      const at = Date.now();
      const made = capture({
        id: `${kind}-${at.toString(36)}`,
        kind,
        ...(subject ? { subject } : {}),
        startedAtMs: at,
        untilMs: at + minutes * minute,
        bytes: 24,
        packets: 0,
        mostBytes: megabytes * mb,
      });
      captures = [made, ...captures];
      return made;
    },
    stopCapture: ({ params }): Capture => {
      const found = one(captures, params.id);
      found.endedAtMs = Date.now();
      found.ended = "asked";
      return found;
    },
    dropCapture: ({ params }) => {
      captures = captures.filter(({ id }) => id !== params.id);
      return {};
    },
    gatherBundle: ({ body }): SupportBundle => {
      const made = bundle({ id: "support-3", state: "preview", atMs: Date.now(), choices: body as unknown as BundleChoices });
      bundles = [made, ...bundles.filter(({ state }) => state === "ready")];
      return made;
    },
    bundle: ({ params }): SupportBundle => one(bundles, params.id),
    bundlePart: ({ query }) => ({
      name: query.name ?? "",
      text: text.repeat(60),
      cut: query.name === "events.ndjson",
    }),
    makeBundle: ({ params }): SupportBundle => {
      const made = one(bundles, params.id);
      made.state = "ready";
      made.bytes = 1.1 * mb;
      return made;
    },
    dropBundle: ({ params }) => {
      bundles = bundles.filter(({ id }) => id !== params.id);
      return {};
    },
  };
}
