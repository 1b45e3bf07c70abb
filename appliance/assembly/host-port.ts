import type { HttpPorts } from "../edge/http/http-ports.ts";
import type { BoxProgram } from "./box-program.ts";

/** What the console asks about the machine and its broker. */
export function hostPort(program: BoxProgram): HttpPorts["host"] {
  return {
    mqtt: () => program.mqtt.link(),
    async setMqttSecret(which, value) {
      await program.store.putSecret("mqtt", which, value);
      program.mqtt.configure(program.settings);
    },
  };
}
