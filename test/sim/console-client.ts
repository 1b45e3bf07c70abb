import type { Settings } from "../../appliance/contract/settings.ts";
import type { LabBox } from "./lab-box.ts";

/** Speaks to the console's API as a browser would. */
export class ConsoleClient {
  readonly #base: string;
  #cookie = "";

  constructor(base: string) {
    this.#base = base;
  }

  /** Signed in to a lab box as its administrator. */
  static async admin({ console, credentials }: Pick<LabBox, "console" | "credentials">): Promise<ConsoleClient> {
    const client = new ConsoleClient(console);
    await client.signIn("admin", credentials.admin!.password);
    return client;
  }

  async signIn(user: string, password: string): Promise<void> {
    const response = await this.#fetch("POST", "/api/session", { user, password });
    this.#cookie = response.headers
      .getSetCookie()
      .map((c) => c.split(";")[0])
      .join("; ");
  }

  async get<T>(path: string): Promise<T> {
    return (await (await this.#fetch("GET", path)).json()) as T;
  }
  async post<T>(path: string, body: object = {}): Promise<T> {
    const response = await this.#fetch("POST", path, body);
    const text = await response.text();
    return (text ? JSON.parse(text) : undefined) as T;
  }
  async put<T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> {
    return (await (await this.#fetch("PUT", path, body, headers)).json()) as T;
  }
  async bytes(path: string): Promise<Uint8Array> {
    return new Uint8Array(await (await this.#fetch("GET", path)).arrayBuffer());
  }
  async raw(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.#base + path, {
      method,
      headers: {
        cookie: this.#cookie,
        origin: this.#base,
        "sec-fetch-site": "same-origin",
        ...(body ? { "content-type": "application/json" } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }

  /** A WebSocket in the same session. */
  socket(path: string): WebSocket {
    // Node's own WebSocket takes headers; the type of browsers knows nothing of them.
    const options = { headers: { cookie: this.#cookie, origin: this.#base } } as unknown as string[];
    return new WebSocket(this.#base.replace(/^http/, "ws") + path, options);
  }

  async #fetch(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Response> {
    const response = await this.raw(method, path, body, headers);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }

  /** Puts into force what `change` makes of the settings. */
  async changeSettings(change: (settings: Settings) => Settings): Promise<void> {
    const { revision, settings } = await this.get<{ revision: number; settings: Settings }>("/api/settings");
    await this.put("/api/settings", change(settings), { "if-match": `"${revision}"` });
  }

  /** Asks again until `good` says yes: for what the box does in its own time. Fails with what was seen last. */
  async until<T>(path: string, good: (value: T) => boolean, withinMs = 40_000): Promise<T> {
    const endMs = performance.now() + withinMs;
    for (;;) {
      const value = await this.get<T>(path);
      if (good(value)) return value;
      if (performance.now() > endMs) throw new Error(`${path} did not become as wished: ${JSON.stringify(value).slice(0, 2000)}`);
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}
