/** Four bars of slow broken chords at a low level: hold music that needs no file and no rights. Pitches in Hz. */
const chords = [
  [261.63, 329.63, 392.0, 493.88],
  [220.0, 261.63, 329.63, 392.0],
  [174.61, 220.0, 261.63, 329.63],
  [196.0, 246.94, 293.66, 392.0],
] as const;
const rateHz = 8000;
const noteSec = 0.5;
const notesPerChord = 8;
const ringSec = 1.6;
const level = 2600;

/** About 16 s of 8 kHz mono that loops without a click: every note's tail wraps around to the start. */
export function holdMusic(): Int16Array {
  const total = chords.length * notesPerChord * noteSec * rateHz;
  const sum = new Float64Array(total);
  chords.forEach((chord, c) => {
    for (let n = 0; n < notesPerChord; n++) {
      const up = n % (2 * (chord.length - 1));
      const hz = chord[up < chord.length ? up : 2 * (chord.length - 1) - up]!;
      const start = (c * notesPerChord + n) * noteSec * rateHz;
      for (let i = 0; i < ringSec * rateHz; i++) {
        const t = i / rateHz;
        const envelope = Math.min(1, t / 0.02) * Math.exp(-2.6 * t) * (1 - t / ringSec);
        sum[(start + i) % total]! += level * envelope * (Math.sin(2 * Math.PI * hz * t) + 0.3 * Math.sin(4 * Math.PI * hz * t));
      }
    }
  });
  return Int16Array.from(sum, (v) => Math.max(-32_768, Math.min(32_767, Math.round(v))));
}
