/** One channel of a sound, ready to be looked at, cut and heard. */
export type Sound = { samples: Float32Array; rateHz: number; lengthSec: number; buffer: AudioBuffer };

let context: AudioContext | undefined;
const sounding = (): AudioContext => {
  context ??= new AudioContext();
  return context;
};

/** Reads any sound that the browser knows; undefined when it doesn't. */
export async function soundOf(blob: Blob): Promise<Sound | undefined> {
  try {
    const buffer = await sounding().decodeAudioData(await blob.arrayBuffer());
    const samples = new Float32Array(buffer.length);
    for (let c = 0; c < buffer.numberOfChannels; c += 1)
      for (const [i, value] of buffer.getChannelData(c).entries())
        samples[i] = (samples[i] ?? 0) + value / buffer.numberOfChannels;
    return { samples, rateHz: buffer.sampleRate, lengthSec: buffer.duration, buffer };
  } catch {
    return undefined;
  }
}

/** Plays a part of a sound; the answer ends it. */
export function hear({ buffer }: Sound, fromSec: number, toSec: number): () => void {
  const at = sounding();
  void at.resume();
  const node = at.createBufferSource();
  node.buffer = buffer;
  node.connect(at.destination);
  node.start(0, fromSec, Math.max(0.01, toSec - fromSec));
  return () => node.stop();
}
