import type { FoundHardware } from "../../contract/found-hardware.ts";
import type { HardwareProfile, LinePort } from "../../contract/hardware.ts";
import { usbFamily } from "./usb-family.ts";

const mostPorts = 64;
const mostChannel = 1023;
const usbPathForm = /^[0-9]{1,3}-[0-9]{1,2}(\.[0-9]{1,2}){0,6}$/;

/** A profile for what was found. A port the present profile has at the same place keeps its name and its particulars; what has gone is left out. */
export function proposeProfile(found: FoundHardware, present: HardwareProfile): HardwareProfile {
  const seen = portsFound(found);
  const taken = new Set(present.ports.map((port) => port.id));
  const ports = seen.map((port) => {
    const known = present.ports.find((p) => p.driver === port.driver && placeOf(p) === placeOf(port));
    if (known) return { ...known, ...port, id: known.id } as LinePort;
    const id = freeName(prefixes[port.driver], taken);
    taken.add(id);
    return { id, ...port } as LinePort;
  });
  // A file without a name of its own is one nobody wrote: it is about this machine.
  const own = present.ports.length > 0;
  return {
    ...present,
    ...(own ? {} : { model: "this-box", name: { zh: "本机", en: "This box" } }),
    ports: ports.slice(0, mostPorts),
  };
}

type Bare = LinePort extends infer P ? (P extends LinePort ? Omit<P, "id"> : never) : never;

function portsFound({ usb, spans }: FoundHardware): Bare[] {
  const modems = usb.flatMap(({ usbPath, usbId }): Bare[] => {
    const family = usbFamily(usbId);
    return family && usbPathForm.test(usbPath) ? [{ driver: "gsm-modem", usbPath, family }] : [];
  });
  const ofSpans = spans.flatMap(({ channels }) =>
    channels.flatMap(({ channel, as }): Bare[] =>
      (as === "fxo" || as === "fxs") && channel <= mostChannel ? [{ driver: as, channel }] : [],
    ),
  );
  return [...modems, ...ofSpans];
}

const prefixes = { "gsm-modem": "gsm", fxo: "fxo", fxs: "fxs" } as const;

/** Where a port is, whatever it is called. */
export function placeOf(port: Bare | LinePort): string {
  switch (port.driver) {
    case "gsm-modem":
      return `USB ${port.usbPath}`;
    case "fxo":
    case "fxs":
      return `channel ${port.channel}`;
  }
}

function freeName(prefix: string, taken: ReadonlySet<string>): string {
  let n = 1;
  while (taken.has(`${prefix}${n}`)) n++;
  return `${prefix}${n}`;
}
