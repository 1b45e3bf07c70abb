import type { LookupCommand, LookupEvent } from "../../contract/effects.ts";
import type { ConnectorSettings } from "../../contract/settings.ts";
import type { Edge } from "../../runtime/edge.ts";
import { limitedText } from "../../runtime/limited-text.ts";
import { flatValues } from "./flat-values.ts";

const longestAnswerBytes = 256_000;
const mostAtOnce = 50;

export type BusinessParts = { hear(event: LookupEvent): void };

/** Asks the utility's own systems (billing, installation, cases) over HTTP. Every question gets exactly one answer, in time. */
export class Business implements Edge<LookupCommand> {
  readonly #parts: BusinessParts;
  #connectors = new Map<string, ConnectorSettings>();
  readonly #underway = new Set<AbortController>();

  constructor(parts: BusinessParts) {
    this.#parts = parts;
  }

  configure(connectors: ConnectorSettings[]): void {
    this.#connectors = new Map(connectors.map((c) => [c.id, c]));
  }

  perform(command: LookupCommand): void {
    void this.#ask(command).then((answer) => this.#parts.hear({ on: "lookup.answered", request: command.request, ...answer }));
  }

  async stop(why: string): Promise<void> {
    for (const controller of this.#underway) controller.abort(new Error(why));
  }

  async #ask(command: LookupCommand): Promise<Omit<LookupEvent, "on" | "request">> {
    const connector = this.#connectors.get(command.connector);
    if (!connector) return failed(`no connector "${command.connector}"`);
    if (this.#underway.size >= mostAtOnce) return failed("too many questions at once");
    const controller = new AbortController();
    const giveUp = setTimeout(
      () => controller.abort(new Error("no answer in time")),
      Math.min(command.timeoutMs, connector.timeoutMs),
    );
    this.#underway.add(controller);
    try {
      const response = await fetch(filled(connector.url, command.parameters), {
        method: connector.method,
        redirect: "error",
        signal: controller.signal,
        headers: { accept: "application/json", ...(connector.method === "POST" ? { "content-type": "application/json" } : {}) },
        ...(connector.method === "POST" ? { body: JSON.stringify(command.parameters) } : {}),
      });
      if (response.status === 404) return { outcome: "not-found", values: {}, text: "404" };
      if (!response.ok) return failed(`HTTP ${response.status}`);
      return {
        outcome: "ok",
        values: flatValues(JSON.parse(await limitedText(response, longestAnswerBytes))),
        text: `HTTP ${response.status}`,
      };
    } catch (error) {
      const reason = controller.signal.aborted ? controller.signal.reason : error;
      const cause = reason instanceof Error && reason.cause instanceof Error ? `: ${reason.cause.message}` : "";
      return failed(`${(reason as Error).message}${cause}`);
    } finally {
      clearTimeout(giveUp);
      this.#underway.delete(controller);
    }
  }
}

const failed = (text: string) => ({ outcome: "failed" as const, values: {}, text });

/** `{name}` in the URL becomes the parameter, percent-encoded; an unknown name becomes nothing. */
const filled = (url: string, parameters: Record<string, string>): string =>
  url.replace(/\{([A-Za-z0-9_]{1,40})\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ""));
