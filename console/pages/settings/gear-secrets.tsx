import { setGatewaySecret, setLinePin, setMqttSecret, setTrunkSecret } from "../../data/settings.ts";
import { base, noteSecret, secrets } from "../../settings/draft.ts";
import { gearWords } from "../../words/gear.ts";
import { words } from "../../words/words.ts";
import { FormPart } from "./form-group.tsx";
import { IsSet, SecretForm } from "./secret-form.tsx";

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

/** The passwords of the accounts at a gateway: for calls (it lies beside those of trunks), and for texts. */
export function GatewayPasswords({ id, calls, texts }: { id: string; calls: boolean; texts: boolean }) {
  const w = words.value.settings;
  const g = gearWords.value.gatewaySecret;
  const gateway = base.value?.gateways?.find((one) => one.id === id);
  const saveCalls = async (password: string) => {
    await setTrunkSecret(id, password);
    noteSecret("trunks", id);
  };
  const saveTexts = async (password: string) => {
    await setGatewaySecret(id, password);
    noteSecret("gateways", id);
  };
  if (!calls && !texts) return null;
  return (
    <FormPart title={w.groups.secret}>
      {calls && !gateway?.user ? <p class="note">{w.secretApplyFirst}</p> : null}
      {gateway?.user ? (
        <div class="stack">
          <IsSet set={secrets.value.trunks.includes(id)} yes={g.callsSet} no={g.callsUnset} />
          <SecretForm label={g.calls} saved={w.secretSaved} save={saveCalls} />
        </div>
      ) : null}
      {texts && !gateway?.texts && !(calls && !gateway?.user) ? <p class="note">{w.secretApplyFirst}</p> : null}
      {gateway?.texts ? (
        <div class="stack">
          <IsSet set={secrets.value.gateways.includes(id)} yes={g.textsSet} no={g.textsUnset} />
          <SecretForm label={g.texts} saved={w.secretSaved} save={saveTexts} />
        </div>
      ) : null}
    </FormPart>
  );
}

/** The password at the broker, and the key of the box's certificate. */
export function MqttSecrets() {
  const w = words.value.settings;
  const g = gearWords.value;
  const mqtt = base.value?.mqtt;
  const save = async (secret: { password: string } | { key: string }) => {
    await setMqttSecret(secret);
    noteSecret("mqtt", "password" in secret ? "password" : "key");
  };
  return (
    <FormPart title={w.groups.secret}>
      {mqtt?.user ? (
        <div class="stack">
          <IsSet set={secrets.value.mqtt.includes("password")} />
          <SecretForm label={w.secretPut} saved={w.secretSaved} save={(password) => save({ password })} />
        </div>
      ) : (
        <p class="note">{mqtt ? g.mqttNoUser : g.mqttApplyFirst}</p>
      )}
      {mqtt?.certificate ? (
        <div class="stack">
          <IsSet set={secrets.value.mqtt.includes("key")} yes={g.mqttKeySet} no={g.mqttKeyUnset} />
          <SecretForm
            label={g.mqttKey}
            note={g.mqttKeyNote}
            saved={g.mqttKeySaved}
            long
            save={(key) => save({ key })}
            bad={(key) => (/^\s*-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key) ? undefined : w.badForm)}
          />
        </div>
      ) : null}
    </FormPart>
  );
}
