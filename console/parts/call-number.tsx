import { fill } from "../words/fill.ts";
import { words } from "../words/words.ts";
import { Button } from "./button.tsx";
import { NumberText } from "./number-text.tsx";

/** A number that can be called with a click, by who has a phone. */
export function CallNumber({ number, onCall }: { number: string; onCall?: (number: string) => void }) {
  return (
    <span class="call-number-link">
      <NumberText number={number} />
      {onCall && /^\+?\d{2,20}$/.test(number) ? (
        <Button
          kind="quiet"
          small
          icon="phone"
          label={fill(words.value.desk.callNumber, { number })}
          onPress={(event) => {
            event.stopPropagation();
            onCall(number);
          }}
        />
      ) : null}
    </span>
  );
}
