import type { Settings } from "../../../appliance/contract/settings.ts";
import { ConsoleClient } from "../../sim/console-client.ts";
import { type LabBox, startLabBox } from "../../sim/lab-box.ts";

export type Gauges = Record<string, Record<string, number>>;

/** The whole box in a process of its own, with somebody signed in who may change its settings. */
export class BenchBox {
  readonly box: LabBox;
  readonly office: ConsoleClient;

  private constructor(box: LabBox, office: ConsoleClient) {
    this.box = box;
    this.office = office;
  }

  static async start(rtp: string): Promise<BenchBox> {
    const box = await startLabBox({ rtp });
    const office = await ConsoleClient.admin(box);
    return new BenchBox(box, office);
  }

  async record(calls: boolean): Promise<void> {
    const { revision, settings } = await this.office.get<{ revision: number; settings: Settings }>("/api/settings");
    if (settings.recording.calls === calls) return;
    const wanted: Settings = { ...settings, recording: { ...settings.recording, calls } };
    await this.office.put("/api/settings", wanted, { "if-match": `"${revision}"` });
  }

  gauges(): Promise<Gauges> {
    return this.office.get("/api/gauges");
  }

  /** When the last transactions are forgotten: 32 s after the last call (RFC 3261 17, timers H and J). */
  rest(withinMs = 60_000): Promise<Gauges> {
    return this.office.until<Gauges>(
      "/api/gauges",
      ({ calls, signalling, media }) =>
        calls!.live === 0 && signalling!.transactions === 0 && signalling!.dialogs === 0 && media!.legs === 0,
      withinMs,
    );
  }
}
