import type { SettingsProblem, TrunkSettings } from "../../contract/settings.ts";
import { coversPattern } from "../lines/covers-pattern.ts";
import { namesNumbers } from "../lines/names-numbers.ts";
import { problemAt } from "./problem-at.ts";

/** Wider than this nobody's carrier is: half the world could call in. */
const widestV4Bits = 8;
const widestV6Bits = 16;

/** What is wrong with one trunk by itself. */
export function checkTrunk(trunk: TrunkSettings, path: string): SettingsProblem[] {
  const { kind, host, user, acceptFrom, enabled, numbers } = trunk;
  const problems: SettingsProblem[] = [];
  if (kind === "register" && (!host || !user)) {
    const reason = { en: "A registering trunk needs the carrier's host and a user.", zh: "注册型中继需要运营商主机和用户名。" };
    const hint = { en: "Enter what the carrier gave you.", zh: "请填写运营商提供的信息。" };
    problems.push(problemAt(`${path}/${host ? "user" : "host"}`, reason, hint));
  }
  if (kind === "address" && acceptFrom.length === 0 && !host) {
    const reason = {
      en: "Nobody can call in: no address is accepted and there is no host.",
      zh: "没有允许的来源地址，也没有主机，无法呼入。",
    };
    problems.push(problemAt(`${path}/acceptFrom`, reason, { en: "Add the carrier's address.", zh: "请添加运营商地址。" }));
  }
  for (const [i, text] of acceptFrom.entries()) problems.push(...networkProblems(text, `${path}/acceptFrom/${i}`));
  problems.push(...numbers.flatMap((_, i) => numberProblems(numbers, i, `${path}/numbers/${i}/pattern`)));
  if (enabled && numbers.length === 0) {
    const reason = { en: "No number leads anywhere: every call in is refused.", zh: "没有号码路由，所有来电都会被拒绝。" };
    problems.push(
      problemAt(`${path}/numbers`, reason, { en: "Add a number and its flow.", zh: "请添加号码及其流程。" }, "warning"),
    );
  }
  return problems;
}

/** A row that takes more than is meant, and one that takes nothing. */
function numberProblems(numbers: TrunkSettings["numbers"], i: number, path: string): SettingsProblem[] {
  const { pattern, flow } = numbers[i]!;
  const before = numbers.slice(0, i).find((earlier) => coversPattern(earlier.pattern, pattern));
  if (before) {
    const reason = {
      en: `No call reaches "${pattern}": "${before.pattern}" above takes them all.`,
      zh: `“${pattern}”不会接到来电：上面的“${before.pattern}”已全部接走。`,
    };
    return [problemAt(path, reason, { en: "Move it up, or remove it.", zh: "请将其上移或删除。" }, "warning")];
  }
  if (namesNumbers(pattern)) return [];
  const reason = {
    en: `"${pattern}" takes calls to any number that fits it into flow "${flow}", also to numbers that are not this site's.`,
    zh: `“${pattern}”会把凡是匹配的被叫号码都转入流程“${flow}”，包括不属于本站点的号码。`,
  };
  const hint = {
    en: "Name the site's own numbers, or leave it if the carrier sends none. Phones of the house dial outside past it.",
    zh: "请填写本站点自己的号码；若运营商不送被叫号码，可保留。内部话机拨外线不受其影响。",
  };
  return [problemAt(path, reason, hint, "warning")];
}

export function networkProblems(text: string, path: string): SettingsProblem[] {
  const [address = "", bitsText] = text.split("/");
  const v6 = address.includes(":");
  const most = v6 ? 128 : 32;
  const bits = bitsText === undefined ? most : Number(bitsText);
  if (!(v6 ? isV6(address) : isV4(address)) || bits > most) {
    const reason = { en: `"${text}" is no address or network.`, zh: `“${text}”不是有效的地址或网段。` };
    return [problemAt(path, reason, { en: "Write 192.0.2.7 or 192.0.2.0/24.", zh: "请填写如 192.0.2.7 或 192.0.2.0/24。" })];
  }
  if (bits >= (v6 ? widestV6Bits : widestV4Bits)) return [];
  const reason = { en: "A large part of the world may call in over this trunk.", zh: "几乎任何地址都可以从此中继呼入。" };
  return [problemAt(path, reason, { en: "Name the carrier's networks only.", zh: "请只填写运营商网段。" })];
}

const isV4 = (text: string): boolean =>
  /^(\d{1,3})(\.\d{1,3}){3}$/.test(text) && text.split(".").every((part) => Number(part) <= 255);

/** RFC 4291 2.2: eight groups, or fewer around one "::"; the last two may be written as an IPv4 address. */
function isV6(text: string): boolean {
  const last = text.slice(text.lastIndexOf(":") + 1);
  if (last.includes(".")) return isV4(last) && isV6(`${text.slice(0, -last.length)}0:0`);
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  return (
    groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) && (halves.length === 2 ? groups.length <= 7 : groups.length === 8)
  );
}
