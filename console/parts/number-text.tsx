import { numberGroups } from "../words/time.ts";
import { words } from "../words/words.ts";

/** A telephone number in readable groups; copied out it is plain digits again. */
export function NumberText({ number, class: extra }: { number: string; class?: string }) {
  if (number === "") return <span class={`faint ${extra ?? ""}`}>{words.value.call.withheld}</span>;
  return (
    <span class={`number-text num ${extra ?? ""}`}>
      {numberGroups(number).map((group, i) => (
        <span key={i}>{group}</span>
      ))}
    </span>
  );
}
