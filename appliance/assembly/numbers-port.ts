import type { PinOwner } from "../contract/pin.ts";
import { agentAtPhone } from "../core/agents/agent-live.ts";
import { callsOnLine } from "../core/calls/call.ts";
import { recentCalls } from "../core/lines/lines-state.ts";
import { lockedUntil } from "../core/lines/pin-locks.ts";
import type { NumbersPort } from "../edge/http/numbers-port.ts";
import { hashPassword } from "../edge/store/password-hash.ts";
import type { PhoneId } from "../kit/ids.ts";
import type { BoxProgram } from "./box-program.ts";

/** Lines, phones and PINs as the console's server sees them. */
export function numbersPort(program: BoxProgram): NumbersPort {
  const { store, clock, timeline } = program;
  const box = () => timeline.state;
  return {
    callsLastHour: (counted) => recentCalls(box().lines, counted, clock.nowMs()),
    load: {
      down: (line) => box().lines.lines[line]?.state === "down",
      calls: (line) => callsOnLine(box().calls, line),
    },
    agentAt: (phone) => agentAtPhone(box().agents, phone as PhoneId)?.agent,
    hear: (event) => timeline.hear(event),
    putPin: async (owner, pin) => store.putSecret("pin", owner, await hashPassword(pin)),
    dropPin: (owner) => store.dropSecret("pin", owner),
    pinOwners: () => store.secretIds("pin") as PinOwner[],
    lockedPins() {
      const pins = box().lines.pins ?? {};
      return (Object.keys(pins) as PinOwner[]).flatMap((owner) => {
        const lockedUntilMs = lockedUntil(pins, owner, clock.nowMs());
        return lockedUntilMs === undefined ? [] : [{ owner, lockedUntilMs }];
      });
    },
  };
}
