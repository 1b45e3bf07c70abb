import { type HttpOptions, httpServer } from "./http-server.ts";

export type Http = { url: string; stop(): Promise<void> };

/** Opens the console's door. Rejects when the port is taken. */
export async function startHttp(options: HttpOptions & { host: string /** 0: any free one. */; port: number }): Promise<Http> {
  const app = await httpServer(options);
  const url = await app.listen({ host: options.host, port: options.port });
  return { url, stop: () => app.close() };
}
