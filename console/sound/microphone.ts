/** A recording under way; `stop` gives what was said. */
export type Take = { startedAtMs: number; stop: () => Promise<Blob> };

/** Browsers give the microphone only to pages of https or of this computer. */
export const hasMicrophone = (): boolean => globalThis.isSecureContext && navigator.mediaDevices !== undefined;

/** Begins to record from the microphone. Rejects when the browser refuses. */
export async function record(): Promise<Take> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: false, noiseSuppression: true, autoGainControl: false },
  });
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  recorder.start();
  return {
    startedAtMs: performance.now(),
    stop: () =>
      new Promise((resolve) => {
        recorder.addEventListener("stop", () => {
          for (const track of stream.getTracks()) track.stop();
          resolve(new Blob(parts, { type: recorder.mimeType }));
        });
        recorder.stop();
      }),
  };
}
