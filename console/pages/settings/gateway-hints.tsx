import { draft } from "../../settings/draft.ts";
import { vendors } from "../../settings/gear.ts";
import { gearWords } from "../../words/gear.ts";
import { pick } from "../../words/words.ts";
import { FormPart } from "./form-group.tsx";

/** What is to be set on the gateway itself, as its maker's profile says. */
export function GatewayHints({ id }: { id: string }) {
  const chosen = draft.value?.gateways?.find((gateway) => gateway.id === id)?.vendor;
  const vendor = vendors.value.find((v) => v.id === chosen);
  const g = gearWords.value;
  if (!vendor) return null;
  return (
    <FormPart title={g.gatewayHints}>
      <p class="field-note">
        {pick(vendor.name)} {vendor.models.join(", ")}. {g.evidence[vendor.evidence]}
      </p>
      <dl class="gateway-hints">
        {vendor.hints.map((hint, i) => (
          <div key={i}>
            <dt>{g.hintAbout[hint.about]}</dt>
            <dd>
              {pick(hint.words)} {hint.value ? <code>{hint.value}</code> : null}
            </dd>
          </div>
        ))}
      </dl>
    </FormPart>
  );
}
