/** The applications that are connected, and who gets which verb. */
export class AppRoster {
  readonly #clients = new Map<string, (verb: string) => boolean>();
  #turn = 0;

  get size(): number {
    return this.#clients.size;
  }

  /** `routes` answers whether this client asked for a verb (lower case) or a `cdr:` event. */
  add(client: string, routes: (verb: string) => boolean): void {
    this.#clients.set(client, routes);
  }

  remove(client: string): void {
    this.#clients.delete(client);
  }

  has(client: string | undefined): client is string {
    return client !== undefined && this.#clients.has(client);
  }

  /** Takes turns among those who routed the verb. */
  pick(verb: string): string | undefined {
    const able = this.all(verb);
    return able.length === 0 ? undefined : able[this.#turn++ % able.length];
  }

  all(verb: string): string[] {
    const able: string[] = [];
    for (const [client, routes] of this.#clients) if (routes(verb)) able.push(client);
    return able;
  }

  /** Somebody to hear of a dialog whose own application is gone: the one that came last. */
  latest(): string | undefined {
    return [...this.#clients.keys()].at(-1);
  }
}
