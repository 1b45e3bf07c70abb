import type { FoundHardware, HardwareDifference } from "../../contract/found-hardware.ts";
import type { HardwareProfile, LinePort, ModemPort } from "../../contract/hardware.ts";
import { usbFamily } from "./usb-family.ts";

/** Where the profile and the machine don't agree. What the machine doesn't tell is no difference. */
export function compareHardware({ ports }: HardwareProfile, found: FoundHardware): HardwareDifference[] {
  const missing = ports.flatMap((port) => lookAt(port, found));
  const sockets = new Set(ports.flatMap((port) => (port.driver === "gsm-modem" ? [port.usbPath] : [])));
  const more = found.usb.filter(({ usbPath }) => !sockets.has(usbPath)).map(extraDevice);
  return [...missing, ...more, ...extraChannels(ports, found)];
}

function lookAt(port: LinePort, found: FoundHardware): HardwareDifference[] {
  switch (port.driver) {
    case "gsm-modem":
      return lookAtModem(port, found);
    case "fxo":
    case "fxs": {
      if (!found.dahdi) return [noDriver(port.id)];
      const channel = found.spans.flatMap((s) => s.channels).find((c) => c.channel === port.channel);
      if (!channel) return found.channelNodes.includes(port.channel) ? [] : [noChannel(port.id, port.channel)];
      return channel.as === port.driver || channel.as === "unset" ? [] : [otherChannel(port.id, port.channel, channel.as)];
    }
  }
}

function lookAtModem({ id, usbPath, family }: ModemPort, found: FoundHardware): HardwareDifference[] {
  const device = found.usb.find((d) => d.usbPath === usbPath);
  if (!device) return [noModem(id, usbPath)];
  const is = usbFamily(device.usbId);
  if (device.usbId === undefined || is === family) return [];
  return [otherModem(id, usbPath, device.product ?? device.usbId)];
}

function extraChannels(ports: readonly LinePort[], { spans }: FoundHardware): HardwareDifference[] {
  const known = new Set(ports.flatMap((p) => (p.driver === "fxo" || p.driver === "fxs" ? [p.channel] : [])));
  return spans.flatMap(({ span, name, channels }) => {
    if (channels.some((c) => c.as === "digital")) return [extraSpan(span, name)];
    return channels.filter((c) => c.as !== "unset" && !known.has(c.channel)).map(({ channel, as }) => extraChannel(channel, as));
  });
}

const noModem = (subject: string, place: string): HardwareDifference => ({
  kind: "missing",
  subject,
  words: { en: `There is no modem in USB socket ${place}.`, zh: `USB 口 ${place} 上没有模块。` },
  hint: {
    en: "Check its plug and its power. If it sits in another socket, take the profile that is proposed.",
    zh: "请检查插接和供电；若已换到其他 USB 口，请采用建议的配置。",
  },
});
const otherModem = (subject: string, place: string, is: string): HardwareDifference => ({
  kind: "other",
  subject,
  words: { en: `In USB socket ${place} is another device: ${is}.`, zh: `USB 口 ${place} 上是其他设备：${is}。` },
  hint: {
    en: "Put the right modem in, or take the profile that is proposed.",
    zh: "请更换为正确的模块，或采用建议的配置。",
  },
});
const noDriver = (subject: string): HardwareDifference => ({
  kind: "missing",
  subject,
  words: { en: "The driver of telephony cards (DAHDI) is not running.", zh: "语音板卡驱动（DAHDI）未运行。" },
  hint: {
    en: "Is the card in its slot? Then see whether its kernel module is loaded.",
    zh: "请确认板卡已插好，并检查内核模块是否加载。",
  },
});
const noChannel = (subject: string, channel: number): HardwareDifference => ({
  kind: "missing",
  subject,
  words: { en: `No card has a channel ${channel}.`, zh: `板卡上没有通道 ${channel}。` },
  hint: { en: "Is a module missing on the card?", zh: "请检查板卡上的模块是否缺失。" },
});
const otherChannel = (subject: string, channel: number, is: string): HardwareDifference => ({
  kind: "other",
  subject,
  words: {
    en: `Channel ${channel} is set up for something else (${is}).`,
    zh: `通道 ${channel} 的类型不符（${is}）。`,
  },
  hint: {
    en: "A line from the exchange is fxo, a telephone is fxs. Compare the modules of the card with the profile.",
    zh: "外线为 fxo，话机为 fxs，请核对板卡模块与配置。",
  },
});
const extraDevice = ({ usbPath, usbId, product }: FoundHardware["usb"][number]): HardwareDifference => {
  const family = usbFamily(usbId);
  const what = product ?? usbId ?? "USB";
  return family
    ? {
        kind: "extra",
        subject: usbPath,
        words: {
          en: `A modem the profile doesn't know: ${what}, in USB socket ${usbPath}.`,
          zh: `配置中没有的模块：${what}（USB 口 ${usbPath}）。`,
        },
        hint: { en: "To use it, take the profile that is proposed.", zh: "如需使用，请采用建议的配置。" },
      }
    : {
        kind: "unknown",
        subject: usbPath,
        words: {
          en: `A device the box doesn't know: ${what}, in USB socket ${usbPath}.`,
          zh: `无法识别的设备：${what}（USB 口 ${usbPath}）。`,
        },
        hint: { en: "It is left alone.", zh: "设备不会使用它。" },
      };
};
const extraChannel = (channel: number, as: string): HardwareDifference => ({
  kind: "extra",
  subject: `channel ${channel}`,
  words: { en: `Channel ${channel} of a card (${as}) is not in the profile.`, zh: `板卡通道 ${channel}（${as}）不在配置中。` },
  hint: { en: "To use it, take the profile that is proposed.", zh: "如需使用，请采用建议的配置。" },
});
const extraSpan = (span: number, name: string): HardwareDifference => ({
  kind: "unknown",
  subject: `span ${span}`,
  words: {
    en: `Span ${span} (${name}) is digital: the box drives no E1 card.`,
    zh: `中继组 ${span}（${name}）为数字中继，设备不直接驱动 E1 板卡。`,
  },
  hint: { en: "Connect the primary rate line by a gateway.", zh: "请通过网关接入 E1。" },
});
