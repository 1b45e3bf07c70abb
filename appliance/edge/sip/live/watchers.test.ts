import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { LegId, PhoneId } from "../../../kit/ids.ts";
import type { SipRequest } from "../../../wire/sip/message/types.ts";
import { type Signalling, startSignalling } from "../../signalling/start-signalling.ts";
import { config, ours, passwordOf, phone, SipLab } from "./sip-lab.ts";
import { type PeerDialog, SipPeer, text, value } from "./sip-peer.ts";

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

describe("busy lamps (RFC 4235)", () => {
  test("follow a call from its ringing to its end", async () => {
    await register("8002");
    await watching("dialog", "8002");
    const first = await notified();
    expect(text(first)).toContain('version="0" state="full" entity="sip:8002@lab"></dialog-info>');
    const leg = "b1/2" as LegId;
    lab.edge.perform({
      do: "line.dial",
      leg,
      to: { kind: "phone", phone: "8002" as PhoneId, number: "8002" },
      from: { number: "1" },
      local: ours,
      giveUpMs: 60_000,
    });
    const invite = await desk.request("INVITE");
    desk.reply(invite, 180, { toTag: "t" });
    expect(text(await notified())).toContain(
      'version="1" state="full" entity="sip:8002@lab"><dialog id="b1-2" direction="recipient"><state>early</state></dialog>',
    );
    const dialog = desk.accept(invite, "8002");
    expect(text(await notified())).toContain('version="2"');
    await desk.request("ACK");
    desk.inDialog(dialog, "BYE");
    const last = text(await notified());
    expect(last).toContain('version="3"');
    expect(last).not.toContain("<dialog ");
  });

  test("a call that is over before it was told of leaves no lamp lit", async () => {
    lab.hear = (event) => {
      if (event.on === "line.ringing") lab.edge.perform({ do: "line.hangup", leg: event.leg, why: "busy" });
    };
    await watching("dialog", "8002");
    await notified();
    const invite = desk.ask("INVITE", {
      uri: `sip:1@127.0.0.1:${port}`,
      from: "sip:8002@lab",
      headers: [{ name: "Contact", value: desk.contact("8002") }],
    });
    const challenge = await desk.final(invite);
    desk.ackRefusal(invite, challenge);
    const again = desk.again(invite, challenge, "8002", passwordOf("8002"));
    desk.ackRefusal(again, await desk.final(again));
    expect(text(await notified())).toContain("<state>trying</state>");
    expect(text(await notified())).not.toContain("<dialog ");
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
    expect([value(first, "Event"), value(first, "Subscription-State")]).toEqual(["dialog;id=7", "active;expires=3600"]);
  });

  test("of a watcher that knows it no more is over", async () => {
    await watching("dialog", "8002");
    watcher.reply(await watcher.request("NOTIFY"), 481);
    await vi.waitFor(() => expect(lab.edge.gauges().subscriptions).toBe(0));
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
    expect(value(await notified(), "Subscription-State")).toBe("terminated;reason=timeout");
    await stopping;
  });
});
