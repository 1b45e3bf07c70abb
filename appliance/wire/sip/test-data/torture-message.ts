/** What RFC 4475 wants done with one of its messages. */
type TortureExpectation =
  | {
      /** Well-formed: start line and header values as the parser gives them (compact names expanded, lists split). */
      parsed: {
        method?: string;
        uri?: string;
        status?: number;
        reason?: string;
        headers?: Readonly<Record<string, readonly string[]>>;
        bodyBytes?: number;
      };
      /** Status that a user agent above the parser answers for reasons of its own. */
      above?: number;
    }
  /** A request that deserves this answer. */
  | { answer: number }
  /** Nothing may be said. */
  | { silent: true };

export type TortureMessage = { name: string; section: string; bytes: Uint8Array; expect: TortureExpectation };
