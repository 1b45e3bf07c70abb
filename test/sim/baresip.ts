import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { wavHeader, wavToLinear8k } from "../../appliance/wire/audio/wav.ts";
import { freePort } from "./free-port.ts";

export type BaresipOptions = {
  user: string;
  password: string;
  box: { host: string; port: number };
  transport?: "udp" | "tcp" | "tls";
  /** What it says all the time. */
  toneHz: number;
  codec?: "PCMA" | "PCMU" | "G722";
  /** RTP with SDES keys. */
  srtp?: boolean;
  /** Subscribes to its messages (RFC 3842). */
  messageLamp?: boolean;
};

/** Debian's baresip as a phone: registers, answers by itself, says a tone, and keeps what it hears in a file. */
export class Baresip {
  readonly #dir: string;
  readonly #child: ChildProcess;
  #output = "";
  readonly #exited: Promise<void>;

  private constructor(dir: string, child: ChildProcess) {
    this.#dir = dir;
    this.#child = child;
    child.stdout?.on("data", (part: Buffer) => (this.#output += part.toString()));
    child.stderr?.on("data", (part: Buffer) => (this.#output += part.toString()));
    this.#exited = new Promise((done) => child.on("exit", () => done()));
  }

  static async start(options: BaresipOptions): Promise<Baresip> {
    const dir = mkdtempSync(join(tmpdir(), "linebox-baresip-"));
    const port = await freePort();
    mkdirSync(join(dir, "dump"));
    // Its sine generator wants a rate that no telephone codec has; a file may have any.
    const rateHz = options.codec === "G722" ? 16_000 : 8_000;
    writeFileSync(join(dir, "tone.wav"), toneFile(options.toneHz, rateHz));
    const modules = ["stdio", "g711", "g722", "aufile", "aubridge", "sndfile", ...(options.srtp ? ["srtp"] : [])];
    writeFileSync(
      join(dir, "config"),
      [
        "poll_method epoll",
        `sip_listen 127.0.0.1:${port}`,
        "sip_verify_server no",
        "call_local_timeout 120",
        "call_max_calls 4",
        `audio_player aubridge,${options.user}`,
        `audio_source aufile,${join(dir, "tone.wav")}`,
        "audio_alert aubridge,none",
        `ausrc_srate ${rateHz}`,
        `auplay_srate ${rateHz}`,
        "audio_level no",
        "rtp_tos 184",
        "rtcp_mux no",
        "module_path /usr/lib/baresip/modules",
        ...modules.map((m) => `module ${m}.so`),
        "module_app account.so",
        "module_app menu.so",
        ...(options.messageLamp ? ["module_app mwi.so"] : []),
        `snd_path ${join(dir, "dump")}`,
        "",
      ].join("\n"),
    );
    const address = `${options.box.host}:${options.box.port}`;
    const transport = options.transport ?? "udp";
    const codec = options.codec === "G722" ? "G722/16000/1" : `${options.codec ?? "PCMA"}/8000/1`;
    writeFileSync(
      join(dir, "accounts"),
      `<sip:${options.user}@${address};transport=${transport}>;auth_user=${options.user};auth_pass=${options.password};answermode=auto;regint=60;audio_codecs=${codec}${options.srtp ? ";mediaenc=srtp-mand" : ""}\n`,
    );
    writeFileSync(join(dir, "contacts"), "");
    const child = spawn("baresip", ["-f", dir, "-v"], { stdio: ["pipe", "pipe", "pipe"] });
    const phone = new Baresip(dir, child);
    await phone.says(/useragent registered|1 useragent registered|200 OK/i);
    return phone;
  }

  /** Resolves when its output, from `after` on, has matched; rejects with the output after a while. */
  says(pattern: RegExp, withinMs = 20_000, after = 0): Promise<void> {
    return new Promise((done, failed) => {
      const endMs = performance.now() + withinMs;
      const look = setInterval(() => {
        if (pattern.test(this.#output.slice(after))) {
          clearInterval(look);
          done();
        } else if (performance.now() > endMs) {
          clearInterval(look);
          failed(new Error(`baresip did not say ${pattern}:\n${this.#output}`));
        }
      }, 50);
    });
  }

  get output(): string {
    return this.#output;
  }

  /** What it heard, as 8 kHz mono; empty until the call is over. */
  heard(): Int16Array {
    const file = readdirSync(join(this.#dir, "dump")).find((f) => f.endsWith("-dec.wav"));
    const sound = file ? wavToLinear8k(readFileSync(join(this.#dir, "dump", file))) : new Int16Array(0);
    return sound instanceof Int16Array ? sound : new Int16Array(0);
  }

  /** A command as typed at its keyboard, e.g. "/dial 96100" or "/hangup". */
  type(command: string): void {
    this.#child.stdin?.write(`${command}\n`);
  }

  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#exited;
    rmSync(this.#dir, { recursive: true, force: true });
  }
}

/** Two minutes of a steady tone. */
function toneFile(frequencyHz: number, rateHz: number): Uint8Array {
  const samples = Int16Array.from({ length: 120 * rateHz }, (_, i) =>
    Math.round(5000 * Math.sin((2 * Math.PI * frequencyHz * i) / rateHz)),
  );
  return Buffer.concat([
    wavHeader({ format: "pcm16", channels: 1, rateHz, dataBytes: samples.byteLength }),
    new Uint8Array(samples.buffer),
  ]);
}
