import { setGatewaySecret, setLinePin, setMqttSecret, setTrunkSecret } from "../../data/settings.ts";
import { Icon } from "../../look/icon.tsx";
import { base, noteSecret, secrets } from "../../settings/draft.ts";
import { gearWords } from "../../words/gear.ts";
import { words } from "../../words/words.ts";
import { FormPart } from "./form-group.tsx";
import { SecretForm } from "./secret-form.tsx";

function IsSet({ set, yes, no }: { set: boolean; yes: string; no: string }) {
  return (
    <p class="row">
      <Icon name="key" />
      <span class={set ? "" : "is-unset"}>{set ? yes : no}</span>
    </p>
  );
}

/** The PIN of the SIM in a modem. */
export function SimPin({ id }: { id: string }) {
  const g = gearWords.value.pin;
  const inForce = base.value?.lines?.some((line) => line.kind === "gsm-modem" && line.id === id) ?? false;
  const save = async (pin: string) => {
    await setLinePin(id, pin);
    noteSecret("lines", id);
  };
  return (
    <FormPart title={g.label}>
      {inForce ? (
        <div class="stack">
          <IsSet set={secrets.value.lines.includes(id)} yes={g.set} no={g.unset} />
          <SecretForm
            label={g.put}
            note={g.note}
            saved={g.saved}
            save={save}
            bad={(pin) => (/^[0-9]{4,8}$/.test(pin) ? undefined : g.bad)}
          />
        </div>
      ) : (
        <p class="note">{words.value.settings.secretApplyFirst}</p>
      )}
    </FormPart>
  );
}

/** The passwords of the accounts at a gateway; that for calls lies beside those of trunks. */
export function GatewayPassword({ id }: { id: string }) {
  const w = words.value.settings;
  const gateway = base.value?.gateways?.find((one) => one.id === id);
  const inForce = gateway !== undefined;
  const texts = gearWords.value.fieldIn["gateways.texts"];
  const save = async (password: string) => {
    await setTrunkSecret(id, password);
    noteSecret("trunks", id);
  };
  return (
    <FormPart title={w.groups.secret}>
      {inForce ? (
        <div class="stack">
          <IsSet set={secrets.value.trunks.includes(id)} yes={w.secretSet} no={w.secretUnset} />
          <SecretForm label={w.secretPut} saved={w.secretSaved} save={save} />
          {gateway.texts ? (
            <SecretForm
              label={w.secretPut}
              note={texts}
              saved={w.secretSaved}
              save={async (password) => void (await setGatewaySecret(id, password))}
            />
          ) : null}
        </div>
      ) : (
        <p class="note">{w.secretApplyFirst}</p>
      )}
    </FormPart>
  );
}

/** The password at the broker, and the key of the box's certificate. */
export function MqttSecrets() {
  const w = words.value.settings;
  const g = gearWords.value;
  const mqtt = base.value?.mqtt;
  return (
    <FormPart title={w.groups.secret}>
      {mqtt?.user ? (
        <SecretForm label={w.secretPut} saved={w.secretSaved} save={(password) => setMqttSecret({ password })} />
      ) : (
        <p class="note">{mqtt ? g.mqttNoUser : g.mqttApplyFirst}</p>
      )}
      {mqtt?.certificate ? (
        <SecretForm
          label={g.mqttKey}
          note={g.mqttKeyNote}
          saved={w.secretSaved}
          long
          save={(key) => setMqttSecret({ key })}
          bad={(key) => (/^\s*-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key) ? undefined : w.badForm)}
        />
      ) : null}
    </FormPart>
  );
}
