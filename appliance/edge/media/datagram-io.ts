/** Where a packet lies: `bytes` for us, `address` for the kernel (0 where the backend has no use for it). */
export type PacketBuffer = { bytes: Uint8Array; address: number };

/** Bytes of a packet we are ready to take; longer ones are cut, and what is cut is no audio of ours. */
export const packetLimit = 1600;
/** Room behind a packet for what encryption adds. */
export const packetRoom = 2048;

/** One bound UDP port. Sends never block and never fail loudly: a packet that can't go is counted and gone. */
export interface DatagramSocket {
  readonly port: number;
  /** Source of the packet that is being received; not kept up while settled. */
  readonly fromAddress: string;
  readonly fromPort: number;
  readonly settled: boolean;
  /** Where sends go from now on; false if the address is none this socket can reach. */
  aim(address: string, port: number): boolean;
  /** The kernel lets only the aimed-at source through from now on, and both directions cost less. */
  settle(): void;
  unsettle(): void;
  send(packet: PacketBuffer, length: number): void;
  close(): void;
}

/** Called with the packet in `io.rx.bytes[0..length)`. */
export type Receive = (length: number, nowMs: number) => void;

/** All sockets of a worker. Two backends of one shape; `test/conformance/media` runs over both. */
export interface DatagramIo {
  readonly rx: PacketBuffer;
  readonly tx: PacketBuffer;
  readonly sockets: number;
  readonly counters: { received: number; sent: number; sendFailed: number };
  /** Binds; `opened` hears the socket or why not, at once or later. */
  open(port: number, receive: Receive, opened: (socket: DatagramSocket | undefined, fault: string) => void): void;
  /** Takes in what has arrived, at most `passes` packets per socket. */
  drain(nowMs: number, passes: number): void;
  close(): void;
}
