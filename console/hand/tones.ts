let audio: AudioContext | undefined;

/** Tones together, rising and falling softly so that nothing clicks; `volume` 0 to 1. */
export function playTones({ volume, hertz, sec }: { volume: number; hertz: readonly number[]; sec: number }): void {
  if (volume === 0) return;
  audio ??= new AudioContext();
  const gain = audio.createGain();
  const from = audio.currentTime;
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(volume * 0.3, from + 0.02);
  gain.gain.setValueAtTime(volume * 0.3, from + sec - 0.04);
  gain.gain.linearRampToValueAtTime(0, from + sec);
  gain.connect(audio.destination);
  for (const pitch of hertz) {
    const tone = audio.createOscillator();
    tone.frequency.value = pitch;
    tone.connect(gain);
    tone.start(from);
    tone.stop(from + sec);
  }
}
