import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { runner } from "./runner.ts";

/** Below those the kernel gives to whoever asks for any (ip_local_port_range): what was free a moment ago is not taken by a connection meanwhile. */
const first = 12_000;
const each = 4_000;
const host = "127.0.0.1";
let next = Math.floor(Math.random() * each);

/** A port nobody uses, for TCP and UDP; each is given once. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < each; tried++) {
    const port = first + runner() * each + (next++ % each);
    if ((await isFreeTcp(port)) && (await isFreeUdp(port))) return port;
  }
  throw new Error("no port is free");
}

const isFreeTcp = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen(port, host, () => server.close(() => done(true)));
  });

const isFreeUdp = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = createSocket("udp4");
    socket.once("error", () => done(false));
    socket.bind(port, host, () => socket.close(() => done(true)));
  });
