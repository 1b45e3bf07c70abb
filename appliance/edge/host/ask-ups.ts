import { createConnection } from "node:net";

export type UpsPlace = { host: string; port: number; name: string };
/** Its variables (`ups.status`, `battery.charge` …), or why there are none. */
export type UpsAnswer = { vars: Map<string, string> } | { why: string };

const patienceMs = 5_000;
const mostLineBytes = 1_024;
const mostLines = 400;

/** Asks upsd for everything it knows of a UPS (NUT network protocol, RFC 9271 4.2.7). Never rejects. */
export function askUps({ host, port, name }: UpsPlace): Promise<UpsAnswer> {
  return new Promise((done) => {
    const vars = new Map<string, string>();
    let rest = "";
    let lines = 0;
    const socket = createConnection({ host, port });
    const end = (answer: UpsAnswer): void => {
      clearTimeout(patience);
      socket.removeAllListeners("data");
      socket.destroy();
      done(answer);
    };
    const patience = setTimeout(() => end({ why: "no answer" }), patienceMs);
    const line = (text: string): boolean => {
      if (++lines > mostLines) end({ why: "too long an answer" });
      // RFC 9271 5.1: ERR and a code, such as UNKNOWN-UPS, DATA-STALE, DRIVER-NOT-CONNECTED.
      else if (text.startsWith("ERR ")) end({ why: text.slice(4, 60) });
      else if (text === `END LIST VAR ${name}`) end({ vars });
      else {
        const found = /^VAR \S+ (\S{1,80}) "((?:[^"\\]|\\.)*)"$/.exec(text);
        if (found) vars.set(found[1]!, found[2]!.replace(/\\(.)/g, "$1"));
        return true;
      }
      return false;
    };
    socket.setEncoding("utf8");
    socket.on("connect", () => void socket.write(`LIST VAR ${name}\n`));
    socket.on("error", (error) => end({ why: error.message.slice(0, 100) }));
    socket.on("close", () => end({ why: "the connection was closed" }));
    socket.on("data", (part: string) => {
      const found = (rest + part).split("\n");
      rest = found.pop() ?? "";
      for (const text of found) if (!line(text.trimEnd())) return;
      if (rest.length > mostLineBytes) end({ why: "too long a line" });
    });
  });
}
