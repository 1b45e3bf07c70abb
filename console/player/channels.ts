/** Lets one side of a stereo recording be heard alone. Made only when somebody wants it; until then the sound goes straight out. */
export class Channels {
  private readonly context = new AudioContext();
  private readonly left = this.context.createGain();
  private readonly right = this.context.createGain();

  constructor(audio: HTMLAudioElement) {
    const source = this.context.createMediaElementSource(audio);
    const split = this.context.createChannelSplitter(2);
    const join = this.context.createChannelMerger(2);
    source.connect(split);
    // A single side is heard in both ears.
    for (const ear of [0, 1]) {
      this.left.connect(join, 0, ear);
      this.right.connect(join, 0, ear);
    }
    split.connect(this.left, 0);
    split.connect(this.right, 1);
    join.connect(this.context.destination);
  }

  hear(sides: { left: boolean; right: boolean }): void {
    void this.context.resume();
    this.left.gain.value = sides.left ? 1 : 0;
    this.right.gain.value = sides.right ? 1 : 0;
  }

  close(): void {
    void this.context.close();
  }
}
