import { createServer, type Socket } from "node:net";
import { Aedes } from "aedes";
import type { Settings } from "../contract/settings.ts";
import type { HostPort } from "./options.ts";

/** An MQTT broker for trying things out: everybody may in, nothing is kept. Rejects when the port is taken. */
export async function startLabBroker({ host, port }: HostPort): Promise<{ stop(): void }> {
  const broker = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    broker.handle(socket);
  });
  await new Promise<void>((done, failed) => server.once("error", failed).listen(port, host, done));
  return {
    stop() {
      server.close();
      broker.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** The lab tells its broker everything, unless its settings name another. */
export const withLabBroker = (settings: Settings, { host, port }: HostPort): Settings =>
  settings.mqtt
    ? settings
    : { ...settings, mqtt: { enabled: true, host, port, security: "none", homeAssistant: { prefix: "homeassistant" } } };
