/** What the files of the directory do. All answer at once; a negative number is an errno. */
export interface DeviceFiles {
  /** Names that are there now. */
  has(name: string): boolean;
  open(name: string, file: number): number;
  release(file: number): void;
  read(file: number, size: number): Uint8Array | number;
  write(file: number, bytes: Uint8Array): number;
  ioctl(file: number, request: number, input: Uint8Array, outSize: number): Uint8Array | number;
  /** Poll events that hold now. */
  poll(file: number): number;
}

// include/uapi/linux/fuse.h, protocol 7.31.
const op = {
  lookup: 1,
  forget: 2,
  getattr: 3,
  open: 14,
  read: 15,
  write: 16,
  release: 18,
  flush: 25,
  init: 26,
  interrupt: 36,
  destroy: 38,
  ioctl: 39,
  poll: 40,
  batchForget: 42,
} as const;
const headerBytes = 40;
const replyBytes = 16;
const pollNotice = 1;
const scheduleNotify = 1;
/** Reads and writes go through as they are, without the page cache, and have no place. */
const directAndNonseekable = 1 | 4;
const directoryMode = 0o40755;
const fileMode = 0o100666;
const rootNode = 1n;
const ENOENT = 2;
const ENOSYS = 38;

type Reply = Uint8Array | number | undefined;

/** Answers the kernel's requests, one buffer each. */
export class FuseAnswers {
  readonly #files: DeviceFiles;
  readonly #send: (bytes: Uint8Array) => void;
  readonly #nodes = new Map<string, bigint>();
  readonly #names = new Map<bigint, string>();
  /** Kernel's handles of those who wait in poll, by file. */
  readonly #waiting = new Map<number, Set<bigint>>();
  #lastNode = rootNode;
  #lastFile = 0;

  constructor(files: DeviceFiles, send: (bytes: Uint8Array) => void) {
    this.#files = files;
    this.#send = send;
  }

  take(bytes: Buffer): void {
    const reply = this.#answer(bytes.readUInt32LE(4), bytes.readBigUInt64LE(16), bytes.subarray(headerBytes));
    if (reply === undefined) return;
    const data = typeof reply === "number" ? new Uint8Array(0) : reply;
    this.#write(typeof reply === "number" ? reply : 0, bytes.readBigUInt64LE(8), data);
  }

  wake(file: number): void {
    const waiting = this.#waiting.get(file);
    if (!waiting) return;
    this.#waiting.delete(file);
    for (const handle of waiting) {
      const notice = Buffer.alloc(8);
      notice.writeBigUInt64LE(handle);
      this.#write(pollNotice, 0n, notice);
    }
  }

  #write(error: number, unique: bigint, data: Uint8Array): void {
    const bytes = Buffer.alloc(replyBytes + data.length);
    bytes.writeUInt32LE(bytes.length, 0);
    bytes.writeInt32LE(error, 4);
    bytes.writeBigUInt64LE(unique, 8);
    bytes.set(data, replyBytes);
    this.#send(bytes);
  }

  #answer(code: number, node: bigint, body: Buffer): Reply {
    switch (code) {
      case op.init:
        return initReply();
      case op.lookup:
        return this.#lookup(body.subarray(0, body.indexOf(0)).toString());
      case op.getattr:
        return node === rootNode || this.#names.has(node) ? Buffer.concat([Buffer.alloc(16), attributes(node)]) : -ENOENT;
      case op.open:
        return this.#open(node);
      // close() waits for the flush, not for the release: a card's file is free when close() is done.
      case op.flush:
      case op.release:
        this.#release(fileOf(body));
        return new Uint8Array(0);
      case op.read:
        return this.#files.read(fileOf(body), body.readUInt32LE(16));
      case op.write:
        return this.#writeFile(body);
      case op.ioctl:
        return this.#ioctl(body);
      case op.poll:
        return this.#poll(body);
      case op.forget:
      case op.batchForget:
      case op.interrupt:
        return undefined;
      case op.destroy:
        return new Uint8Array(0);
      default:
        return -ENOSYS;
    }
  }

  #lookup(name: string): Reply {
    if (!this.#files.has(name)) return -ENOENT;
    const node = this.#nodes.get(name) ?? ++this.#lastNode;
    this.#nodes.set(name, node);
    this.#names.set(node, name);
    // Valid for no time: a card that is pulled is gone at once.
    const entry = Buffer.alloc(40);
    entry.writeBigUInt64LE(node, 0);
    return Buffer.concat([entry, attributes(node)]);
  }

  #open(node: bigint): Reply {
    const file = ++this.#lastFile;
    const done = this.#files.open(this.#names.get(node) ?? "", file);
    if (done < 0) return done;
    const opened = Buffer.alloc(16);
    opened.writeBigUInt64LE(BigInt(file), 0);
    opened.writeUInt32LE(directAndNonseekable, 8);
    return opened;
  }

  #release(file: number): void {
    this.#waiting.delete(file);
    this.#files.release(file);
  }

  #writeFile(body: Buffer): Reply {
    const size = body.readUInt32LE(16);
    const written = this.#files.write(fileOf(body), body.subarray(40, 40 + size));
    if (written < 0) return written;
    const reply = Buffer.alloc(8);
    reply.writeUInt32LE(written, 0);
    return reply;
  }

  /** Restricted ioctls: the number carries the size, and the kernel has copied the argument. */
  #ioctl(body: Buffer): Reply {
    const [request, inSize, outSize] = [body.readUInt32LE(12), body.readUInt32LE(24), body.readUInt32LE(28)];
    const done = this.#files.ioctl(fileOf(body), request, body.subarray(32, 32 + inSize), outSize);
    if (typeof done === "number" && done < 0) return done;
    const data = typeof done === "number" ? new Uint8Array(0) : done;
    return Buffer.concat([Buffer.alloc(16), data.subarray(0, outSize)]);
  }

  #poll(body: Buffer): Reply {
    const file = fileOf(body);
    if (body.readUInt32LE(16) & scheduleNotify) {
      const waiting = this.#waiting.get(file) ?? new Set();
      waiting.add(body.readBigUInt64LE(8));
      this.#waiting.set(file, waiting);
    }
    const reply = Buffer.alloc(8);
    reply.writeUInt32LE(this.#files.poll(file), 0);
    return reply;
  }
}

const fileOf = (body: Buffer): number => Number(body.readBigUInt64LE(0));

function initReply(): Uint8Array {
  const reply = Buffer.alloc(64);
  reply.writeUInt32LE(7, 0);
  reply.writeUInt32LE(31, 4);
  reply.writeUInt16LE(64, 16);
  reply.writeUInt16LE(48, 18);
  reply.writeUInt32LE(4096, 20);
  reply.writeUInt32LE(1, 24);
  return reply;
}

function attributes(node: bigint): Buffer {
  const bytes = Buffer.alloc(88);
  bytes.writeBigUInt64LE(node, 0);
  bytes.writeUInt32LE(node === rootNode ? directoryMode : fileMode, 60);
  bytes.writeUInt32LE(1, 64);
  return bytes;
}
