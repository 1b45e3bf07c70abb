import { type Handlers, signedIn } from "./handlers.ts";
import { expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";
import { newPhonePassword, phoneSecret } from "./phone-secret.ts";
import { accepted, revisionOf } from "./revision.ts";

type SettingsRoute =
  | "settings"
  | "putSettings"
  | "confirmSettings"
  | "setServerSecret"
  | "setTrunkSecret"
  | "setGatewaySecret"
  | "setLinePin"
  | "setPhoneSecret";
export function settingsHandlers(ports: HttpPorts): Pick<Handlers, SettingsRoute> {
  const { store } = ports;
  return {
    settings({ reply }) {
      const { revision, settings, pending } = ports.settings.current();
      reply.header("etag", `"${revision}"`);
      const secrets = {
        trunks: store.secretIds("trunk"),
        phones: store.secretIds("phone"),
        lines: store.secretIds("line"),
        gateways: store.secretIds("gateway"),
        mqtt: store.secretIds("mqtt"),
        mail: store.secretIds("mail"),
        server: store.secretIds("sip-server"),
      };
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
      const { trunks, gateways = [] } = ports.settings.current().settings;
      if (![...trunks, ...gateways].some((farSide) => farSide.id === params.id)) throw new HttpFault("not-found");
      await store.putSecret("trunk", params.id, body.password);
      ports.secretChanged("trunk", params.id);
    },
    async setGatewaySecret({ params, body }) {
      const { gateways = [] } = ports.settings.current().settings;
      if (!gateways.some(({ id }) => id === params.id)) throw new HttpFault("not-found");
      await store.putSecret("gateway", params.id, body.password);
      ports.secretChanged("gateway", params.id);
    },
    async setLinePin({ params, body }) {
      const { lines = [] } = ports.settings.current().settings;
      if (!lines.some((line) => line.kind === "gsm-modem" && line.id === params.id)) throw new HttpFault("not-found");
      await store.putSecret("line", params.id, body.pin);
      ports.secretChanged("line", params.id);
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
