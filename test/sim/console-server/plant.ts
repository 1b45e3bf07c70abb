import type { LiveState } from "../../../appliance/contract/live.ts";
import type { LivePlant, PlantDevice, PlantReadingRow } from "../../../appliance/contract/plant.ts";
import type { Handlers, Refuse } from "./asked.ts";
import type { World } from "./world.ts";

const minuteMs = 60_000;
const devices: PlantDevice[] = [
  {
    id: "pump2",
    name: "二号泵站",
    bus: "rs1",
    unit: 2,
    replyMs: 500,
    points: [
      {
        id: "level",
        name: { zh: "集水井液位", en: "Sump level" },
        fc: 3,
        address: 300,
        type: "u16",
        scale: 0.01,
        unit: "m",
        limits: { low: { at: 0.8 }, high: { at: 4 }, highHigh: { at: 4.5, severity: "critical" } },
      },
      { id: "flow", name: { zh: "出水流量", en: "Outflow" }, fc: 3, address: 310, type: "f32", unit: "m³/h" },
      {
        id: "pump",
        name: { zh: "1 号水泵", en: "Pump 1" },
        fc: 1,
        address: 0,
        type: "bit",
        states: { on: { zh: "运行", en: "running" }, off: { zh: "停止", en: "stopped" } },
        writable: true,
      },
      {
        id: "target",
        name: { zh: "目标液位", en: "Level to keep" },
        fc: 3,
        address: 320,
        type: "u16",
        scale: 0.1,
        unit: "m",
        writable: true,
      },
      {
        id: "door",
        name: { zh: "泵房门", en: "Door" },
        fc: 2,
        address: 4,
        type: "bit",
        states: { on: { zh: "打开", en: "open" }, off: { zh: "关闭", en: "shut" } },
        alarmWhen: { state: "on" },
      },
    ],
  },
  {
    id: "east",
    name: "东区管网",
    bus: "rs1",
    unit: 7,
    replyMs: 500,
    points: [
      {
        id: "pressure",
        name: { zh: "管网压力", en: "Mains pressure" },
        fc: 4,
        address: 1,
        type: "f32",
        unit: "MPa",
        limits: { low: { at: 0.2 } },
      },
      { id: "chlorine", name: { zh: "余氯", en: "Free chlorine" }, fc: 4, address: 3, type: "f32", unit: "mg/L" },
    ],
  },
  {
    id: "meter-3",
    name: "东区流量计",
    bus: "rs1",
    unit: 9,
    replyMs: 500,
    points: [{ id: "total", name: { zh: "累计流量", en: "Total" }, fc: 3, address: 0, type: "u32", unit: "m³" }],
  },
];

/** Devices of a water utility: a sump that fills too far, mains with too little pressure, a meter that is silent, a sensor without a value. */
export class Plant {
  readonly #world: World;
  readonly #devices: PlantDevice[];
  readonly #written = new Map<string, number>([
    ["pump2.pump", 1],
    ["pump2.target", 2.5],
  ]);

  constructor(world: World, busy: boolean) {
    this.#world = world;
    this.#devices = busy ? devices : [];
  }

  #valueAt(id: string, atMs: number): number | undefined {
    const turn = Math.sin(atMs / (97 * minuteMs));
    switch (id) {
      case "pump2.level":
        return Math.round((3.4 + 1.4 * Math.sin((atMs - this.#world.nowMs) / (220 * minuteMs) + 1.5)) * 100) / 100;
      case "pump2.flow":
        return 182 + 14 * turn;
      case "pump2.door":
        return 0;
      case "east.pressure":
        return 0.24 - 0.06 * Math.cos((atMs - this.#world.nowMs) / (300 * minuteMs));
      case "meter-3.total":
        return 184_233;
      default:
        return this.#written.get(id);
    }
  }

  dress(state: LiveState): void {
    state.plant = this.#devices.map((device) => this.#live(device));
  }

  #live({ id, points }: PlantDevice): LivePlant {
    const { nowMs } = this.#world;
    const silent = id === "meter-3";
    const sinceMs = nowMs - (silent ? 190 : 2_000) * minuteMs;
    const atMs = silent ? sinceMs : nowMs - 3_000;
    const readings = points.map(({ id: point }) => {
      const value = this.#valueAt(`${id}.${point}`, atMs);
      return {
        point,
        quality: silent ? ("stale" as const) : value === undefined ? ("na" as const) : ("good" as const),
        atMs,
        ...(value === undefined ? {} : { value }),
      };
    });
    return { id, state: silent ? "silent" : "up", sinceMs, readings };
  }

  handlers(refuse: Refuse): Handlers {
    return {
      plant: () => this.#devices.map((device) => ({ device, live: this.#live(device) })),
      plantHistory: ({ params, query }) => {
        const { nowMs } = this.#world;
        const [from, id] = [Math.max(Number(query.from), nowMs - 24 * 60 * minuteMs), params.id ?? ""];
        const count = 144;
        return Array.from({ length: count }, (_, n): PlantReadingRow => {
          const atMs = from + ((nowMs - from) * n) / count;
          // The bus was away for an hour in the night.
          const gone = n > 60 && n < 67;
          const value = this.#valueAt(id, atMs);
          return { point: id, quality: gone ? "stale" : "good", atMs, ...(value === undefined || gone ? {} : { value }) };
        });
      },
      writePoint: ({ params, body, reply }) => {
        const id = params.id ?? "";
        if (!this.#written.has(id)) return refuse(reply, "not-found");
        this.#written.set(id, Number(body.value));
        this.#world.touch("plant", id.split(".")[0] ?? "");
        return { value: Number(body.value) };
      },
    };
  }
}
