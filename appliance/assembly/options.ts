import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";

export type HostPort = { host: string; port: number };
export type Options = {
  data: string;
  http: HostPort;
  sip: HostPort;
  sipTls?: HostPort;
  rtp: { from: number; to: number };
  /** File that says what is in this box; `hardware.yaml` beside the data without it. */
  hardware?: string;
  /** Where `sys` and `dev` are looked for, for a box whose devices are simulated. */
  devices?: string;
  /** Only look what is in the machine, and write a profile for it: to a new file, or to the screen ("-"). */
  proposeHardware?: string;
  /** "lab" seeds a demonstration utility; "box" begins unconfigured. */
  profile: "lab" | "box";
  /** Program that switches the machine off, for a UPS whose battery is nearly empty; without it the box goes on to the end. */
  powerOff?: string;
  /** Where the lab's own MQTT broker listens; none without it. */
  labBroker?: HostPort;
  /** Write a support bundle to this file and end, instead of running. */
  supportBundle?: string;
  cores: number;
};

const help = `linebox [--data DIR] [--http HOST:PORT] [--sip HOST:PORT] [--sip-tls HOST:PORT] [--rtp FROM-TO] [--profile lab|box] [--hardware FILE] [--devices DIR] [--lab-broker HOST:PORT] [--power-off PROGRAM]
linebox --propose-hardware FILE|- [--hardware FILE] [--devices DIR]
linebox [--data DIR] --support-bundle FILE   writes what the vendor needs to find a fault, and ends`;

/** Reads the command line; a mistake is named with what was expected. */
export function readOptions(args: string[]): Options | { fault: string } {
  let values: Record<string, string | undefined>;
  try {
    const text = { type: "string" } as const;
    ({ values } = parseArgs({
      args,
      options: {
        data: text,
        http: text,
        sip: text,
        "sip-tls": text,
        rtp: text,
        profile: text,
        hardware: text,
        devices: text,
        "propose-hardware": text,
        "lab-broker": text,
        "power-off": text,
        "support-bundle": text,
      },
      allowPositionals: false,
    }));
  } catch (error) {
    return { fault: `${(error as Error).message}\n${help}` };
  }
  const http = hostPort(values.http ?? "127.0.0.1:8080");
  const sip = hostPort(values.sip ?? "127.0.0.1:5060");
  const tls = values["sip-tls"] === undefined ? undefined : hostPort(values["sip-tls"]);
  const broker = values["lab-broker"] === undefined ? undefined : hostPort(values["lab-broker"]);
  const rtp = portRange(values.rtp ?? "20000-29999");
  const profile = values.profile ?? "box";
  if (!http) return { fault: `--http wants HOST:PORT, e.g. 127.0.0.1:8080\n${help}` };
  if (!sip) return { fault: `--sip wants HOST:PORT, e.g. 127.0.0.1:5060\n${help}` };
  if (values["sip-tls"] !== undefined && !tls) return { fault: `--sip-tls wants HOST:PORT, e.g. 127.0.0.1:5061\n${help}` };
  if (!rtp) return { fault: `--rtp wants FROM-TO with at least ten ports, e.g. 20000-29999\n${help}` };
  if (profile !== "lab" && profile !== "box") return { fault: `--profile is "lab" or "box"\n${help}` };
  if (values["lab-broker"] !== undefined && (!broker || profile !== "lab"))
    return { fault: `--lab-broker wants HOST:PORT, e.g. 127.0.0.1:1883, and --profile lab\n${help}` };
  return {
    data: resolve(values.data ?? "data"),
    http,
    sip,
    ...(tls ? { sipTls: tls } : {}),
    ...(broker ? { labBroker: broker } : {}),
    ...(values["power-off"] === undefined ? {} : { powerOff: resolve(values["power-off"]) }),
    rtp,
    ...(values.hardware === undefined ? {} : { hardware: resolve(values.hardware) }),
    ...(values.devices === undefined ? {} : { devices: resolve(values.devices) }),
    ...(values["propose-hardware"] === undefined ? {} : { proposeHardware: values["propose-hardware"] }),
    ...(values["support-bundle"] === undefined ? {} : { supportBundle: resolve(values["support-bundle"]) }),
    profile,
    cores: availableParallelism(),
  };
}

/** `HOST:PORT`, IPv6 in brackets. */
function hostPort(text: string): HostPort | undefined {
  const found = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(text);
  const port = Number(found?.[3]);
  const host = found?.[1] ?? found?.[2];
  return host && port >= 0 && port < 65_536 ? { host, port } : undefined;
}

function portRange(text: string): { from: number; to: number } | undefined {
  const found = /^(\d{1,5})-(\d{1,5})$/.exec(text);
  const from = Number(found?.[1]);
  const to = Number(found?.[2]);
  return found && from >= 1024 && to < 65_536 && to - from >= 10 ? { from, to } : undefined;
}
