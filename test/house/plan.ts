/**
 * Who may import whom (ARCHITECTURE.md, "The house"). A room may import what it names here and nothing else.
 * Between capabilities of core only what is written in `capabilities`; edges never know each other, core and wire neither.
 */
const capabilities: Record<string, readonly string[]> = {
  agents: ["calendar"],
  flows: ["calendar", "expressions"],
  queues: ["agents", "calendar", "expressions"],
  lines: ["calendar"],
  recordings: ["calendar"],
  settings: ["lines", "calendar", "flows", "queues"],
  alarms: ["calendar"],
  calls: ["alarms", "flows", "queues", "agents", "lines", "calendar", "recordings", "messages", "surveys"],
  box: [
    "calls",
    "messages",
    "items",
    "bulletins",
    "texts",
    "plant",
    "doctor",
    "surveys",
    "flows",
    "queues",
    "agents",
    "lines",
    "calendar",
    "settings",
    "alarms",
    "access",
  ],
  messages: ["flows", "calendar"],
  reports: ["calendar"],
  shifts: ["calendar"],
};

/** Edges don't know each other, but drivers of the cabinet's ports share what they have in common. */
const sharedEdges: Record<string, readonly string[]> = { gsm: ["ports"], dahdi: ["ports"], modbus: ["ports"] };

/** `true` for rooms without host: no I/O, no clock, no chance. */
export const isPure = (room: string): boolean => /^appliance\/(kit|contract|core\/[^/]+|wire\/[^/]+)$/.test(room);

/** The room a file lies in, or none for what belongs to no floor (tests at large, scripts, settings of tools). */
export function roomOf(path: string): string | undefined {
  const inner = /^(appliance\/(?:kit|contract|runtime|(?:core|wire|edge)\/[^/]+)|console|provisioning)\//.exec(path)?.[1];
  if (inner) return inner;
  return path.startsWith("appliance/") ? "appliance" : undefined;
}

/** Every room but those of the same floor that must not know each other. */
export function mayImport(room: string, other: string): boolean {
  if (room === other) return true;
  const floor = (of: string): string => /^appliance\/(core|wire|edge|runtime|contract|kit)/.exec(of)?.[1] ?? of;
  const below: Record<string, readonly string[]> = {
    kit: [],
    contract: ["kit"],
    core: ["contract", "kit"],
    wire: ["contract", "kit"],
    runtime: ["core", "contract", "kit"],
    edge: ["runtime", "core", "wire", "contract", "kit"],
    console: ["contract", "kit"],
    provisioning: ["core", "contract", "kit"],
    appliance: ["edge", "runtime", "core", "wire", "contract", "kit", "provisioning"],
  };
  if (floor(room) === "core" && floor(other) === "core") return (capabilities[room.slice(15)] ?? []).includes(other.slice(15));
  if (floor(room) === "edge" && floor(other) === "edge") return (sharedEdges[room.slice(15)] ?? []).includes(other.slice(15));
  return below[floor(room)]?.includes(floor(other)) ?? false;
}
