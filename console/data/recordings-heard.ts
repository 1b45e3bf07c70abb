import { address, call } from "./call.ts";
import { Fault, isFaultReply } from "./fault.ts";

/** Address of the sound, once the box has said that it may be heard: a player can't tell why it got nothing. */
export async function soundAllowed(recording: string, reason: string): Promise<string> {
  const query = reason ? `?${new URLSearchParams({ reason })}` : "";
  const url = address("recordingAudio", { id: recording }) + query;
  let response: Response;
  try {
    response = await fetch(url, { headers: { range: "bytes=0-1" }, credentials: "same-origin" });
  } catch {
    throw new Fault("unreachable");
  }
  if (response.ok) {
    await response.body?.cancel();
    return url;
  }
  const body: unknown = await response.json().catch(() => undefined);
  throw isFaultReply(body) ? new Fault("refused", response.status, body) : new Fault("strange", response.status);
}

export const recordingNotes = async (id: string) => (await call("recording", { params: { id } })).notes;
export const noteRecording = (id: string, note: { atMs?: number; tag?: string; text?: string }) =>
  call("noteRecording", { params: { id }, body: note });
