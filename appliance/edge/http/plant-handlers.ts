import { encodePoint } from "../../core/plant/encode-point.ts";
import type { Handlers } from "./handlers.ts";
import { badRequest, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

type PlantRoute = "plant" | "plantHistory" | "writePoint" | "plantChoices";
const usualRows = 500;

export function plantHandlers({ plant, store, nowMs }: HttpPorts): Pick<Handlers, PlantRoute> {
  const pointOf = (id: string) => {
    const found = plant.point(id);
    if (!found) throw new HttpFault("not-found");
    return found;
  };
  return {
    plant: () => plant.devices(),
    plantHistory({ params, query }) {
      pointOf(params.id);
      const { from, to = nowMs(), limit = usualRows } = query;
      return store.plantHistory({ point: params.id, fromMs: from, toMs: to, limit });
    },
    async writePoint({ params, body }) {
      const { device, point } = pointOf(params.id);
      if (!point.writable) throw new HttpFault("plant-not-writable");
      if (!encodePoint(point, body.value)) throw notItsValue;
      const written = await plant.write(device.id, point.id, body.value);
      if (typeof written === "string") throw new HttpFault(written);
      return written;
    },
    plantChoices: () => plant.choices(),
  };
}

const notItsValue = badRequest(
  "/value",
  { zh: "该点位不能取此值。", en: "The point can't have this value." },
  { zh: "请查看其量程和类型。", en: "See its range and kind." },
);
