import { randomBytes } from "node:crypto";
import type { HandEvent } from "../../contract/hand.ts";
import type { handRoutes } from "../../contract/routes/hand.ts";
import { mayActFor } from "../../core/access/may.ts";
import type { CallId } from "../../kit/ids.ts";
import { type Asker, type Handlers, signedIn } from "./handlers.ts";
import { expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

type Asked = { params: { id: string }; asker: Asker | undefined };
type Insistent = Asked & { body: { force?: boolean }; request: { ip: string } };
type Act<E> = E extends { by: string } ? Omit<E, "by"> : never;

export function handHandlers(ports: HttpPorts): Pick<Handlers, keyof typeof handRoutes> {
  const hear = async (event: Act<HandEvent>, by: string): Promise<void> =>
    expectOk(await ports.desk({ ...event, by } as HandEvent));
  /** For oneself; who supervises may for anybody. */
  const own = (asked: Asked, act: (agent: string) => Act<HandEvent>): Promise<void> => {
    const asker = signedIn(asked);
    if (!mayActFor(asker, asked.params.id)) throw new HttpFault("not-allowed");
    return hear(act(asked.params.id), asker.user);
  };
  const other = (asked: Asked, act: (call: CallId) => Act<HandEvent>): Promise<void> =>
    hear(act(asked.params.id as CallId), signedIn(asked).user);
  /** Who puts another supervisor aside is in the audit log with just that. */
  const insisted = async (asked: Insistent, act: (call: CallId) => Act<HandEvent>): Promise<void> => {
    await other(asked, act);
    if (asked.body.force !== true) return;
    const row = { who: signedIn(asked).user, address: asked.request.ip, subject: asked.params.id.slice(0, 100), outcome: "ok" };
    ports.store.audit({ ...row, what: "insistOnCall" });
  };
  return {
    agentHold: (asked) => own(asked, (agent) => ({ on: "desk.hold", agent })),
    agentResume: (asked) => own(asked, (agent) => ({ on: "desk.resume", agent })),
    agentMute: (asked) => own(asked, (agent) => ({ on: "desk.mute", agent, muted: asked.body.muted })),
    agentConsult: (asked) => own(asked, (agent) => ({ on: "desk.consult", agent, to: asked.body.to })),
    agentConsultCancel: (asked) => own(asked, (agent) => ({ on: "desk.consultCancel", agent })),
    agentConsultComplete: (asked) => own(asked, (agent) => ({ on: "desk.consultComplete", agent })),
    agentConference: (asked) => own(asked, (agent) => ({ on: "desk.conference", agent })),
    agentTransfer: (asked) => own(asked, (agent) => ({ on: "desk.transfer", agent, to: asked.body.to })),
    agentPark: (asked) => {
      const { slot } = asked.body;
      return own(asked, (agent) => ({ on: "desk.park", agent, ...(slot === undefined ? {} : { slot }) }));
    },
    agentPickUp: (asked) => own(asked, (agent) => ({ on: "desk.pickUp", agent, what: asked.body.what })),
    async agentDial(asked) {
      const call = `${ports.nowMs().toString(36)}${randomBytes(4).toString("hex")}` as CallId;
      await own(asked, (agent) => ({ on: "desk.dial", agent, to: asked.body.to, call }));
      return { call };
    },
    agentLeave: (asked) => own(asked, (agent) => ({ on: "desk.leave", agent })),
    watchCall: (asked) => insisted(asked, (call) => ({ on: "desk.watch", call, ...asked.body })),
    watchCallEnd: (asked) => other(asked, (call) => ({ on: "desk.watchEnd", call, ...asked.body })),
    takeOverCall: (asked) => insisted(asked, (call) => ({ on: "desk.takeOver", call, ...asked.body })),
    releaseCall: (asked) => other(asked, (call) => ({ on: "desk.release", call, ...asked.body })),
  };
}
