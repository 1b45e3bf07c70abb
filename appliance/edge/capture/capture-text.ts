import { AtText } from "../../core/diagnostics/at-text.ts";
import { modbusWords } from "../../core/diagnostics/modbus-words.ts";

export type Piece = { atMs: number; port: string; direction: "in" | "out"; bytes: Uint8Array };
/** Pieces of a port as text; `end` tells what is still begun. */
export interface CaptureText {
  take(piece: Piece): string;
  end(): string;
}

const line = (atMs: number, port: string, direction: "in" | "out", text: string): string =>
  `${new Date(atMs).toISOString()} ${port} ${direction === "in" ? "<" : ">"} ${text}\n`;

export function atText(content: boolean): CaptureText {
  const at = new AtText(content);
  return {
    take: ({ atMs, port, direction, bytes }) =>
      at
        .take(atMs, port, direction, bytes)
        .map((one) => line(one.atMs, port, direction, one.text))
        .join(""),
    // A line that was not over may be half a secret.
    end: () => "",
  };
}

/** Longer than any frame with an echo before it. */
const mostBytes = 600;

/** An answer comes in pieces: it is told when it is a frame, or when the next is asked. */
export function modbusText(isTcp: (bus: string) => boolean): CaptureText {
  const begun = new Map<string, { atMs: number; bytes: Uint8Array }>();
  const told = (bus: string): string => {
    const found = begun.get(bus);
    begun.delete(bus);
    return found ? line(found.atMs, bus, "in", modbusWords(found.bytes, "in", isTcp(bus))) : "";
  };
  return {
    take({ atMs, port, direction, bytes }) {
      if (direction === "out") return told(port) + line(atMs, port, "out", modbusWords(bytes, "out", isTcp(port)));
      const before = begun.get(port);
      const all = before ? Uint8Array.from([...before.bytes, ...bytes]) : bytes;
      begun.set(port, { atMs: before?.atMs ?? atMs, bytes: all.subarray(0, mostBytes) });
      const whole = modbusWords(all, "in", isTcp(port)).includes("|");
      return whole || all.length >= mostBytes ? told(port) : "";
    },
    end: () => [...begun.keys()].map(told).join(""),
  };
}
