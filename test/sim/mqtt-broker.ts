import { createServer, type Socket } from "node:net";
import { Aedes } from "aedes";
import { connectAsync } from "mqtt";

export type Told = { topic: string; payload: string; retain: boolean };

/** A broker that can be killed and started again on its port, and somebody who hears everything. */
export class MqttBroker {
  readonly told: Told[] = [];
  port = 0;
  #stop: () => Promise<void> = async () => {};

  async start(): Promise<void> {
    const broker = await Aedes.createBroker();
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      broker.handle(socket);
    });
    await new Promise<void>((done, failed) => server.once("error", failed).listen(this.port, "127.0.0.1", done));
    this.port = (server.address() as { port: number }).port;
    const ear = await connectAsync({
      host: "127.0.0.1",
      port: this.port,
      protocolVersion: 4,
      clientId: "ear",
      reconnectPeriod: 0,
    });
    ear.on("error", () => {});
    ear.on("message", (topic, payload, { retain }) => void this.told.push({ topic, payload: payload.toString(), retain }));
    await ear.subscribeAsync("#", { qos: 1 });
    this.#stop = async () => {
      ear.end(true);
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((done) => broker.close(done));
      await new Promise<void>((done) => server.close(() => done()));
    };
  }

  /** At once, and without a word to anybody. */
  kill(): Promise<void> {
    return this.#stop();
  }

  /** Bodies told on a topic, in their order. */
  on(topic: string): Record<string, unknown>[] {
    return this.told.filter((t) => t.topic === topic).map((t) => JSON.parse(t.payload) as Record<string, unknown>);
  }
}
