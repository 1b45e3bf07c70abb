/** A rehearsal that would go on for ever, or for too long. */
export class RehearsalLimit extends Error {
  override readonly name = "RehearsalLimit";

  constructor() {
    super("the rehearsal goes on for ever");
  }
}
