import type { PlantDevice } from "../../contract/plant.ts";
import type { PlantPoint } from "../../contract/plant-point.ts";
import type { Sentence } from "../../contract/words.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import type { Condition } from "./conditions.ts";
import { nameOf, valueWords } from "./value-words.ts";

const joined = (device: PlantDevice, point: PlantPoint): Sentence => {
  const { zh, en } = nameOf(point);
  return { zh: `${device.name}·${zh}`, en: `${device.name}, ${en}` };
};

/** What stands in the alarm: which value of what, and the limit it passed. */
export function conditionWords(device: PlantDevice, point: PlantPoint, { code, at }: Condition, value: number): Sentence {
  const name = joined(device, point);
  const is = valueWords(point, value);
  const limit = at === undefined ? is : valueWords(point, at);
  switch (code) {
    case "point-high-high":
      return {
        zh: `${name.zh} ${is.zh}，高于高高限 ${limit.zh}。`,
        en: `${name.en}: ${is.en} is above the high-high limit ${limit.en}.`,
      };
    case "point-high":
      return {
        zh: `${name.zh} ${is.zh}，高于上限 ${limit.zh}。`,
        en: `${name.en}: ${is.en} is above the high limit ${limit.en}.`,
      };
    case "point-low":
      return {
        zh: `${name.zh} ${is.zh}，低于下限 ${limit.zh}。`,
        en: `${name.en}: ${is.en} is below the low limit ${limit.en}.`,
      };
    case "point-low-low":
      return {
        zh: `${name.zh} ${is.zh}，低于低低限 ${limit.zh}。`,
        en: `${name.en}: ${is.en} is below the low-low limit ${limit.en}.`,
      };
    case "point-on":
    case "point-off":
      return { zh: `${name.zh}：${is.zh}。`, en: `${name.en}: ${is.en}.` };
    default:
      return exhaustive(code);
  }
}

export function badWords(device: PlantDevice, point: PlantPoint, quality: string): Sentence {
  const name = joined(device, point);
  return quality === "fault"
    ? {
        zh: `${name.zh}：设备拒绝读取。`,
        en: `${name.en}: the device refuses to say.`,
      }
    : {
        zh: `${name.zh}：读数超出量程。`,
        en: `${name.en}: the reading can't be true.`,
      };
}

export const silentWords = ({ name, bus, unit }: PlantDevice, why: string): Sentence => ({
  zh: `设备“${name}”（${bus}，地址 ${unit}）无应答。${why}`,
  en: `"${name}" (${bus}, unit ${unit}) does not answer. ${why}`,
});

export const busWords = (bus: string, why: string): Sentence => ({
  zh: `总线“${bus}”不可用，其上设备的数值均为旧值。${why}`,
  en: `Bus "${bus}" can't be used; what its devices say is old. ${why}`,
});
