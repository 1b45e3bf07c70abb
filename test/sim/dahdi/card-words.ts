import type { ChannelKind } from "./card-channel.ts";
import type { CallerIdWay, ExchangeHabits, ExchangeSays } from "./exchange-line.ts";
import type { HandsetSays } from "./handset.ts";

/** What the test asks of the card's process. */
export type ToCard =
  | { do: "start"; directory: string; channels: { channel: number; kind: ChannelKind }[]; habits: ExchangeHabits }
  | { do: "habits"; channel: number; habits: ExchangeHabits }
  | { do: "call-in"; channel: number; from: string; way: CallerIdWay }
  /** The exchange connects its lines, by the numbers of their channels. */
  | { do: "connect"; numbers: Record<number, string>; way: CallerIdWay }
  | { do: "ring" | "answer" | "busy" | "hang-up" | "pull" | "put-back"; channel: number }
  | { do: "say"; channel: number; samples: Int16Array; id: number }
  | { do: "press"; channel: number; digits: string; id: number }
  | { do: "event"; channel: number; code: number }
  | { do: "off-hook" | "on-hook" | "flash"; channel: number }
  | { do: "counts" }
  | { do: "stop" };

/** What it tells. */
export type FromCard =
  | { on: "ready" }
  | { on: "counts"; overruns: number; underruns: number; open: number }
  | { on: "line"; channel: number; says: ExchangeSays }
  | { on: "handset"; channel: number; says: HandsetSays };
