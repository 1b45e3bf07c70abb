import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { App } from "./app.ts";
import { HttpFault } from "./http-fault.ts";

const year = "public, max-age=31536000, immutable";

/** Serves the built console. Its assets carry a hash in their name and never change; the page itself is asked for each time. */
export async function consoleFiles(app: App, consoleDir: string): Promise<void> {
  const built = existsSync(join(consoleDir, "index.html"));
  if (built)
    await app.register(fastifyStatic, {
      root: consoleDir,
      cacheControl: false,
      dotfiles: "ignore",
      setHeaders: (reply, path) =>
        void reply.header("cache-control", path.startsWith(join(consoleDir, "assets")) ? year : "no-cache"),
    });
  app.setNotFoundHandler((request, reply) => {
    const [path = ""] = request.url.split("?");
    const page =
      (request.method === "GET" || request.method === "HEAD") && !path.startsWith("/api/") && !/\.[A-Za-z0-9]+$/.test(path);
    if (!page) throw new HttpFault("not-found");
    // The console finds its own way from the address; an unbuilt one says what to do.
    if (built) return reply.header("cache-control", "no-cache").sendFile("index.html");
    return reply.code(404).type("text/plain; charset=utf-8").send("The console is not built: npm run build:console\n");
  });
}
