import type { HardwareProfile } from "../contract/hardware.ts";
import type { Tapped, Taps } from "../edge/capture/captures.ts";
import type { MediaEdge } from "../edge/media/start-media.ts";
import type { TapChunk } from "../edge/ports/port-tap.ts";
import type { Signalling } from "../edge/signalling/start-signalling.ts";

/** An edge whose ports can be listened to. */
export type PortsTapped = { tap(hear: ((chunk: TapChunk) => void) | undefined): void };
export type CaptureTapsParts = {
  signalling(): Signalling | undefined;
  media(): MediaEdge | undefined;
  modems(): PortsTapped | undefined;
  buses(): PortsTapped | undefined;
  profile(): HardwareProfile | undefined;
};

/** Where captures hang in: each place at the edge that has it now. */
export function captureTaps({ signalling, media, modems, buses, profile }: CaptureTapsParts): Taps {
  const ports = (of: PortsTapped | undefined, hear: ((tapped: Tapped) => void) | undefined): boolean => {
    of?.tap(hear);
    return of !== undefined;
  };
  return {
    async listen(place, { subject, content }, hear) {
      const only = subject === undefined ? {} : { address: subject };
      switch (place) {
        case "sip":
          await signalling()?.tap(only, hear);
          return signalling() !== undefined;
        case "rtp":
          media()?.tap({ ...only, content }, hear);
          return media() !== undefined;
        case "at":
          return ports(modems(), hear);
        case "modbus":
          return ports(buses(), hear);
      }
    },
    async leave(place) {
      switch (place) {
        case "sip":
          await signalling()
            ?.tap(undefined)
            .catch(() => undefined);
          return;
        case "rtp":
          media()?.tap(undefined);
          return;
        case "at":
          ports(modems(), undefined);
          return;
        case "modbus":
          ports(buses(), undefined);
          return;
      }
    },
    isTcp(bus) {
      const at = profile()?.buses.find(({ id }) => id === bus)?.at;
      return at !== undefined && !("tty" in at) && (at as { framing?: string }).framing !== "rtu";
    },
  };
}
