import type { Handlers } from "./handlers.ts";
import type { HttpPorts } from "./http-ports.ts";

export function hostHandlers({ host }: HttpPorts): Pick<Handlers, "host" | "setMqttSecret"> {
  return {
    host: () => host.view(),
    async setMqttSecret({ body: { password, key } }) {
      if (key !== undefined) await host.setMqttSecret("key", key);
      if (password !== undefined) await host.setMqttSecret("password", password);
    },
  };
}
