import type { PlantLimits, PlantPoint } from "../../contract/plant-point.ts";
import type { Settings, SettingsProblem } from "../../contract/settings.ts";
import { problemAt } from "./problem-at.ts";

/** Devices and points that can't be as they are written. Buses and register maps are not for the settings to judge: they belong to the box. */
export function checkPlant({ plant }: Settings): SettingsProblem[] {
  const devices = plant?.devices ?? [];
  const ids = new Set<string>();
  const places = new Set<string>();
  return devices.flatMap((device, d) => {
    const at = `/plant/devices/${d}`;
    const { id, bus, unit, map, points = [], adjust = [] } = device;
    const place = `${bus} ${unit}`;
    const taken = device.enabled && places.has(place);
    if (device.enabled) places.add(place);
    const names = new Set<string>();
    return [
      ...twice(ids, id, `${at}/id`),
      ...(taken ? [sameUnit(`${at}/unit`, unit)] : []),
      ...(map === undefined && points.length === 0 ? [nothingToRead(at)] : []),
      ...(map === undefined && adjust.length > 0 ? [nothingToAdjust(`${at}/adjust`)] : []),
      ...adjust.flatMap((a, n) => limitProblems(a.limits, `${at}/adjust/${n}/limits`)),
      ...points.flatMap((point, p) => [
        ...twice(names, point.id, `${at}/points/${p}/id`),
        ...pointProblems(point, `${at}/points/${p}`),
      ]),
    ];
  });
}

function pointProblems(point: PlantPoint, at: string): SettingsProblem[] {
  const { fc, type, bit, range, alarmWhen, writable, limits } = point;
  return [
    ...(fc <= 2 && type !== "bit" ? [onlyBits(`${at}/type`)] : []),
    ...(bit !== undefined && (type !== "bit" || fc <= 2) ? [noBitHere(`${at}/bit`)] : []),
    ...(range && range.min >= range.max ? [emptyRange(`${at}/range`)] : []),
    ...(alarmWhen && type !== "bit" ? [onlyBitsAlarm(`${at}/alarmWhen`)] : []),
    ...(writable && (fc === 2 || fc === 4 || bit !== undefined) ? [notWritable(`${at}/writable`)] : []),
    ...limitProblems(limits, `${at}/limits`),
  ];
}

/** From the lowest up. */
const order = ["lowLow", "low", "high", "highHigh"] as const;

function limitProblems(limits: PlantLimits | undefined, at: string): SettingsProblem[] {
  const there = order.flatMap((key) => (limits?.[key] ? [{ key, at: limits[key].at }] : []));
  const wrong = there.find((limit, n) => n > 0 && limit.at <= there[n - 1]!.at);
  return wrong ? [crossed(`${at}/${wrong.key}/at`)] : [];
}

function twice(taken: Set<string>, name: string, path: string): SettingsProblem[] {
  if (taken.size < taken.add(name).size) return [];
  return [
    problemAt(path, { en: `"${name}" is used twice.`, zh: `“${name}”重复。` }, { en: "Choose another one.", zh: "请换一个。" }),
  ];
}

const sameUnit = (path: string, unit: number): SettingsProblem =>
  problemAt(
    path,
    { en: `Another device on this bus has the unit ${unit} too.`, zh: `该总线上已有设备使用地址 ${unit}。` },
    { en: "Right only if it is the same device, read in two parts.", zh: "仅当为同一设备分两部分读取时才正确。" },
    "warning",
  );
const nothingToRead = (path: string): SettingsProblem =>
  problemAt(
    `${path}/points`,
    { en: "There is nothing to read: neither a register map nor points.", zh: "没有可读取的内容：既无寄存器表也无点位。" },
    { en: "Choose a map, or write down its points.", zh: "请选择寄存器表或添加点位。" },
  );
const nothingToAdjust = (path: string): SettingsProblem =>
  problemAt(
    path,
    { en: "Without a register map there is nothing to adjust.", zh: "没有寄存器表，无法调整其点位。" },
    { en: "Choose a map, or change the points themselves.", zh: "请选择寄存器表，或直接修改点位。" },
  );
const onlyBits = (path: string): SettingsProblem =>
  problemAt(
    path,
    { en: "Coils and discrete inputs are bits.", zh: "线圈和离散输入只能是位。" },
    { en: 'Choose "bit", or read registers (3 or 4).', zh: "请选择位，或改用寄存器功能码（3 或 4）。" },
  );
const noBitHere = (path: string): SettingsProblem =>
  problemAt(
    path,
    { en: "Only a bit of a register has a number.", zh: "仅寄存器中的位才有位号。" },
    { en: "Leave it out.", zh: "请删除此项。" },
  );
const emptyRange = (path: string): SettingsProblem =>
  problemAt(
    path,
    { en: "The range is empty.", zh: "量程为空。" },
    { en: "Its end must be above its beginning.", zh: "上限须大于下限。" },
  );
const onlyBitsAlarm = (path: string): SettingsProblem =>
  problemAt(
    path,
    { en: "Only a bit has states.", zh: "只有位才有状态报警。" },
    { en: "Use limits for a measurement.", zh: "测量值请使用限值报警。" },
  );
const notWritable = (path: string): SettingsProblem =>
  problemAt(
    path,
    { en: "This kind of point can't be written.", zh: "此类点位不可写。" },
    { en: "Coils (1) and whole holding registers (3) can.", zh: "仅线圈（1）和整个保持寄存器（3）可写。" },
  );
const crossed = (path: string): SettingsProblem =>
  problemAt(
    path,
    { en: "The limits cross.", zh: "限值顺序错误。" },
    { en: "From low-low to high-high each must be above the one before.", zh: "低低限、下限、上限、高高限须依次增大。" },
  );
