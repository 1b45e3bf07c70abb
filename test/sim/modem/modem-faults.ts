/** What real modems do wrong, each to be switched on by a test. */
export type ModemFaults = {
  /** Answers and sound come in pieces cut anywhere, in the middle of a sample too. */
  splitReads?: true;
  /** Lines that come by themselves come so late. */
  lateMs?: number;
  /** Nothing is said when a call ends. */
  silentEnds?: true;
  /** It was left standing in the prompt for a message's text. */
  stuckPrompt?: true;
  /** The first so many commands for sound are refused even when the call is up. */
  soundRefusals?: number;
  /** SIM7600: from the second call after a start on, sound is refused until the firmware starts anew. */
  halfDead?: true;
  /** Sentences of the GPS stand in the sound. */
  sentences?: true;
  /** It answers nothing any more. */
  deaf?: true;
  /** Hanging up right after dialling is lost. */
  losesEarlyHangUp?: true;
  /** No network. */
  unregistered?: true;
};
