import { Button } from "../../parts/button.tsx";
import { say } from "../../parts/toasts.tsx";
import { words } from "../../words/words.ts";

/** A secret the box has just made: shown this once, to be carried away. */
export function SecretMade({ note, secret }: { note: string; secret: string }) {
  const c = words.value.common;
  return (
    <div class="notice is-plain secret-made">
      <div class="grow">
        <p>{note}</p>
        <code class="secret-value">{secret}</code>
      </div>
      <Button icon="copy" onPress={() => void navigator.clipboard?.writeText(secret).then(() => say(c.copied))}>
        {c.copy}
      </Button>
    </div>
  );
}
