import { randomBytes } from "node:crypto";
import { newSigningKey, Signer } from "../edge/vault/signer.ts";

type Secrets = {
  secret(kind: string, id: string): string | undefined;
  secretIds(kind: string): string[];
  putSecret(kind: string, id: string, value: string): Promise<void>;
};
/** `canSeal` is false when the key is there but can't be read: nothing must be sealed with another one. */
export type RecordingKeys = { key: Uint8Array; canSeal: boolean; signer: Signer };

/** The key that recordings are sealed with and the one that signs what the box says of them; made at the first start. */
export async function recordingKeys(store: Secrets): Promise<RecordingKeys> {
  const key = await kept(store, "recording-key", () => randomBytes(32).toString("hex"));
  const signing = await kept(store, "signing-key", newSigningKey);
  return {
    key: key === undefined ? new Uint8Array(32) : Buffer.from(key, "hex"),
    canSeal: key !== undefined,
    signer: new Signer(signing ?? newSigningKey()),
  };
}

async function kept(store: Secrets, kind: string, make: () => string): Promise<string | undefined> {
  if (store.secretIds(kind).includes("recordings")) return store.secret(kind, "recordings");
  const made = make();
  await store.putSecret(kind, "recordings", made);
  return made;
}
