/** What real modems do wrong, each to be switched on by a test; some while it runs. */
export type ModemFaults = {
  /** Answers and sound come in pieces cut anywhere, in the middle of a sample too. */
  splitReads?: true;
  /** Lines that come by themselves come so late. */
  lateMs?: number;
  /** Nothing is said when a call ends. */
  silentEnds?: true;
  /** It says that the call is over while it goes on. */
  falseEnds?: true;
  /** A stray byte stands in the sound where a call ended: half a sample. */
  oddEnds?: true;
  /** It was left standing in the prompt for a message's text. */
  stuckPrompt?: true;
  /** The first so many commands for sound are refused even when the call is up. */
  soundRefusals?: number;
  /** SIM7600: from the second call after a start on, sound is refused until the firmware starts anew. */
  halfDead?: true;
  /** SIM7600: the firmware takes no sound from us. */
  silentUplink?: true;
  /** Sentences of the GPS stand in the sound. */
  sentences?: true;
  /** It answers nothing any more. */
  deaf?: true;
  /** Huawei: the firmware dies of +CHLD before the far end rings. */
  diesOfEarlyHold?: true;
  /** Hanging up before the network knows of the call: it is lost, or the call ends and nobody is told. */
  earlyHangUp?: "lost" | "untold";
  /** No network. */
  unregistered?: true;
  /** It doesn't say how many tries for the PIN are left. */
  hidesTries?: true;
};
