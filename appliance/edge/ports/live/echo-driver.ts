import { runDriver } from "../run-driver.ts";

/** A driver for tests: says back what it is told, and dies when it is told to. */
runDriver<{ mark: string }, { say: string } | { die: number }, { said: string }>((host) => {
  let mark = "";
  return {
    configure: (config) => {
      mark = config.mark;
      host.own({ said: `configured ${mark}` });
    },
    line: (command) => {
      if (command.do !== "line.dial") return;
      const { leg } = command;
      host.line({ on: "line.progressed", leg, status: 180, callRef: mark });
    },
    own: (command) => {
      if ("die" in command) process.exit(command.die);
      host.own({ said: command.say });
    },
    gauges: () => ({ calls: 0, marks: mark.length }),
    stop: async () => host.own({ said: "stopping" }),
  };
});
