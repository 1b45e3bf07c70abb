import type { BundlePart, Capture } from "../../contract/diagnostics.ts";
import type { Sentence } from "../../contract/words.ts";
import { Redactor } from "../../core/diagnostics/redactor.ts";
import type { BundleSource } from "./bundle-source.ts";
import { hostReport } from "./host-report.ts";

/** Bytes of a log, and of events, that go at most; of events the newest. */
const mostLogBytes = 4 * 1_048_576;
const mostEventBytes = 16 * 1_048_576;
/** Captures of one bundle, together. */
const mostCaptureBytes = 200 * 1_048_576;

export type TextPart = { name: string; what: Sentence; text: Buffer };
export type CapturePart = { name: string; what: Sentence; row: Capture; paths: readonly string[] };
export type Gathered = { texts: TextPart[]; captures: CapturePart[]; redactor: Redactor };

const say = (en: string, zh: string): Sentence => ({ en, zh });

/** Every part as it will go. `progress` hears what is being done. */
export function gather(source: BundleSource, progress: (done: number, doing: Sentence) => void): Gathered {
  const { choices, atMs } = source;
  const redactor = new Redactor({
    secrets: source.secrets,
    people: source.people,
    numbers: choices.hideNumbers,
    names: choices.hideNames,
  });
  const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(redactor.document(value), null, 1)}\n`);
  const lines = (all: Iterable<string>, most: number): Buffer => lastLines(all, redactor, most);
  const work: [string, Sentence, Sentence, () => Buffer][] = [
    ["about.json", say("Versions, and what was chosen", "版本及所选内容"), say("Versions", "版本"), () => json(about(source))],
    ["settings.json", say("Settings, without secrets", "设置（不含密钥）"), say("Settings", "设置"), () => json(source.settings)],
    [
      "hardware.json",
      say("Hardware profile, and what was found", "硬件配置与检测结果"),
      say("Hardware", "硬件"),
      () => json(source.hardware),
    ],
    ["alarms.json", say("Alarms, open and past", "当前与历史告警"), say("Alarms", "告警"), () => json(source.alarms)],
    [
      "box.json",
      say("Starts of the box, and what it holds now", "启动记录与当前占用"),
      say("The box", "设备"),
      () => json({ starts: source.boots, live: source.live ?? null }),
    ],
    [
      "host.json",
      say("The machine: memory, disk, temperatures", "主机：内存、磁盘、温度"),
      say("The machine", "主机"),
      () => json(hostReport(source.dataDir)),
    ],
    [
      "database.json",
      say("Size of the database, and whether it is whole", "数据库大小与完整性检查"),
      say("Looking through the database", "检查数据库"),
      () => json(source.database()),
    ],
    ["log.txt", say("The last of the log", "最近的日志"), say("Log", "日志"), () => lines(source.log(), mostLogBytes)],
    [
      "events.ndjson",
      say("What happened, event by event", "事件记录"),
      say("Events", "事件"),
      () => lines(source.events(atMs - choices.hours * 3_600_000, atMs), mostEventBytes),
    ],
  ];
  const texts = work.map(([name, what, doing, make], n): TextPart => {
    progress(n / work.length, doing);
    // A part that can't be had never keeps the others back: the fault is what the bundle is for.
    try {
      return { name, what, text: make() };
    } catch (error) {
      return {
        name,
        what,
        text: Buffer.from(redactor.text(`could not be gathered: ${String((error as Error).stack ?? error)}\n`)),
      };
    }
  });
  return { texts, captures: chosen(source), redactor };
}

/** As it is listed before it is made. */
export const listed = ({ texts, captures }: Gathered): BundlePart[] => [
  ...texts.map(({ name, what, text }) => ({ name, what, bytes: text.length, readable: true })),
  ...captures.map(({ name, what, row }) => ({ name, what, bytes: row.bytes, readable: false })),
];

function about({ version, atMs, by, choices }: BundleSource): unknown {
  return {
    what: "linebox support bundle",
    format: 1,
    linebox: version,
    madeAt: new Date(atMs).toISOString(),
    atMs,
    by,
    choices,
    programs: process.versions,
  };
}

function chosen({ captures, choices }: BundleSource): CapturePart[] {
  let left = mostCaptureBytes;
  return captures.flatMap(({ row, paths }) => {
    if (!choices.captures.includes(row.id) || row.bytes > left) return [];
    left -= row.bytes;
    const ending = row.kind === "at" || row.kind === "modbus" ? "txt" : "pcap";
    return [{ name: `captures/${row.id}.${ending}`, what: say("A capture", "抓取文件"), row, paths }];
  });
}

/** The last lines that fit, whole. */
function lastLines(all: Iterable<string>, redactor: Redactor, most: number): Buffer {
  const kept: Buffer[] = [];
  let bytes = 0;
  let from = 0;
  for (const one of all) {
    const line = Buffer.from(`${redactor.line(one)}\n`);
    kept.push(line);
    bytes += line.length;
    while (bytes > most && from < kept.length) bytes -= kept[from++]!.length;
  }
  return Buffer.concat(kept.slice(from));
}
