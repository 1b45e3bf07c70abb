/** One outside thing. What happened comes back through `hear`, never as a return value. */
export interface Edge<Command> {
  perform(command: Command): void;
  stop(why: string): Promise<void>;
}
