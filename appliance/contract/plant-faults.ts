import { type FaultRow, row } from "./fault-row.ts";

/** What can go wrong with devices on the buses. */
export const plantFaults = {
  "plant-silent": row(
    503,
    "The device can't be reached.",
    "设备无法访问。",
    "Check its power and wires, and the bus.",
    "请检查设备供电、接线和总线。",
    true,
  ),
  "plant-refused": row(
    409,
    "The device refuses this.",
    "设备拒绝此操作。",
    "See whether it is set to local control, and its manual.",
    "请检查设备是否处于本地控制，并查阅其手册。",
  ),
  "plant-not-taken": row(
    409,
    "The device answered, but reads back something else.",
    "设备已应答，但回读值不一致。",
    "Look at the value it shows now; it may be switched by somebody else too.",
    "请查看当前值，设备可能同时受其他控制。",
  ),
  "plant-unsure": row(
    503,
    "Nobody knows whether the device took it: it did not answer.",
    "设备未应答，无法确认是否已执行。",
    "Look at the device before trying again.",
    "请先确认现场状态再重试。",
  ),
  "plant-not-writable": row(
    409,
    "This point can only be read.",
    "该点位只能读取。",
    "Coils and holding registers can be written where the settings say so.",
    "仅线圈和保持寄存器在设置允许时可写。",
  ),
} as const satisfies Record<string, FaultRow>;
