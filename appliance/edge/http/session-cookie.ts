import type { FastifyReply, FastifyRequest } from "fastify";

const cookieName = "linebox_session";
/** The longest that browsers keep one (RFC 6265bis 5.5); when a session is over is decided here, not there. */
const maxAgeSec = 400 * 24 * 3600;

const attributes = (request: FastifyRequest) => ({
  path: "/",
  httpOnly: true,
  sameSite: "strict" as const,
  secure: request.protocol === "https",
});

export const tokenOf = (request: FastifyRequest): string | undefined => request.cookies[cookieName];
export function giveToken(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.setCookie(cookieName, token, { ...attributes(request), maxAge: maxAgeSec });
}
export function takeToken(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(cookieName, attributes(request));
}
