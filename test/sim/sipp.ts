import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeAlaw } from "../../appliance/wire/audio/g711.ts";
import { freePort } from "./free-port.ts";
import { runner } from "./runner.ts";

export type SippStep =
  | { do: "register"; user: string; password: string }
  | { do: "invite"; from: string; to: string; password?: string; telephoneEvent: boolean }
  | { do: "press"; digits: string }
  /** Plays raw A-law sound; sipp wants a file. `goOn`: the next step does not wait for its end. */
  | { do: "play"; sound: Int16Array; goOn?: boolean }
  | { do: "pause"; ms: number }
  | { do: "bye" }
  | { do: "await-bye" };

export type SippRun = {
  box: { host: string; port: number };
  transport: "udp" | "tcp";
  steps: SippStep[];
  calls?: number;
  perSecond?: number;
  /** What sipp puts into the digest's uri; by itself it leaves the user out, which RFC 7616 3.4.6 does not allow. */
  authUri?: string;
  /** The network brings messages late and twice; by itself sipp gives a call up at the first one it did not expect. */
  tolerant?: boolean;
  /** Ends the run whatever happens. */
  withinSec: number;
};
export type SippResult = { code: number | null; output: string; messages: string };

const via = "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]";

/** Runs Debian's sipp through the steps; resolves with its exit code (0: every call as wished) and what it wrote. */
export async function runSipp(run: SippRun): Promise<SippResult> {
  const dir = mkdtempSync(join(tmpdir(), "linebox-sipp-"));
  try {
    writeFileSync(join(dir, "scenario.xml"), scenarioOf(run, dir));
    const [port, mediaPort] = [await freePort(), 10_000 + runner() * 4_000 + 2 * Math.floor(Math.random() * 2_000)];
    const args = [
      `${run.box.host}:${run.box.port}`,
      ...["-sf", join(dir, "scenario.xml"), "-i", "127.0.0.1", "-p", String(port), "-mi", "127.0.0.1"],
      ...["-mp", String(mediaPort)],
      ...(run.tolerant ? ["-default_behaviors", "all,-abortunexp"] : []),
      ...(run.authUri ? ["-auth_uri", run.authUri] : []),
      ...[
        "-m",
        String(run.calls ?? 1),
        "-r",
        String(run.perSecond ?? 1),
        "-l",
        "1000",
        "-t",
        run.transport === "tcp" ? "t1" : "u1",
      ],
      ...[
        "-nostdin",
        "-timeout",
        `${run.withinSec}s`,
        "-timeout_error",
        "-trace_err",
        "-error_file",
        join(dir, "errors"),
        "-trace_msg",
        "-message_file",
        join(dir, "messages"),
        "-aa",
      ],
    ];
    const child: ChildProcess = spawn("sipp", args, {
      cwd: dir,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, TERM: "dumb" },
    });
    let output = "";
    child.stdout?.on("data", (part: Buffer) => (output = (output + part.toString()).slice(-20_000)));
    child.stderr?.on("data", (part: Buffer) => (output = (output + part.toString()).slice(-20_000)));
    const code = await new Promise<number | null>((done, failed) => {
      child.on("error", failed);
      child.on("exit", done);
    });
    const read = (file: string) => {
      try {
        return readFileSync(join(dir, file), "utf8");
      } catch {
        return "";
      }
    };
    return { code, output: `${output}\n${read("errors")}`, messages: read("messages") };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function scenarioOf(run: SippRun, dir: string): string {
  const parts = run.steps.map((step, i) => stepXml(step, run, dir, i));
  return `<?xml version="1.0" encoding="ISO-8859-1" ?>\n<scenario name="journey">\n${parts.join("\n")}\n</scenario>\n`;
}

const send = (message: string, attributes = ""): string => `<send ${attributes}><![CDATA[\n${message.trim()}\n\n]]></send>`;

function stepXml(step: SippStep, run: SippRun, dir: string, index: number): string {
  const { host, port } = run.box;
  switch (step.do) {
    case "register": {
      const message = (cseq: number, extra: string) => `
REGISTER sip:${host}:${port} SIP/2.0
${via}
From: <sip:${step.user}@${host}>;tag=[pid]SIPpTag0[call_number]
To: <sip:${step.user}@${host}>
Call-ID: reg///[call_id]
CSeq: ${cseq} REGISTER
Contact: <sip:${step.user}@[local_ip]:[local_port];transport=[transport]>;expires=300
Max-Forwards: 70
${extra}Content-Length: 0`;
      return [
        send(message(1, ""), 'retrans="500"'),
        '<recv response="401" auth="true"></recv>',
        send(message(2, `[authentication username=${step.user} password=${step.password}]\n`), 'retrans="500"'),
        '<recv response="200"></recv>',
      ].join("\n");
    }
    case "invite":
      return inviteXml(step, run);
    case "press":
      return `<nop><action><exec play_dtmf="${step.digits}"/></action></nop>\n<pause milliseconds="${step.digits.length * 400 + 1_200}"/>`;
    case "play": {
      const file = join(dir, `sound-${index}.alaw`);
      const bytes = new Uint8Array(step.sound.length);
      encodeAlaw(step.sound, 0, bytes, 0, bytes.length);
      writeFileSync(file, bytes);
      return `<nop><action><exec rtp_stream="${file},1,8"/></action></nop>\n<pause milliseconds="${step.goOn ? 20 : Math.ceil(step.sound.length / 8)}"/>`;
    }
    case "pause":
      return `<pause milliseconds="${step.ms}"/>`;
    case "bye":
      return [send(inDialog("BYE", 3, run), 'retrans="500"'), '<recv response="200"></recv>'].join("\n");
    case "await-bye":
      return [
        '<recv request="BYE"></recv>',
        send("SIP/2.0 200 OK\n[last_Via:]\n[last_From:]\n[last_To:]\n[last_Call-ID:]\n[last_CSeq:]\nContent-Length: 0"),
      ].join("\n");
  }
}

/** sipp sends digits from its media port and streams from another; only one of them can be named. */
function inviteXml(step: Extract<SippStep, { do: "invite" }>, run: SippRun): string {
  const { host, port } = run.box;
  const events = step.telephoneEvent ? "a=rtpmap:96 telephone-event/8000\na=fmtp:96 0-15\n" : "";
  const invite = (cseq: number, extra: string) => `
INVITE sip:${step.to}@${host}:${port} SIP/2.0
${via}
From: <sip:${step.from}@${host}>;tag=[pid]SIPpTag1[call_number]
To: <sip:${step.to}@${host}:${port}>
Call-ID: [call_id]
CSeq: ${cseq} INVITE
Contact: <sip:${step.from}@[local_ip]:[local_port];transport=[transport]>
Max-Forwards: 70
${extra}Content-Type: application/sdp
Content-Length: [len]

v=0
o=sipp 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [${step.telephoneEvent ? "media_port" : "rtpstream_audio_port"}] RTP/AVP 8${step.telephoneEvent ? " 96" : ""}
a=rtpmap:8 PCMA/8000
${events}a=ptime:20`;
  const first = step.password
    ? [
        send(invite(1, ""), 'retrans="500"'),
        '<recv response="100" optional="true"></recv>',
        '<recv response="401" auth="true" rtd="true"></recv>',
        send(inDialog("ACK", 1, run).replace(via, "[last_Via:]")),
      ]
    : [];
  return [
    ...first,
    send(invite(2, step.password ? `[authentication username=${step.from} password=${step.password}]\n` : ""), 'retrans="500"'),
    '<recv response="100" optional="true"></recv>',
    '<recv response="180" optional="true"></recv>',
    '<recv response="183" optional="true"></recv>',
    '<recv response="200" rrs="true"></recv>',
    send(inDialog("ACK", 2, run)),
  ].join("\n");
}

/** The dialog's own names come back by `[last_…]`. */
const inDialog = (method: string, cseq: number, run: SippRun): string => `
${method} ${method === "ACK" && cseq === 1 ? `sip:${run.box.host}:${run.box.port}` : "[next_url]"} SIP/2.0
${via}
[routes]
[last_From:]
[last_To:]
[last_Call-ID:]
CSeq: ${cseq} ${method}
Max-Forwards: 70
Content-Length: 0`;
