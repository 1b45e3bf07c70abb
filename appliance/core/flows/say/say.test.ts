import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SayFormat } from "../../../contract/flow.ts";
import { sayFormats } from "../../../contract/flow.ts";
import { enWhole, enYear } from "./en.ts";
import { sayValue } from "./say-value.ts";
import { zhWhole } from "./zh.ts";

const place = { timeZone: "Asia/Shanghai" };
type Row = [as: SayFormat, value: string, zh: string, en: string];

const numbers: Row[] = [
  ["number", "0", "零", "zero"],
  ["number", "1", "一", "one"],
  ["number", "2", "二", "two"],
  ["number", "10", "十", "ten"],
  ["number", "11", "十一", "eleven"],
  ["number", "12", "十二", "twelve"],
  ["number", "19", "十九", "nineteen"],
  ["number", "20", "二十", "twenty"],
  ["number", "21", "二十一", "twenty-one"],
  ["number", "22", "二十二", "twenty-two"],
  ["number", "40", "四十", "forty"],
  ["number", "99", "九十九", "ninety-nine"],
  ["number", "100", "一百", "one hundred"],
  ["number", "101", "一百零一", "one hundred and one"],
  ["number", "110", "一百一十", "one hundred and ten"],
  ["number", "111", "一百一十一", "one hundred and eleven"],
  ["number", "200", "二百", "two hundred"],
  ["number", "205", "二百零五", "two hundred and five"],
  ["number", "999", "九百九十九", "nine hundred and ninety-nine"],
  ["number", "1000", "一千", "one thousand"],
  ["number", "1001", "一千零一", "one thousand and one"],
  ["number", "1010", "一千零一十", "one thousand and ten"],
  ["number", "1100", "一千一百", "one thousand one hundred"],
  ["number", "2000", "两千", "two thousand"],
  ["number", "2002", "两千零二", "two thousand and two"],
  ["number", "2222", "两千二百二十二", "two thousand two hundred and twenty-two"],
  ["number", "10000", "一万", "ten thousand"],
  ["number", "10001", "一万零一", "ten thousand and one"],
  ["number", "10500", "一万零五百", "ten thousand five hundred"],
  ["number", "12000", "一万二千", "twelve thousand"],
  ["number", "20000", "两万", "twenty thousand"],
  ["number", "22000", "两万二千", "twenty-two thousand"],
  ["number", "100000", "十万", "one hundred thousand"],
  ["number", "100010", "十万零一十", "one hundred thousand and ten"],
  ["number", "110000", "十一万", "one hundred and ten thousand"],
  ["number", "150012", "十五万零一十二", "one hundred and fifty thousand and twelve"],
  ["number", "1000000", "一百万", "one million"],
  ["number", "1000005", "一百万零五", "one million and five"],
  ["number", "1005000", "一百万五千", "one million five thousand"],
  ["number", "10000000", "一千万", "ten million"],
  ["number", "10100000", "一千零一十万", "ten million one hundred thousand"],
  ["number", "100000000", "一亿", "one hundred million"],
  ["number", "100000001", "一亿零一", "one hundred million and one"],
  ["number", "100005000", "一亿零五千", "one hundred million five thousand"],
  ["number", "100010000", "一亿零一万", "one hundred million ten thousand"],
  ["number", "110000000", "一亿一千万", "one hundred and ten million"],
  ["number", "200000000", "两亿", "two hundred million"],
  ["number", "1000000000", "十亿", "one billion"],
  ["number", "1000000000000", "一万亿", "one trillion"],
  ["number", "1000000000001", "一万亿零一", "one trillion and one"],
  ["number", "1000300000000", "一万零三亿", "one trillion three hundred million"],
  ["number", "1000000010000", "一万亿零一万", "one trillion ten thousand"],
  ["number", "-7", "负七", "minus seven"],
  ["number", "-0", "零", "zero"],
  ["number", "007", "七", "seven"],
  [
    "number",
    "1,234,567",
    "一百二十三万四千五百六十七",
    "one million two hundred and thirty-four thousand five hundred and sixty-seven",
  ],
  ["number", "12.5", "十二点五", "twelve point five"],
  ["number", "0.05", "零点零五", "zero point zero five"],
  ["number", "-10.20", "负十点二零", "minus ten point two zero"],
  ["number", "2.2", "二点二", "two point two"],
  ["count", "2", "两", "two"],
  ["count", "12", "十二", "twelve"],
  ["count", "22", "二十二", "twenty-two"],
  ["count", "102", "一百零二", "one hundred and two"],
  ["ordinal", "1", "第一", "first"],
  ["ordinal", "2", "第二", "second"],
  ["ordinal", "3", "第三", "third"],
  ["ordinal", "5", "第五", "fifth"],
  ["ordinal", "8", "第八", "eighth"],
  ["ordinal", "9", "第九", "ninth"],
  ["ordinal", "12", "第十二", "twelfth"],
  ["ordinal", "20", "第二十", "twentieth"],
  ["ordinal", "21", "第二十一", "twenty-first"],
  ["ordinal", "100", "第一百", "one hundredth"],
  ["ordinal", "103", "第一百零三", "one hundred and third"],
  ["position", "1", "下一位就是您", "you are next"],
  ["position", "2", "您前面还有一位", "you are second"],
  ["position", "3", "您前面还有两位", "you are third"],
  ["position", "13", "您前面还有十二位", "you are thirteenth"],
  ["percent", "12.5", "百分之十二点五", "twelve point five percent"],
  ["percent", "100%", "百分之一百", "one hundred percent"],
  ["percent", "-3", "负百分之三", "minus three percent"],
];

const digits: Row[] = [
  ["digits", "10086", "一零零八六", "one zero zero eight six"],
  ["digits", "007", "零零七", "zero zero seven"],
  ["digits", "12*#", "一二星井", "one two star hash"],
  ["digits", "B-3", "B三", "B three"],
  ["phone", "96100", "九六幺零零", "nine six one zero zero"],
  ["phone", "13800138000", "幺三八，零零幺三，八零零零", "one three eight, zero zero one three, eight zero zero zero"],
  ["phone", "+8610", "加八六幺零", "plus eight six one zero"],
];

const money: Row[] = [
  ["money", "205.30", "二百零五元三角", "two hundred and five yuan thirty"],
  ["money", "205.3", "二百零五元三角", "two hundred and five yuan thirty"],
  ["money", "205.05", "二百零五元零五分", "two hundred and five yuan and five fen"],
  ["money", "205.01", "二百零五元零一分", "two hundred and five yuan and one fen"],
  ["money", "205.12", "二百零五元一角二分", "two hundred and five yuan twelve"],
  ["money", "205", "二百零五元", "two hundred and five yuan"],
  ["money", "205.00", "二百零五元", "two hundred and five yuan"],
  ["money", "0", "零元", "zero yuan"],
  ["money", "0.30", "三角", "thirty fen"],
  ["money", "0.05", "五分", "five fen"],
  ["money", "0.02", "两分", "two fen"],
  ["money", "0.20", "两角", "twenty fen"],
  ["money", "0.22", "两角二分", "twenty-two fen"],
  ["money", "1", "一元", "one yuan"],
  ["money", "2", "两元", "two yuan"],
  ["money", "2.20", "两元二角", "two yuan twenty"],
  ["money", "2.02", "两元零二分", "two yuan and two fen"],
  ["money", "10.50", "十元五角", "ten yuan fifty"],
  ["money", "2000.20", "两千元二角", "two thousand yuan twenty"],
  ["money", "1002", "一千零二元", "one thousand and two yuan"],
  ["money", "-35.60", "负三十五元六角", "minus thirty-five yuan sixty"],
  ["money", "0.005", "一分", "one fen"],
  ["money", "0.004", "零元", "zero yuan"],
  ["money", "-0.004", "零元", "zero yuan"],
  ["money", "205.999", "二百零六元", "two hundred and six yuan"],
  [
    "money",
    "999999999999.99",
    "九千九百九十九亿九千九百九十九万九千九百九十九元九角九分",
    "nine hundred and ninety-nine billion nine hundred and ninety-nine million nine hundred and ninety-nine thousand nine hundred and ninety-nine yuan ninety-nine",
  ],
  ["moneyExact", "200", "二百元整", "two hundred yuan"],
  ["moneyExact", "200.50", "二百元五角", "two hundred yuan fifty"],
];

const moments: Row[] = [
  ["date", "2026-02-17", "二零二六年二月十七日", "the seventeenth of February, twenty twenty-six"],
  ["date", "20261231", "二零二六年十二月三十一日", "the thirty-first of December, twenty twenty-six"],
  ["date", "2005/1/2", "二零零五年一月二日", "the second of January, two thousand and five"],
  ["date", "02-29", "二月二十九日", "the twenty-ninth of February"],
  ["date", "2026-02-16T16:30:00Z", "二零二六年二月十七日", "the seventeenth of February, twenty twenty-six"],
  ["date", "2026-02-16T16:30:00", "二零二六年二月十六日", "the sixteenth of February, twenty twenty-six"],
  ["date", "1771259400000", "二零二六年二月十七日", "the seventeenth of February, twenty twenty-six"],
  ["time", "00:00", "凌晨零点", "midnight"],
  ["time", "02:02", "凌晨两点零二分", "two oh two at night"],
  ["time", "08:00", "早上八点", "eight o'clock in the morning"],
  ["time", "08:05", "早上八点零五分", "eight oh five in the morning"],
  ["time", "10:10", "上午十点十分", "ten ten in the morning"],
  ["time", "12:00", "中午十二点", "noon"],
  ["time", "12:30", "中午十二点三十分", "twelve thirty in the afternoon"],
  ["time", "14:30", "下午两点三十分", "two thirty in the afternoon"],
  ["time", "1845", "晚上六点四十五分", "six forty-five in the evening"],
  ["time", "23:59:59", "晚上十一点五十九分", "eleven fifty-nine at night"],
  ["time", "2026-02-17T00:30:00+02:00", "早上六点三十分", "six thirty in the morning"],
  ["duration", "0", "零秒", "zero seconds"],
  ["duration", "2", "两秒", "two seconds"],
  ["duration", "45", "四十五秒", "forty-five seconds"],
  ["duration", "60", "一分钟", "one minute"],
  ["duration", "125", "两分五秒", "two minutes and five seconds"],
  ["duration", "720", "十二分钟", "twelve minutes"],
  ["duration", "3600", "一小时", "one hour"],
  ["duration", "3605", "一小时零五秒", "one hour and five seconds"],
  ["duration", "7320", "两小时两分钟", "two hours and two minutes"],
  ["duration", "3725", "一小时两分五秒", "one hour, two minutes and five seconds"],
  ["duration", "90061", "一天一小时一分一秒", "one day, one hour, one minute and one second"],
  ["duration", "86700", "一天零五分钟", "one day and five minutes"],
];

describe("words", () => {
  it.each([...numbers, ...digits, ...money, ...moments])("%s %s → %s | %s", (as, value, zh, en) => {
    expect(sayValue(as, value, "zh", place)).toBe(zh);
    expect(sayValue(as, value, "en", place)).toBe(en);
  });
  it.each([
    ["USD", "2.50", "两美元五十美分", "two dollars fifty"],
    ["USD", "1.01", "一美元一美分", "one dollar and one cent"],
    ["EUR", "3", "三欧元", "three euros"],
    ["GBP", "0.01", "一便士", "one penny"],
    ["GBP", "1.02", "一英镑二便士", "one pound and two pence"],
  ] as const)("%s %s", (currency, value, zh, en) => {
    expect(sayValue("money", value, "zh", { ...place, currency })).toBe(zh);
    expect(sayValue("money", value, "en", { ...place, currency })).toBe(en);
  });
  it.each([
    [1905, "nineteen oh five"],
    [1900, "nineteen hundred"],
    [2000, "two thousand"],
    [2010, "twenty ten"],
    [2100, "twenty-one hundred"],
  ])("the year %i", (year, words) => expect(enYear(year)).toBe(words));
  it.each([
    ["number", "abc"],
    ["number", ""],
    ["number", "1e5"],
    ["number", "1234567890123456"],
    ["money", "12,34"],
    ["position", "0"],
    ["ordinal", "1.5"],
    ["date", "2026-02-30"],
    ["date", "20261301"],
    ["time", "24:00"],
    ["time", "12:60"],
    ["duration", "-1"],
    ["duration", "99999999999"],
    ["digits", ""],
  ] as const)("%s can't say %j", (as, value) => {
    expect(sayValue(as, value, "zh", place)).toBeUndefined();
    expect(sayValue(as, value, "en", place)).toBeUndefined();
  });
  it("never throws", () => {
    const value = fc.oneof(fc.string({ maxLength: 40 }), fc.double().map(String), fc.stringMatching(/^[0-9.,:TZ+-]{0,25}$/));
    fc.assert(
      fc.property(fc.constantFrom(...sayFormats), value, fc.constantFrom("zh" as const, "en" as const), (as, text, language) => {
        const said = sayValue(as, text, language, place);
        expect(said === undefined || typeof said === "string").toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

/** Reads Chinese numerals by their value alone, knowing nothing of how they are made: units multiply what stands before them. */
function readZh(text: string): bigint {
  const ones = "零一二三四五六七八九";
  let above = 0n; // closed by 亿
  let middle = 0n; // closed by 万
  let low = 0n;
  let digit = -1n;
  for (const sign of text) {
    const at = sign === "两" ? 2 : ones.indexOf(sign);
    const tenfold = { 十: 10n, 百: 100n, 千: 1000n }[sign];
    if (at >= 0) digit = BigInt(at);
    else if (tenfold !== undefined) {
      low += (digit < 0n ? 1n : digit) * tenfold;
      digit = -1n;
    } else {
      if (digit > 0n) low += digit;
      digit = -1n;
      if (sign === "万") {
        middle += low * 10_000n;
        low = 0n;
      } else if (sign === "亿") {
        above = (above + middle + low) * 100_000_000n;
        middle = 0n;
        low = 0n;
      } else throw new Error(`what is ${sign} in ${text}?`);
    }
  }
  return above + middle + low + (digit > 0n ? digit : 0n);
}

/** The same for English. */
function readEn(text: string): bigint {
  const words =
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
      " ",
    );
  const tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
  const scales: Record<string, bigint> = { thousand: 1000n, million: 10n ** 6n, billion: 10n ** 9n, trillion: 10n ** 12n };
  let total = 0n;
  let group = 0n;
  for (const word of text.split(/[ -]/)) {
    if (word === "and") continue;
    if (word === "hundred") group *= 100n;
    else if (scales[word] !== undefined) {
      total += group * scales[word];
      group = 0n;
    } else if (words.includes(word)) group += BigInt(words.indexOf(word));
    else if (tens.includes(word)) group += BigInt((tens.indexOf(word) + 2) * 10);
    else throw new Error(`what is ${word} in ${text}?`);
  }
  return total + group;
}

/** Rules of written Chinese numerals that a value can't show. */
const wellFormed = (text: string): boolean =>
  !/零零|零$|零[十百千万亿]|^一十|^零./.test(text) && !/[十百千]两|零两|^二[千万亿]/.test(text);

describe("whole numbers", () => {
  const edges = new Set<bigint>();
  for (let power = 0; power <= 14; power++)
    for (const factor of [1n, 2n, 9n, 10n, 11n, 12n, 20n, 22n, 101n, 110n])
      for (const off of [
        -101n,
        -11n,
        -10n,
        -2n,
        -1n,
        0n,
        1n,
        2n,
        5n,
        10n,
        11n,
        20n,
        100n,
        1000n,
        1010n,
        10_000n,
        10_010n,
        100_000n,
      ]) {
        const n = factor * 10n ** BigInt(power) + off;
        if (n >= 0n && n < 10n ** 15n) edges.add(n);
      }
  it("read back as themselves at every decade and around it", () => {
    expect(edges.size).toBeGreaterThan(1500);
    for (const n of edges) {
      const zh = zhWhole(String(n));
      expect([n, readZh(zh), n === 0n || wellFormed(zh)]).toEqual([n, n, true]);
      expect(readEn(enWhole(String(n)))).toBe(n);
    }
  });
  it("read back as themselves up to twenty thousand", () => {
    const wrong: number[] = [];
    for (let n = 1; n <= 20_000; n++) {
      const zh = zhWhole(String(n));
      if (readZh(zh) !== BigInt(n) || !wellFormed(zh) || readEn(enWhole(String(n))) !== BigInt(n)) wrong.push(n);
    }
    expect(wrong).toEqual([]);
  });
  it("read back as themselves anywhere, also with many zeros", () => {
    const sparse = fc
      .array(fc.constantFrom("0", "0", "0", "1", "2", "5"), { minLength: 1, maxLength: 15 })
      .map((d) => d.join(""));
    const any = fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }).map(String);
    fc.assert(
      fc.property(fc.oneof(sparse, any), (text) => {
        const n = BigInt(text);
        const zh = zhWhole(text);
        expect(readZh(zh)).toBe(n);
        expect(n === 0n || wellFormed(zh)).toBe(true);
        expect(readEn(enWhole(text.replace(/^0+(?=.)/, "")))).toBe(n);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("money", () => {
  it("adds up again", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 10 }), (fen) => {
        const text = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;
        const zh = sayValue("money", text, "zh", place)!;
        const found = /^(?:(.+)元)?(?:零?(.)角)?(?:零?(.)分)?$/.exec(zh)!;
        const part = (words: string | undefined) => (words ? Number(readZh(words)) : 0);
        expect(part(found[1]) * 100 + part(found[2]) * 10 + part(found[3])).toBe(fen);
      }),
      { numRuns: 1500 },
    );
  });
});
