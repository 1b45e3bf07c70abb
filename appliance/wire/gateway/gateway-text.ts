/** A text that lies in a gateway. `print` tells it from another with its index; `wallMs` is by the gateway's clock. */
export type GatewayText = { index: number; print: string } & (
  | { from: string; text: string; wallMs: number }
  | { unreadable: string }
);
/** `signalDbm`: 3GPP TS 27.007 8.5. */
export type GatewayPortInfo = { port: number; registered: boolean; word: string; signalDbm?: number };
/** `odd`: things said that can't be; the rest is to be trusted. */
export type Read<T> = { items: T[]; odd: number };
