/** What a gateway's web server is asked. `body`: JSON. */
export type GatewayQuestion = { method: "GET" | "POST"; path: string; body?: string };
