import { type Handlers, signedIn } from "./handlers.ts";
import { badRequest, expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts, SettingsPlanned, SettingsRefused } from "./http-ports.ts";
import { newPhonePassword, phoneSecret } from "./phone-secret.ts";

/** RFC 9110 13.1.1; the revision is the entity tag. */
function revisionOf(ifMatch: string | undefined): number {
  const revision = /^"?(\d{1,15})"?$/.exec(ifMatch ?? "")?.[1];
  if (revision !== undefined) return Number(revision);
  throw badRequest(
    "If-Match",
    { zh: "缺少修改所依据的版本号。", en: "The revision that the change was made from is missing." },
    { zh: "请重新载入设置后再保存。", en: "Load the settings and send their ETag as If-Match." },
  );
}

/** What the settings desk agreed to, or its refusal thrown. */
export function accepted(outcome: SettingsPlanned | SettingsRefused): SettingsPlanned {
  if ("fault" in outcome) throw new HttpFault(outcome.fault, outcome.problems);
  return outcome;
}

type SettingsRoute = "settings" | "putSettings" | "confirmSettings" | "setServerSecret" | "setTrunkSecret" | "setPhoneSecret";
export function settingsHandlers(ports: HttpPorts): Pick<Handlers, SettingsRoute> {
  const { store } = ports;
  return {
    settings({ reply }) {
      const { revision, settings, pending } = ports.settings.current();
      reply.header("etag", `"${revision}"`);
      const secrets = { trunks: store.secretIds("trunk"), phones: store.secretIds("phone") };
      return { revision, settings, ...(pending ? { pending: { confirmByMs: pending.confirmByMs } } : {}), secrets };
    },
    async putSettings(asked) {
      const { body, query, request, reply } = asked;
      const from = revisionOf(request.headers["if-match"]);
      if (query["dry-run"] !== undefined) return accepted(await ports.settings.plan(body, from));
      const applied = accepted(await ports.settings.apply(body, from, signedIn(asked).user));
      reply.header("etag", `"${applied.revision}"`);
      return applied;
    },
    confirmSettings: async (asked) => expectOk(await ports.settings.confirm(signedIn(asked).user)),
    async setServerSecret({ body }) {
      await store.putSecret("sip-server", "drachtio", body.secret);
    },
    async setTrunkSecret({ params, body }) {
      if (!ports.settings.current().settings.trunks.some((trunk) => trunk.id === params.id)) throw new HttpFault("not-found");
      await store.putSecret("trunk", params.id, body.password);
      ports.secretChanged("trunk", params.id);
    },
    async setPhoneSecret({ params, body }) {
      const { phones, sip } = ports.settings.current().settings;
      if (!phones.some((phone) => phone.id === params.id)) throw new HttpFault("not-found");
      const password = body.password ?? newPhonePassword();
      await store.putSecret("phone", params.id, phoneSecret(params.id, sip.realm, password));
      ports.secretChanged("phone", params.id);
      return body.password === undefined ? { password } : {};
    },
  };
}
