import { ConsoleClient } from "../../sim/console-client.ts";
import type { LabBox } from "../../sim/lab-box.ts";

/** So many consoles that show what is live: each with a socket of its own, all of one person. */
export class Viewers {
  readonly #sockets: WebSocket[] = [];
  messages = 0;

  static async open(box: LabBox, count: number): Promise<Viewers> {
    const office = await ConsoleClient.admin(box);
    const viewers = new Viewers();
    for (let n = 0; n < count; n++) await viewers.#add(office);
    return viewers;
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
  }

  async #add(office: ConsoleClient): Promise<void> {
    const socket = office.socket("/api/live");
    this.#sockets.push(socket);
    await new Promise<void>((open, failed) => {
      socket.addEventListener("error", () => failed(new Error("a viewer could not look on")));
      socket.addEventListener("message", () => {
        this.messages++;
        open();
      });
    });
  }
}
