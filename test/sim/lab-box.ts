import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "./free-port.ts";
import { runner } from "./runner.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export type LabBox = {
  dir: string;
  console: string;
  sip: { host: string; port: number };
  tls: { host: string; port: number };
  pid: number;
  process: ChildProcess;
  credentials: { [user: string]: { user: string; password: string } } & { phones: Record<string, { password: string }> };
  /** What it wrote. */
  output(): string;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
};

export type LabOptions = {
  dir?: string;
  keep?: boolean;
  env?: Record<string, string>;
  rtp?: string;
  /** The port phones know from a former run. */
  sipPort?: number;
  profile?: string /** Its recordings get a disk of their own, so large (a tmpfs that only the box sees). */;
  recordingsDiskKb?: number;
  /** The sounds it makes get such a disk instead. */
  soundsDiskKb?: number;
  /** What is in it, and where its simulated devices are. */
  cabinet?: { hardware: string; devices: string };
  /** Further words of its command line. */
  args?: string[];
};

/** Runs the true box with the lab profile on free ports, and waits until it says it is ready. */
export async function startLabBox(options: LabOptions = {}): Promise<LabBox> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), "linebox-lab-")));
  const [http, sip, tls] = await Promise.all([freePort(), options.sipPort ?? freePort(), freePort()]);
  const args = [
    "appliance/main.ts",
    "--profile",
    options.profile ?? "lab",
    "--data",
    dir,
    "--http",
    `127.0.0.1:${http}`,
    "--sip",
    `127.0.0.1:${sip}`,
    "--sip-tls",
    `127.0.0.1:${tls}`,
    "--rtp",
    options.rtp ?? rtpPorts(),
    ...(options.cabinet ? ["--hardware", options.cabinet.hardware, "--devices", options.cabinet.devices] : []),
    ...(options.args ?? []),
  ];
  const node = join(root, "node_modules/.bin/node");
  const [folder, sizeKb] = options.soundsDiskKb ? ["sounds", options.soundsDiskKb] : ["recordings", options.recordingsDiskKb];
  const disk = join(dir, folder);
  // A mount namespace of its own for the small disk. Its propagation is left as it is: within a chroot it can't be changed.
  const [program, programArgs] = sizeKb
    ? [
        "unshare",
        [
          "-m",
          "--propagation",
          "unchanged",
          "bash",
          "-c",
          `mkdir -p "${disk}" && mount -t tmpfs -o size=${sizeKb}k tmpfs "${disk}" && exec "$0" "$@"`,
          node,
          ...args,
        ],
      ]
    : [node, args];
  const child = spawn(program as string, programArgs as string[], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_COMPILE_CACHE: join(root, "node_modules/.cache/linebox"), ...options.env },
  });
  let output = "";
  child.stdout.on("data", (part: Buffer) => (output += part.toString()));
  child.stderr.on("data", (part: Buffer) => (output += part.toString()));
  const exited = new Promise<number | null>((done) => child.on("exit", (code) => done(code)));
  await new Promise<void>((ready, failed) => {
    const look = () => output.includes("linebox ready") && ready();
    child.stdout.on("data", look);
    void exited.then((code) => failed(new Error(`the box ended with ${code}:\n${output}`)));
  });
  return {
    dir,
    console: `http://127.0.0.1:${http}`,
    sip: { host: "127.0.0.1", port: sip },
    tls: { host: "127.0.0.1", port: tls },
    pid: child.pid ?? 0,
    process: child,
    credentials:
      options.profile === "box"
        ? ({ phones: {} } as LabBox["credentials"])
        : (JSON.parse(readFileSync(join(dir, "lab-credentials.json"), "utf8")) as LabBox["credentials"]),
    output: () => output,
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      const code = await exited;
      // Where mounts spread by themselves, this one did too.
      if (sizeKb) spawnSync("umount", [disk], { stdio: "ignore" });
      if (!options.keep && !options.dir) await rm(dir, { recursive: true, force: true });
      return code;
    },
  };
}

const rtpPorts = (): string => `${30_000 + runner() * 2_500}-${32_499 + runner() * 2_500}`;
