/** An open serial port. Writing never waits: what the device doesn't take piles up, and `waitingBytes` says how much. */
export interface SerialLink {
  write(bytes: Uint8Array): void;
  readonly waitingBytes: number;
  close(): Promise<void>;
}

/** What comes of it. `closed` is said once, unless we closed it ourselves. */
export type SerialEars = { data(bytes: Uint8Array): void; closed(why: string): void };

/** How fast, and how a byte is framed; 8 bits always. */
export type SerialSpeed = { baudRate: number; parity: "none" | "even" | "odd"; stopBits: 1 | 2 };

/** Opens serial ports; rejects when there is none, or somebody has it. */
export type OpenSerial = (path: string, ears: SerialEars, speed?: SerialSpeed) => Promise<SerialLink>;
