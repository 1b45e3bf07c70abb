import { startMedia } from "../../../appliance/edge/media/start-media.ts";
import type { LegId, RecordingId } from "../../../appliance/kit/ids.ts";
import { runner } from "../../sim/runner.ts";

/** A process of its own that records one leg until somebody kills it: `recording-process.ts <path> <description of the far side>`. */
const [path, remote] = process.argv.slice(2);
const leg = "victim/1" as LegId;
const media = await startMedia({
  address: "127.0.0.1",
  rtpFrom: 22_800 + runner() * 2_000,
  rtpTo: 22_809 + runner() * 2_000,
  country: "CN",
  hear: (event) => {
    if (event.on === "media.opened") console.log(JSON.stringify(event.local));
  },
});
media.perform({ do: "media.open", leg, remote: JSON.parse(remote!), srtp: "off", inbandDigits: false, codecs: ["PCMA"] });
media.perform({ do: "media.record", recording: "r" as RecordingId, leg, path: path! });
media.perform({
  do: "media.play",
  leg,
  play: "p",
  items: [{ kind: "tone", tone: "beep", forMs: 60_000 }],
  bargeIn: false,
  repeat: false,
});
