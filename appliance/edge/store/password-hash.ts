import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { StoreUnavailable } from "./store-error.ts";

/** RFC 7914: cost, block size, parallelism. 32 MB and some 60 ms a time: dear for who guesses, bearable for a small box. */
const now = { N: 32_768, r: 8, p: 1 };
const most = { N: 1_048_576, r: 32, p: 16 };
const saltBytes = 16;
const hashBytes = 32;
/** Each computation takes memory and a thread of the pool; more at a time would starve everything else. */
const atOnce = 2;
const waitingLimit = 20;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= waitingLimit) throw new StoreUnavailable("too many passwords are being checked");
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running++;
  try {
    return await work();
  } finally {
    // The turn is handed on; only when nobody waits is it given back.
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

const derive = (password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> =>
  inTurn(
    () =>
      new Promise((resolve, reject) =>
        scrypt(password.normalize("NFKC"), salt, hashBytes, { ...options, maxmem: 256 * 1024 * 1024 }, (error, key) =>
          error ? reject(error) : resolve(key),
        ),
      ),
  );

/** `scrypt$N$r$p$salt$hash`: the parameters stand with the hash, so they can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive(password, salt, now);
  return ["scrypt", now.N, now.r, now.p, salt.toString("base64"), hash.toString("base64")].join("$");
}

/** Takes as long for a user who is not there (`undefined`) as for a wrong password. */
export async function passwordMatches(password: string, stored: string | undefined): Promise<boolean> {
  const [scheme, N, r, p, salt, hash] = (stored ?? "").split("$");
  const options = { N: Number(N), r: Number(r), p: Number(p) };
  const usable = scheme === "scrypt" && options.N <= most.N && options.r <= most.r && options.p <= most.p;
  if (!usable || !salt || !hash) {
    await derive(password, Buffer.alloc(saltBytes), now);
    return false;
  }
  const wanted = Buffer.from(hash, "base64");
  const got = await derive(password, Buffer.from(salt, "base64"), options);
  return wanted.length === got.length && timingSafeEqual(wanted, got);
}
