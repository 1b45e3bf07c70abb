import type { Sentence } from "../../contract/words.ts";

/** Units as they are read out; others are said as they are written. */
const spokenUnits: Readonly<Record<string, Sentence>> = {
  "%": { en: "percent", zh: "百分比" },
  "°C": { en: "degrees", zh: "摄氏度" },
  "℃": { en: "degrees", zh: "摄氏度" },
  bar: { en: "bar", zh: "巴" },
  mbar: { en: "millibar", zh: "毫巴" },
  kPa: { en: "kilopascal", zh: "千帕" },
  MPa: { en: "megapascal", zh: "兆帕" },
  Pa: { en: "pascal", zh: "帕" },
  m: { en: "metres", zh: "米" },
  cm: { en: "centimetres", zh: "厘米" },
  mm: { en: "millimetres", zh: "毫米" },
  "m³": { en: "cubic metres", zh: "立方米" },
  "m³/h": { en: "cubic metres per hour", zh: "立方米每小时" },
  "m3/h": { en: "cubic metres per hour", zh: "立方米每小时" },
  "l/s": { en: "litres per second", zh: "升每秒" },
  "L/s": { en: "litres per second", zh: "升每秒" },
  V: { en: "volts", zh: "伏" },
  mV: { en: "millivolts", zh: "毫伏" },
  kV: { en: "kilovolts", zh: "千伏" },
  A: { en: "amperes", zh: "安" },
  mA: { en: "milliamperes", zh: "毫安" },
  kW: { en: "kilowatts", zh: "千瓦" },
  W: { en: "watts", zh: "瓦" },
  kWh: { en: "kilowatt hours", zh: "千瓦时" },
  Hz: { en: "hertz", zh: "赫兹" },
  rpm: { en: "revolutions per minute", zh: "转每分钟" },
  "mg/L": { en: "milligrams per litre", zh: "毫克每升" },
  "mg/l": { en: "milligrams per litre", zh: "毫克每升" },
  ppm: { en: "parts per million", zh: "百万分之一" },
  NTU: { en: "turbidity units", zh: "浊度单位" },
  min: { en: "minutes", zh: "分钟" },
  h: { en: "hours", zh: "小时" },
  s: { en: "seconds", zh: "秒" },
};

/** A number and its unit as somebody says them. `number` is spoken already, by language. */
export function withUnit(number: Sentence, unit: string | undefined): Sentence {
  if (!unit) return number;
  // Chinese puts the share before its number.
  if (unit === "%") return { en: `${number.en} percent`, zh: `百分之${number.zh}` };
  const { en, zh } = Object.hasOwn(spokenUnits, unit) ? spokenUnits[unit]! : { en: unit, zh: unit };
  return { en: `${number.en} ${en}`, zh: `${number.zh}${zh}` };
}
