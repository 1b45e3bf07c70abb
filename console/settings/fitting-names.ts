const wide = new Set(["u32", "i32", "f32"]);
/** What is of use only to points that are a number, or only to those that are on or off. */
const ofNumbers = new Set(["scale", "offset", "decimals", "unit", "range", "na", "deadband", "limits"]);
const ofBits = new Set(["alarmWhen", "states"]);

/** Fields of an entry that mean something with what else it says; those that are set stay in sight. */
export function fittingNames(pointer: string, names: readonly string[], entry: unknown): readonly string[] {
  if (!/^\/plant\/devices\/\d+\/points\/\d+$/.test(pointer) || typeof entry !== "object" || entry === null) return names;
  const point = entry as Record<string, unknown>;
  const type = String(point.type);
  const fits = (name: string): boolean => {
    if (name === "bit") return type === "bit" && (point.fc === 3 || point.fc === 4);
    if (name === "wordOrder") return wide.has(type);
    if (name === "writable") return point.fc === 1 || point.fc === 3;
    return type === "bit" ? !ofNumbers.has(name) : !ofBits.has(name);
  };
  return names.filter((name) => point[name] !== undefined || fits(name));
}
