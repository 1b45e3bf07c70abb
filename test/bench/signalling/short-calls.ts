import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type ShortCalls = {
  target: { host: string; port: number };
  perSecond: number;
  seconds: number;
  /** Local port of sipp. */
  port: number;
  /** Where the callers want to hear the box. */
  rtpPort: number;
  /** From the answer to the BYE. */
  talkMs?: number;
  called?: string;
};

/** What sipp counted over the whole run. */
export type ShortCallsResult = {
  /** 0: every call as wished. */
  code: number | null;
  calls: number;
  successful: number;
  failed: number;
  retransmissions: number;
  /** Calls per second that sipp really made. */
  rate: number;
  /** INVITE to 200, mean over the run. */
  answerMs: number;
  /** Calls answered later than `lateMs`. */
  late: number;
  sippCpuMs: number;
  errors: string;
};
export const lateMs = 200;

/** Calls that are answered, wait and say BYE, at a steady rate. */
export async function makeShortCalls(run: ShortCalls): Promise<ShortCallsResult> {
  const dir = mkdtempSync(join(tmpdir(), "linebox-cps-"));
  const file = (name: string): string => join(dir, name);
  try {
    writeFileSync(file("scenario.xml"), scenario(run));
    const total = run.perSecond * run.seconds;
    const child: ChildProcess = spawn(
      "sipp",
      [
        ...[`${run.target.host}:${run.target.port}`, "-sf", file("scenario.xml"), "-i", "127.0.0.1", "-p", String(run.port)],
        ...["-mp", String(run.rtpPort + 2), "-m", String(total), "-r", String(run.perSecond), "-l", "5000", "-nostdin"],
        ...["-trace_stat", "-stf", file("stat.csv"), "-fd", "1", "-trace_err", "-error_file", file("errors")],
        ...["-timeout", `${run.seconds + 60}s`, "-buff_size", "4194304"],
      ],
      { cwd: dir, stdio: "ignore", env: { ...process.env, TERM: "dumb" } },
    );
    const cpu = followCpu(child.pid ?? 0);
    const code = await new Promise<number | null>((done, failed) => child.on("error", failed).on("exit", done));
    return { ...readStat(file("stat.csv")), code, sippCpuMs: cpu.stop(), errors: text(file("errors")).slice(0, 2_000) };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The figures of a child are gone with it: the last look is kept. */
function followCpu(pid: number): { stop: () => number } {
  let ms = 0;
  const look = (): void => {
    const fields = text(`/proc/${pid}/stat`).split(") ")[1]?.split(" ");
    if (fields) ms = (Number(fields[11]) + Number(fields[12])) * 10;
  };
  const timer = setInterval(look, 250);
  return {
    stop: () => {
      clearInterval(timer);
      return ms;
    },
  };
}

function text(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** The last line of sipp's statistics, by the names in its head. */
function readStat(path: string): Omit<ShortCallsResult, "code" | "sippCpuMs" | "errors"> {
  const lines = text(path).trim().split("\n");
  const names = (lines[0] ?? "").split(";");
  const last = (lines.at(-1) ?? "").split(";");
  const value = (name: string): number => Number(last[names.indexOf(name)] ?? Number.NaN);
  /** HH:MM:SS:µs */
  const timeMs = (name: string): number => {
    const [h = 0, m = 0, s = 0, us = 0] = (last[names.indexOf(name)] ?? "").split(":").map(Number);
    return (h * 3600 + m * 60 + s) * 1_000 + us / 1_000;
  };
  const lateAt = names.findIndex((name) => name.startsWith("ResponseTimeRepartition1_>="));
  return {
    calls: value("TotalCallCreated"),
    successful: value("SuccessfulCall(C)"),
    failed: value("FailedCall(C)"),
    retransmissions: value("Retransmissions(C)"),
    rate: value("CallRate(C)"),
    answerMs: timeMs("ResponseTime1(C)"),
    late: lateAt < 0 ? Number.NaN : Number(last[lateAt]),
  };
}

function scenario({ target: { host, port }, rtpPort, talkMs = 1_000, called = "96100" }: ShortCalls): string {
  const via = "Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]";
  const inDialog = (method: string, cseq: string): string => `<send${method === "BYE" ? ' retrans="500"' : ""}><![CDATA[
${method} [next_url] SIP/2.0
${via}
[routes]
[last_From:]
[last_To:]
Call-ID: [call_id]
CSeq: ${cseq}
Max-Forwards: 70
Content-Length: 0

]]></send>`;
  return `<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="short calls">
<send retrans="500" start_rtd="1"><![CDATA[
INVITE sip:${called}@${host}:${port} SIP/2.0
${via}
From: <sip:139[call_number]@${host}>;tag=[pid]t[call_number]
To: <sip:${called}@${host}:${port}>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:caller@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=sipp 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio ${rtpPort} RTP/AVP 8 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
a=ptime:20
]]></send>
<recv response="100" optional="true"/>
<recv response="180" optional="true"/>
<recv response="183" optional="true"/>
<recv response="200" rtd="1" rrs="true"/>
${inDialog("ACK", "1 ACK")}
<pause milliseconds="${talkMs}"/>
${inDialog("BYE", "2 BYE")}
<recv response="200"/>
<ResponseTimeRepartition value="10,50,${lateMs}"/>
</scenario>
`;
}
