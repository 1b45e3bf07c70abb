import { pointIdOf } from "../contract/plant.ts";
import { livePlant } from "../core/plant/plant-state.ts";
import type { PlantPort } from "../edge/http/plant-port.ts";
import type { WriteFault } from "../edge/modbus/fieldbus-config.ts";
import type { BoxProgram } from "./box-program.ts";

const faultOf = {
  "not-taken": "plant-not-taken",
  unsure: "plant-unsure",
  refused: "plant-refused",
  busy: "busy",
  "bus-down": "plant-silent",
  unknown: "not-found",
} as const satisfies Record<WriteFault, string>;

/** Devices as they are watched now, and the way to write to them. */
export function plantPort({ timeline, doors }: BoxProgram): PlantPort {
  const devices = () => timeline.state.plant?.devices ?? [];
  return {
    devices: () => {
      const live = livePlant(timeline.state.plant);
      return devices().flatMap((device, n) => (live[n] ? [{ device, live: live[n] }] : []));
    },
    point: (id) => {
      for (const device of devices()) {
        const point = device.points.find((p) => pointIdOf(device.id, p.id) === id);
        if (point) return { device, point };
      }
      return undefined;
    },
    write: async (device, point, value) => {
      const written = await doors.plant?.write(device, point, value);
      if (!written) return "plant-silent";
      return written.ok ? { value: written.value } : faultOf[written.why];
    },
    choices: () => ({
      buses: (doors.plant?.buses ?? []).map(({ id, at }) => ({ id, at: "tty" in at ? at.tty : `${at.host}:${at.port}` })),
      maps: doors.plant?.maps.maps ?? [],
    }),
  };
}
