import type { GatewayQuestion } from "./gateway-question.ts";

/** The gateway takes no more in one text. */
export const longestTextBytes = 1500;

/** Their documents call it the new API; answers of about 8 KB. `port` counts from 1. */
export const dinstar = {
  send: (ask: { port: number; to: string; text: string; userId: number; report: boolean }): GatewayQuestion =>
    post("send_sms", {
      // The text stands in the parameter, so that signs with a meaning in templates stay what they are.
      text: "#param#",
      port: [ask.port - 1],
      param: [{ number: ask.to, text_param: [ask.text], user_id: ask.userId }],
      encoding: "unicode",
      request_status_report: ask.report,
    }),
  results: (userIds: readonly number[]): GatewayQuestion => post("query_sms_result", { user_id: userIds }),
  delivered: (ask: { port: number; to: string }): GatewayQuestion =>
    post("query_sms_deliver_status", { number: [ask.to], port: [ask.port - 1] }),
  /** Texts with a number above `after`. With "all" none is marked as read. */
  inbox: (ask: { port: number; after: number }): GatewayQuestion => ({
    method: "GET",
    path: `/api/query_incoming_sms?incoming_sms_id=${ask.after}&flag=all&port=${ask.port - 1}`,
  }),
  ports: (ports: readonly number[]): GatewayQuestion => ({
    method: "GET",
    path: `/api/get_port_info?port=${ports.map((port) => port - 1).join("%2C")}&info_type=reg%2Csignal`,
  }),
} as const;

const post = (name: string, body: object): GatewayQuestion => ({
  method: "POST",
  path: `/api/${name}`,
  body: JSON.stringify(body),
});
