import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { LampDialog } from "../../../contract/lamp.ts";
import type { LegId, PhoneId } from "../../../kit/ids.ts";
import type { SipRequest } from "../../../wire/sip/message/types.ts";
import { type Signalling, startSignalling } from "../../signalling/start-signalling.ts";
import { config, ours, passwordOf, phone, SipLab } from "./sip-lab.ts";
import { type PeerDialog, SipPeer, text, value } from "./sip-peer.ts";

const soon = { timeout: 15_000 };

const port = 26_030;
const at = { host: "127.0.0.1", port };
/** Other ports for each test: what a former one left unanswered goes on being sent. */
let base = 26_600;
let server: Signalling;
let lab: SipLab;
let watcher: SipPeer;
let desk: SipPeer;

beforeAll(async () => {
  server = await startSignalling({ udp: [at], trusted: ["127.0.0.1"] });
});
afterAll(() => server.stop("end of test"));
beforeEach(async () => {
  base += 2;
  lab = new SipLab(server, config([], [phone("8001"), phone("8002")]));
  await lab.edge.start();
  [watcher, desk] = [await SipPeer.open(base, at), await SipPeer.open(base + 1, at)];
});
afterEach(async () => {
  await lab.stop();
  watcher.close();
  desk.close();
});

async function subscribe(event: string, target: string, { seconds, user = "8001" }: { seconds?: number; user?: string } = {}) {
  const headers = [
    { name: "Event", value: event },
    { name: "Contact", value: watcher.contact(user) },
    ...(seconds === undefined ? [] : [{ name: "Expires", value: String(seconds) }]),
  ];
  const first = watcher.ask("SUBSCRIBE", { uri: `sip:${target}@127.0.0.1:${port}`, from: `sip:${user}@lab`, headers });
  const refused = await watcher.final(first);
  if (refused.status !== 401) return { sent: first, answer: refused };
  const sent = watcher.again(first, refused, user, passwordOf(user));
  return { sent, answer: await watcher.final(sent) };
}
async function notified(): Promise<SipRequest> {
  const notify = await watcher.request("NOTIFY");
  watcher.reply(notify, 200);
  return notify;
}
async function watching(event: string, target: string, seconds?: number): Promise<PeerDialog> {
  const { sent, answer } = await subscribe(event, target, seconds === undefined ? {} : { seconds });
  expect(answer.status).toBe(202);
  return watcher.dialogOf(sent, answer);
}
async function register(user: string): Promise<void> {
  const headers = [
    { name: "Contact", value: desk.contact(user) },
    { name: "Expires", value: "300" },
  ];
  const first = desk.ask("REGISTER", { uri: `sip:127.0.0.1:${port}`, from: `sip:${user}@lab`, to: `sip:${user}@lab`, headers });
  await desk.final(desk.again(first, await desk.final(first), user, passwordOf(user)));
}

describe("message lamps (RFC 3842)", () => {
  test("at first, and whenever the number of messages changes", async () => {
    await watching("message-summary", "8001", 600);
    const first = await notified();
    expect([value(first, "Event"), value(first, "Subscription-State"), value(first, "Content-Type")]).toEqual([
      "message-summary",
      "active;expires=600",
      "application/simple-message-summary",
    ]);
    expect(text(first)).toBe("Messages-Waiting: no\r\nVoice-Message: 0/0 (0/0)\r\n");
    lab.edge.perform({ do: "line.messages", phone: "8001" as PhoneId, waiting: 3 });
    expect(text(await notified())).toBe("Messages-Waiting: yes\r\nVoice-Message: 3/0 (0/0)\r\n");
    lab.edge.perform({ do: "line.messages", phone: "8002" as PhoneId, waiting: 1 });
    lab.edge.perform({ do: "line.messages", phone: "8001" as PhoneId, waiting: 0 });
    expect(text(await notified())).toContain("Messages-Waiting: no");
  });

  test("a person's messages are his own", async () => {
    expect((await subscribe("message-summary", "8002")).answer.status).toBe(404);
  });
});

const lamp = (subject: string, ...dialogs: LampDialog[]): void => lab.edge.perform({ do: "line.lamp", subject, dialogs });
const rings = (id: string, more: Partial<LampDialog> = {}): LampDialog => ({
  id,
  state: "early",
  direction: "recipient",
  ...more,
});
const own = (target: string): string =>
  `<local><identity>sip:${target}@lab</identity><target uri="sip:${target}@lab"></target></local>`;

function ringDesk(leg: string): LegId {
  const id = leg as LegId;
  lab.edge.perform({
    do: "line.dial",
    leg: id,
    to: { kind: "phone", phone: "8002" as PhoneId, number: "8002" },
    from: { number: "1" },
    local: ours,
    giveUpMs: 60_000,
  });
  return id;
}
/** A phone of ours asks for the place of a dialog (RFC 3891). */
async function askFor(replaces: string): Promise<SipRequest> {
  const invite = watcher.ask("INVITE", {
    uri: `sip:8002@127.0.0.1:${port}`,
    from: "sip:8001@lab",
    headers: [
      { name: "Contact", value: watcher.contact("8001") },
      { name: "Replaces", value: replaces },
    ],
  });
  const challenge = await watcher.final(invite);
  watcher.ackRefusal(invite, challenge);
  return watcher.again(invite, challenge, "8001", passwordOf("8001"));
}

describe("busy lamps (RFC 4235)", () => {
  test("all of it first, then what changes, each with a version one higher", async () => {
    await watching("dialog", "8002");
    const first = await notified();
    expect(value(first, "Content-Type")).toBe("application/dialog-info+xml");
    expect(text(first)).toBe(
      '<?xml version="1.0"?>\r\n<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="0" state="full" entity="sip:8002@lab"></dialog-info>\r\n',
    );
    lamp("8002", rings("b1-2"));
    expect(text(await notified())).toContain(
      `version="1" state="partial" entity="sip:8002@lab"><dialog id="b1-2" direction="recipient"><state>early</state>${own("8002")}</dialog></dialog-info>`,
    );
    lamp("8002", rings("b1-2"), { id: "b2-1", state: "trying", direction: "initiator" });
    const second = text(await notified());
    expect(second).toContain('version="2" state="partial"');
    expect(second).toContain('<dialog id="b2-1" direction="initiator"><state>trying</state>');
    expect(second).not.toContain("b1-2");
    lamp("8002", { id: "b2-1", state: "confirmed", direction: "initiator", held: true });
    const third = text(await notified());
    expect(third).toContain('version="3" state="partial"');
    expect(third).toContain("<state>confirmed</state>");
    expect(third).toContain('<param pname="+sip.rendering" pval="no"/>');
    expect(third).toContain('<dialog id="b1-2"><state>terminated</state></dialog>');
  });

  test("a renewal brings all of it again", async () => {
    lamp("8002", rings("b1-2"));
    const dialog = await watching("dialog", "8002", 300);
    expect(text(await notified())).toContain('version="0" state="full"');
    watcher.inDialog(dialog, "SUBSCRIBE", {
      headers: [
        { name: "Event", value: "dialog" },
        { name: "Expires", value: "300" },
      ],
    });
    const again = text(await notified());
    expect(again).toContain('version="1" state="full"');
    expect(again).toContain('<dialog id="b1-2"');
  });

  test("parking places by what is dialled, queues by their id; others are unknown", async () => {
    lamp("*811");
    lamp("hotline");
    await watching("dialog", "*811");
    expect(text(await notified())).toContain('entity="sip:*811@lab"');
    await watching("dialog", "hotline");
    expect(text(await notified())).toContain('entity="sip:hotline@lab"');
    lamp("hotline", rings("hotline"));
    expect(text(await notified())).toContain('<dialog id="hotline" direction="recipient"><state>early</state>');
    lamp("*811", { id: "c1-1", state: "confirmed", direction: "recipient", remote: { number: "010555", name: 'A & "B" <c>' } });
    expect(text(await notified())).toContain(
      '<remote><identity display="A &amp; &quot;B&quot; &lt;c&gt;">sip:010555@lab</identity><target uri="sip:010555@lab"/></remote>',
    );
    expect((await subscribe("dialog", "*8199")).answer.status).toBe(404);
  });

  test("what there is no more ends its subscriptions (RFC 6665 4.1.3)", async () => {
    lamp("*811");
    await watching("dialog", "*811");
    await notified();
    lab.edge.perform({ do: "line.lamp", subject: "*811" });
    expect(value(await notified(), "Subscription-State")).toBe("terminated;reason=noresource");
    expect(lab.edge.gauges().subscriptions).toBe(0);
    expect((await subscribe("dialog", "*811")).answer.status).toBe(404);
  });

  test("while a NOTIFY is unanswered the next ones wait, and go as one", async () => {
    await watching("dialog", "8002");
    const first = await watcher.request("NOTIFY");
    lamp("8002", rings("b1-2"));
    lamp("8002", { id: "b1-2", state: "confirmed", direction: "recipient" });
    lamp("8002", rings("b3-2"));
    watcher.reply(first, 200);
    const next = text(await notified());
    expect(next).toContain('version="1" state="partial"');
    expect(next).toContain('<dialog id="b3-2"');
    expect(next).not.toContain("b1-2");
  });

  test("a phone that is no longer ours watches nothing", async () => {
    await watching("dialog", "8002");
    await notified();
    await lab.edge.configure(config([], [phone("8002")]));
    expect(value(await notified(), "Subscription-State")).toBe("terminated;reason=rejected");
    expect(lab.edge.gauges().subscriptions).toBe(0);
  });
});

describe("pick-up of what a lamp shows (RFC 3891)", () => {
  test.each(["as the lamp names it", "as the box sees it"])(
    "the dialog that rings, %s; its name goes when it is answered",
    async (how) => {
      await register("8002");
      await watching("dialog", "8002");
      await notified();
      const leg = ringDesk("b1/2");
      const invite = await desk.request("INVITE");
      desk.reply(invite, 180, { toTag: "ringing" });
      await lab.next("line.progressed");
      lamp("8002", rings("b1-2", { takes: leg }));
      const info = text(await notified());
      const [, callId, localTag, remoteTag] = /call-id="([^"]+)" local-tag="([^"]+)" remote-tag="([^"]+)"/.exec(info) ?? [];
      expect([callId, localTag]).toEqual([value(invite, "Call-ID"), "ringing"]);
      expect(value(invite, "From")).toContain(`;tag=${remoteTag}`);
      const tags = how === "as the lamp names it" ? [localTag, remoteTag] : [remoteTag, localTag];
      await askFor(`${callId};to-tag=${tags[0]};from-tag=${tags[1]};early-only`);
      expect(await lab.next("line.ringing")).toMatchObject({ replaces: leg, party: { kind: "phone", phone: "8001" } });
      desk.accept(invite, "8002");
      await lab.next("line.answered");
      lamp("8002", { id: "b1-2", state: "confirmed", direction: "recipient", takes: leg });
      expect(text(await notified())).not.toContain("call-id=");
    },
  );

  test("early-only does not cut into a talk: 486; other tags match nothing: 481; no tags are no Replaces: 400", async () => {
    await register("8002");
    ringDesk("b1/2");
    const invite = await desk.request("INVITE");
    desk.reply(invite, 180, { toTag: "ringing" });
    await lab.next("line.progressed");
    const status = async (replaces: string): Promise<number> => {
      const asked = await askFor(replaces);
      const answer = await watcher.final(asked);
      watcher.ackRefusal(asked, answer);
      return answer.status;
    };
    const callId = value(invite, "Call-ID");
    expect(await status(`${callId};to-tag=other;from-tag=ringing`)).toBe(481);
    expect(await status(`${callId};to-tag=ringing`)).toBe(400);
    const dialog = desk.accept(invite, "8002");
    await lab.next("line.answered");
    const names = `${callId};to-tag=${dialog.remoteTag};from-tag=${dialog.localTag}`;
    expect(await status(`${names};early-only`)).toBe(486);
  });
});

describe("a subscription", () => {
  test("is renewed and ended by its watcher", async () => {
    const dialog = await watching("dialog", "8002", 600);
    await notified();
    const renew = (seconds: string) =>
      watcher.inDialog(dialog, "SUBSCRIBE", {
        headers: [
          { name: "Event", value: "dialog" },
          { name: "Expires", value: seconds },
        ],
      });
    expect(value(await watcher.final(renew("300")), "Expires")).toBe("300");
    expect(value(await notified(), "Subscription-State")).toBe("active;expires=300");
    expect(lab.edge.gauges().subscriptions).toBe(1);
    expect([200, 202]).toContain((await watcher.final(renew("0"))).status);
    expect(value(await notified(), "Subscription-State")).toBe("terminated;reason=timeout");
    expect(lab.edge.gauges().subscriptions).toBe(0);
  });

  test("ends with its time, and leaves no timer", async () => {
    const quiet = lab.clock.pending;
    await watching("dialog", "8002", 60);
    await notified();
    expect(lab.clock.pending).toBe(quiet + 1);
    lab.clock.advance(60_000);
    expect(value(await notified(), "Subscription-State")).toBe("terminated;reason=timeout");
    expect(lab.edge.gauges().subscriptions).toBe(0);
    expect(lab.clock.pending).toBe(quiet);
  });

  test("for no time at all is a look at how it stands", async () => {
    await watching("dialog", "8002", 0);
    expect(value(await notified(), "Subscription-State")).toBe("terminated;reason=timeout");
    expect(lab.edge.gauges().subscriptions).toBe(0);
  });

  test("without a time gets ours, with an id gets it back", async () => {
    await watching("dialog;id=7", "8002");
    const first = await notified();
    expect([value(first, "Event"), value(first, "Subscription-State")]).toEqual(["dialog;id=7", "active;expires=600"]);
  });

  test("of a watcher that knows it no more is over", async () => {
    await watching("dialog", "8002");
    watcher.reply(await watcher.request("NOTIFY"), 481);
    await vi.waitFor(() => expect(lab.edge.gauges().subscriptions).toBe(0), soon);
  });

  test("of a watcher that was away is over for good: its renewal is refused, so that it begins anew (RFC 6665 4.1.2.2)", async () => {
    const dialog = await watching("dialog", "8002");
    watcher.reply(await watcher.request("NOTIFY"), 408);
    await vi.waitFor(() => expect(lab.edge.gauges().subscriptions).toBe(0), soon);
    const headers = [
      { name: "Event", value: "dialog" },
      { name: "Expires", value: "300" },
    ];
    expect((await watcher.final(watcher.inDialog(dialog, "SUBSCRIBE", { headers }))).status).toBe(481);
    await watching("dialog", "8002");
    expect(text(await notified())).toContain('version="0" state="full"');
    expect(lab.edge.gauges().subscriptions).toBe(1);
  });

  test.each([
    ["presence", "8002", "8001", 489],
    ["dialog", "9999", "8001", 404],
    ["dialog", "8002", "9999", 401],
  ])("to %s of %s by %s is refused with %i", async (event, target, user, status) => {
    const { answer } = await subscribe(event, target, { user });
    expect(answer.status).toBe(status);
    if (status === 489) expect(value(answer, "Allow-Events")).toBe("message-summary, dialog");
  });

  test("watchers are told when the box stops", async () => {
    await watching("dialog", "8002");
    await notified();
    const stopping = lab.stop();
    expect(value(await notified(), "Subscription-State")).toBe("terminated;reason=probation;retry-after=30");
    await stopping;
  });
});

describe("a message lamp that nobody asked for", () => {
  const messages = (waiting: number): void => lab.edge.perform({ do: "line.messages", phone: "8002" as PhoneId, waiting });
  async function unasked(): Promise<void> {
    await lab.edge.configure(config([], [phone("8001"), phone("8002", { lampUnasked: true })]));
  }
  /** The next NOTIFY at the desk phone, answered. */
  async function desks(status = 200): Promise<SipRequest> {
    const notify = await desk.request("NOTIFY");
    desk.reply(notify, status);
    return notify;
  }
  test("is lit when the phone registers, and whenever the number changes; the same is not said twice", async () => {
    await unasked();
    messages(2);
    await register("8002");
    const first = await desks();
    expect([value(first, "Event"), value(first, "Subscription-State"), value(first, "To")]).toEqual([
      "message-summary",
      "terminated",
      "<sip:8002@lab>",
    ]);
    expect(text(first)).toBe("Messages-Waiting: yes\r\nVoice-Message: 2/0 (0/0)\r\n");
    messages(2);
    messages(0);
    expect(text(await desks())).toContain("Messages-Waiting: no");
  });
  test("what changes while one is unanswered goes as one", async () => {
    await unasked();
    messages(1);
    await register("8002");
    const first = await desk.request("NOTIFY");
    messages(2);
    messages(3);
    desk.reply(first, 200);
    expect(text(await desks())).toContain("Voice-Message: 3/0");
  });
  test("is not for phones whose settings don't say so, nor for one that asks", async () => {
    messages(1);
    await register("8002");
    await unasked();
    // The settings reach a phone that is there already.
    expect(text(await desks())).toContain("Voice-Message: 1/0");
    await lab.edge.configure(config([], [phone("8001", { lampUnasked: true }), phone("8002")]));
    lab.edge.perform({ do: "line.messages", phone: "8001" as PhoneId, waiting: 4 });
    await watching("message-summary", "8001");
    expect(value(await notified(), "Subscription-State")).toMatch(/^active/);
    messages(5);
    await register("8002");
    lab.edge.perform({ do: "line.messages", phone: "8001" as PhoneId, waiting: 6 });
    expect(text(await notified())).toContain("Voice-Message: 6/0");
  });
  test("a phone that doesn't understand hears no more until it begins anew; one that was away until it registers again", async () => {
    await unasked();
    messages(1);
    await register("8002");
    await desks(489);
    await vi.waitFor(() => expect(lab.clock.pending).toBe(1), soon);
    messages(2);
    // A registration with another Call-ID: a phone that was started anew. This NOTIFY is the first since.
    await register("8002");
    const lost = await desk.request("NOTIFY");
    expect(text(lost)).toContain("Voice-Message: 2/0");
    lab.clock.advance(40_000);
    messages(3);
    await register("8002");
    expect(text(await desks())).toContain("Voice-Message: 3/0");
  });
});
