import { targetDefaults } from "./defaults.ts";
import { draft } from "./draft.ts";
import { vendors } from "./gear.ts";
import { getAt } from "./pointer.ts";
import { blankOf, type JsonSchema } from "./schema.ts";

type Begin = unknown | ((pointer: string) => unknown);
/** What parts of an entry begin with where the least that is allowed would be of no use. `*` stands for a place in a list. */
const beginnings: Record<string, Begin> = {
  "/lines/*/sms": { send: true, receive: true, perHour: 60 },
  "/lines/*/balance": { code: "*100#", everyHours: 24 },
  // GB 3380: 450 Hz, 350 ms on and off.
  "/lines/*/busyTone": { frequencyHz: 450, onMs: 350, offMs: 350 },
  "/gateways/*/portIn": (pointer: string) => makerOf(pointer)?.portIn ?? { by: "called", pattern: "70{port:2}" },
  "/gateways/*/portOut": (pointer: string) => makerOf(pointer)?.portOut ?? { by: "prefix", pattern: "7{port:2}" },
  "/mqtt": { enabled: true, host: "", port: 8883, security: "tls" },
  "/mqtt/homeAssistant": { prefix: "homeassistant" },
  "/mqtt/commands": { acknowledge: true },
  "/plant": { devices: [] },
  "/plant/devices/*": (pointer: string) => ({ id: newName(pointer, "dev"), name: "", enabled: true, bus: "", unit: 1 }),
  "/plant/devices/*/points/*": (pointer: string) => ({ id: newName(pointer, "point"), name: {}, fc: 3, address: 0, type: "u16" }),
  "/alarmCare": { people: [], rosters: [], rules: [] },
  "/alarmCare/people/*": (pointer: string) => ({
    id: newName(pointer, "p"),
    name: "",
    language: draft.value?.site.language ?? "zh",
    numbers: [],
  }),
  "/alarmCare/rosters/*": (pointer: string) => ({ id: newName(pointer, "roster"), name: "", people: [] }),
  "/alarmCare/rules/*": (pointer: string) => ({
    id: newName(pointer, "rule"),
    name: "",
    enabled: true,
    severities: ["critical", "error"],
    roster: draft.value?.alarmCare?.rosters[0]?.id ?? "",
    call: {},
  }),
  "/targets/alerts": () => targetDefaults.alerts,
  "/targets/bands/*": (pointer: string) => ({
    id: newName(pointer, "band"),
    name: {},
    from: "08:00",
    to: "20:00",
    answerSec: 30,
    share: 0.8,
  }),
  "/shifts/templates/*": (pointer: string) => ({
    id: newName(pointer, "shift"),
    name: "",
    from: "08:00",
    to: "16:00",
    breaks: [],
  }),
  "/shifts/templates/*/breaks/*": (pointer: string) => ({
    from: middleOf(pointer),
    minutes: 30,
    reason: draft.value?.reasons[0]?.code ?? "",
    paid: false,
  }),
  "/alarmCare/quiet/*": { severities: ["info", "warning"], calendar: "" },
};

function makerOf(pointer: string) {
  const gateway = draft.value?.gateways?.[Number(pointer.split("/")[2])];
  return vendors.value.find((v) => v.id === gateway?.vendor);
}

/** Half way through the shift that a break is added to. */
function middleOf(pointer: string): string {
  const shift = draft.value?.shifts?.templates[Number(pointer.split("/")[3])];
  const minutes = (time = "08:00"): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  const [from, to] = [minutes(shift?.from), minutes(shift?.to ?? "16:00")];
  const at = (from + Math.floor(((to - from + 1440) % 1440) / 60) * 30) % 1440;
  return `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
}

/** A name that none of its neighbours has. */
function newName(pointer: string, stem: string): string {
  const list = getAt(draft.value, pointer.slice(0, pointer.lastIndexOf("/")));
  const taken = new Set((Array.isArray(list) ? list : []).map((x: { id?: string }) => x.id));
  let n = taken.size + 1;
  while (taken.has(`${stem}${n}`)) n += 1;
  return `${stem}${n}`;
}

/** What a part begins with when it is switched on or added. */
export function beginningOf(pointer: string, schema: JsonSchema): unknown {
  const begin = beginnings[pointer.replace(/\/\d+(?=\/|$)/g, "/*")];
  if (begin === undefined) return blankOf(schema);
  return typeof begin === "function" ? begin(pointer) : begin;
}
