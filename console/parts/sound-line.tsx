import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { asFault } from "../data/fault.ts";
import { soundAllowed } from "../data/recordings-heard.ts";
import { words } from "../words/words.ts";
import { Button } from "./button.tsx";
import { TextInput } from "./inputs.tsx";
import { sayFault } from "./toasts.tsx";

/** A recording in one line: it plays at once, or asks first why it is heard when the box wants to know. */
export function SoundLine({ recording, onClose }: { recording: string; onClose: () => void }) {
  const w = words.value.desk;
  const source = useSignal("");
  const asking = useSignal(false);
  const reason = useSignal("");
  const open = async () => {
    try {
      source.value = await soundAllowed(recording, reason.value.trim());
      asking.value = false;
    } catch (error) {
      if (asFault(error).reply?.code === "reason-wanted" && !asking.value) asking.value = true;
      else {
        sayFault(error);
        if (!asking.value) onClose();
      }
    }
  };
  useEffect(() => void open(), [recording]);
  return (
    <div class="sound-line">
      {source.value ? (
        // biome-ignore lint/a11y/useMediaCaption: a telephone recording has no captions
        <audio src={source.value} controls autoPlay />
      ) : asking.value ? (
        <form
          class="sound-reason"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.value.trim().length >= 3) void open();
          }}
        >
          <TextInput
            value={reason.value}
            aria-label={w.reasonWanted}
            placeholder={w.reasonWanted}
            maxLength={300}
            onText={(text) => {
              reason.value = text;
            }}
          />
          <Button type="submit" kind="main" blocked={reason.value.trim().length >= 3 ? undefined : w.reason}>
            {w.play}
          </Button>
        </form>
      ) : null}
      <Button kind="quiet" small icon="close" label={words.value.common.close} onPress={onClose} />
    </div>
  );
}
