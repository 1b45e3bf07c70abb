import { release } from "node:os";
import type { HttpPorts } from "../edge/http/http-ports.ts";
import type { BoxProgram } from "./box-program.ts";

/** What the console asks about the machine and its broker. */
export function hostPort(program: BoxProgram): HttpPorts["host"] {
  return {
    view() {
      const { model, name } = program.host.profile;
      return {
        ...program.host.readings(),
        mqtt: program.mqtt.link(),
        hardware: { model, name },
        versions: { linebox: program.version, node: process.versions.node, kernel: release() },
      };
    },
    async setMqttSecret(which, value) {
      await program.store.putSecret("mqtt", which, value);
      program.mqtt.configure(program.settings);
    },
  };
}
