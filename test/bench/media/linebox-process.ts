import type { MediaCommand } from "../../../appliance/contract/media.ts";
import { startMedia } from "../../../appliance/edge/media/start-media.ts";

/** The media edge alone in a process, so that its CPU time can be read: commands come as messages, events go back. */
const [backend, rtpFrom, rtpTo] = process.argv.slice(2);
const media = await startMedia({
  address: "127.0.0.1",
  rtpFrom: Number(rtpFrom),
  rtpTo: Number(rtpTo),
  backend: backend === "dgram" ? "dgram" : "epoll",
  country: "CN",
  hear: (event) => process.send!({ event }),
  trouble: (text) => console.error(text),
});
/** A main thread that has much else to do: JSON and garbage, 60 ms out of every 100. */
function keepBusy(): void {
  const untilMs = performance.now() + 60;
  while (performance.now() < untilMs)
    JSON.parse(JSON.stringify(Array.from({ length: 500 }, (_, i) => ({ i, text: `row ${i}` }))));
  setTimeout(keepBusy, 40);
}

process.on("message", (message: { command: MediaCommand } | { ask: "gauges" | "stop" | "busy" }) => {
  if ("command" in message) media.perform(message.command);
  else if (message.ask === "busy") keepBusy();
  else if (message.ask === "gauges") void media.gauges().then((gauges) => process.send!({ gauges }));
  else void media.stop("bench over").then(() => process.exit(0));
});
process.send!({ ready: true });
