import { close, openSync, read, writeSync } from "node:fs";
import koffi from "koffi";
import { type DeviceFiles, FuseAnswers } from "./fuse-answers.ts";

const libc = koffi.load(null);
const mount = libc.func(
  "int mount(const char *source, const char *target, const char *type, unsigned long flags, const char *data)",
) as (source: string, target: string, type: string, flags: number, data: string) => number;
const umount = libc.func("int umount2(const char *target, int flags)") as (target: string, flags: number) => number;

const MS_NOSUID = 2;
const MNT_DETACH = 2;
/** The kernel wants room for the largest write and its headers. */
const requestBytes = 64 * 1024;

/**
 * A directory whose files are answered by this process. It speaks the kernel's own protocol over /dev/fuse, so that nothing must be
 * compiled or installed; it wants root. This process must never touch the directory itself with a synchronous call: it would wait for itself.
 */
export class FuseMount {
  readonly #fd: number;
  readonly #answers: FuseAnswers;
  readonly #directory: string;
  readonly #buffer = Buffer.alloc(requestBytes);
  #over = false;

  constructor(directory: string, files: DeviceFiles) {
    this.#directory = directory;
    this.#fd = openSync("/dev/fuse", "r+");
    this.#answers = new FuseAnswers(files, (bytes) => this.#send(bytes));
    const data = `fd=${this.#fd},rootmode=40000,user_id=0,group_id=0,allow_other`;
    if (mount("dahdi", directory, "fuse", MS_NOSUID, data) !== 0)
      throw new Error(`mount ${directory}: errno ${koffi.errno()} (wants root and /dev/fuse)`);
    this.#read();
  }

  /** Those who wait in poll for this file look again. */
  wake(file: number): void {
    this.#answers.wake(file);
  }

  unmount(): void {
    if (this.#over) return;
    this.#over = true;
    umount(this.#directory, MNT_DETACH);
  }

  #read(): void {
    read(this.#fd, this.#buffer, 0, requestBytes, null, (error, length) => {
      // The directory was taken away: the kernel says ENODEV.
      if (error && error.code === "ENODEV") return close(this.#fd);
      if (!error) this.#answers.take(this.#buffer.subarray(0, length));
      this.#read();
    });
  }

  #send(bytes: Uint8Array): void {
    try {
      writeSync(this.#fd, bytes);
    } catch {
      // Who asked has gone meanwhile (ENOENT), or the directory has.
    }
  }
}
