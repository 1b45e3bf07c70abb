import { spawn } from "node:child_process";
import { connect } from "node:net";
import { freePort } from "./free-port.ts";

/** Debian's sipp comes without TLS: socat carries its TCP over a TLS connection to the box. */
export async function startTlsBridge(box: {
  host: string;
  port: number;
}): Promise<{ host: string; port: number; stop(): Promise<void> }> {
  const port = await freePort();
  const child = spawn("socat", [`TCP-LISTEN:${port},bind=127.0.0.1,fork,reuseaddr`, `OPENSSL:${box.host}:${box.port},verify=0`], {
    stdio: "ignore",
  });
  const exited = new Promise<void>((done) => child.on("exit", () => done()));
  await listening(port);
  return {
    host: "127.0.0.1",
    port,
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; ; tries++) {
    const there = await new Promise<boolean>((done) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        done(true);
      });
      socket.on("error", () => done(false));
    });
    if (there) return;
    if (tries > 100) throw new Error("socat does not listen");
    await new Promise((done) => setTimeout(done, 50));
  }
}
