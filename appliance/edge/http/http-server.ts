import fastifyCookie from "@fastify/cookie";
import fastifySwagger from "@fastify/swagger";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import fastifyWebsocket from "@fastify/websocket";
import fastify, { type FastifyBaseLogger, type FastifyReply, type FastifyRequest, LogController } from "fastify";
import { agentHandlers } from "./agent-handlers.ts";
import { alarmHandlers } from "./alarm-handlers.ts";
import { apiPage, apiPageStyle } from "./api-page.ts";
import type { App } from "./app.ts";
import { BearerGate } from "./bearer.ts";
import { bulletinHandlers } from "./bulletin-handlers.ts";
import { calendarHandlers } from "./calendar-handlers.ts";
import { callHandlers } from "./call-handlers.ts";
import { consoleFiles } from "./console-files.ts";
import { diagnosticsHandlers } from "./diagnostics-handlers.ts";
import { doctorHandlers } from "./doctor-handlers.ts";
import { eventHandlers } from "./event-handlers.ts";
import { EventHub } from "./event-hub.ts";
import { figureHandlers } from "./figure-handlers.ts";
import { flowHandlers } from "./flow-handlers.ts";
import { handHandlers } from "./hand-handlers.ts";
import { type Handlers, signedIn } from "./handlers.ts";
import { hardwareHandlers } from "./hardware-handlers.ts";
import { hostHandlers } from "./host-handlers.ts";
import { faultOf, HttpFault, replyOf } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";
import { itemHandlers } from "./item-handlers.ts";
import { LiveHub } from "./live-hub.ts";
import { numbersHandlers } from "./numbers-handlers.ts";
import { officeHandlers } from "./office-handlers.ts";
import { phoneFeatureHandlers } from "./phone-feature-handlers.ts";
import { plantHandlers } from "./plant-handlers.ts";
import { promptHandlers } from "./prompt-handlers.ts";
import { recordingHandlers } from "./recording-handlers.ts";
import { registerRoutes } from "./register-routes.ts";
import { securitySchemes, serializerCompiler, validatorCompiler } from "./route-schema.ts";
import { scriptHandlers } from "./script-handlers.ts";
import { securityHeaders } from "./security-headers.ts";
import { sessionHandlers } from "./session-handlers.ts";
import { sessionOf } from "./session-of.ts";
import { settingsHandlers } from "./settings-handlers.ts";
import { shiftHandlers } from "./shift-handlers.ts";
import { specialNumbersHandlers } from "./special-numbers-handlers.ts";
import { surveyHandlers } from "./survey-handlers.ts";
import { textHandlers } from "./text-handlers.ts";
import { tokenHandlers } from "./token-handlers.ts";
import { userHandlers } from "./user-handlers.ts";
import { voicemailHandlers } from "./voicemail-handlers.ts";
import { waitingHandlers } from "./waiting-handlers.ts";

const bodyLimitBytes = 2 * 1024 * 1024;
const connectionLimit = 1_000;
const requestTimeoutMs = 60_000;
/** Viewers only listen. */
const viewerMessageBytes = 1_024;

export type HttpOptions = {
  /** Where the built console lies. */
  consoleDir: string;
  version: string;
  ports: HttpPorts;
  log: FastifyBaseLogger;
  /** PEM texts; with them it speaks TLS only. */
  tls?: { key: string; cert: string };
};

type Doors = { hub: LiveHub; events: EventHub; gate: BearerGate };
function allHandlers(ports: HttpPorts, version: string, { hub, events, gate }: Doors): Handlers {
  return {
    ...sessionHandlers(ports, version),
    ...callHandlers(ports),
    ...recordingHandlers(ports),
    ...agentHandlers(ports),
    ...handHandlers(ports),
    ...calendarHandlers(ports),
    ...settingsHandlers(ports),
    ...userHandlers(ports),
    ...waitingHandlers(ports),
    ...voicemailHandlers(ports),
    ...itemHandlers(ports),
    ...bulletinHandlers(ports),
    ...textHandlers(ports),
    ...hardwareHandlers(ports),
    ...alarmHandlers(ports),
    ...plantHandlers(ports),
    ...doctorHandlers(ports),
    ...officeHandlers(ports),
    ...hostHandlers(ports),
    ...diagnosticsHandlers(ports),
    ...surveyHandlers(ports),
    ...numbersHandlers(ports),
    ...specialNumbersHandlers(ports),
    ...phoneFeatureHandlers(ports),
    ...tokenHandlers(ports),
    ...eventHandlers(ports, events, gate),
    ...flowHandlers(ports),
    ...scriptHandlers(ports),
    ...figureHandlers(ports),
    ...shiftHandlers(ports),
    ...promptHandlers(ports),
    // Who is signed out sees nothing more; whoever watches uses his session, though he sends nothing.
    live: (socket, viewer) => {
      const { token } = viewer;
      hub.join(socket, viewer, () => gate.stands(token) || sessionOf(ports, token) !== undefined);
    },
    liveNow: (asked) => hub.now(signedIn(asked)),
    gauges: () => ports.gauges(),
  };
}

/**
 * A form or plain text could be sent by any page without asking first: only JSON is read, and sound where a route wants it,
 * as a stream that its handler bounds. An empty body is none.
 */
function onlyJson(app: App): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null, undefined);
    else parse(request, body as string, done);
  });
  app.addContentTypeParser(/^(audio|video)\/|^application\/(octet-stream|ogg)\b/, (request, body, done) => {
    if (request.routeOptions.config.sound) done(null, body);
    else done(new HttpFault("bad-request"));
  });
}

function answerFault(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const fault = faultOf(error);
  if (fault.code === "internal") request.log.error({ err: error }, "a request failed");
  request.fault = fault.code;
  const { status, reply: answer } = replyOf(fault);
  // A file's headers must not go with a fault.
  reply.removeHeader("content-length").removeHeader("content-disposition");
  reply.code(status).type("application/json").send(answer);
}

/** The server with everything but an open port. Closing it closes its viewers. */
export async function httpServer({ consoleDir, version, ports, log, tls }: HttpOptions): Promise<App> {
  const app = fastify({
    loggerInstance: log,
    // Addresses hold numbers of callers.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    // A malformed address never reaches the routes and their hooks.
    frameworkErrors: (error, request, reply) => {
      securityHeaders(request as FastifyRequest, reply as FastifyReply);
      answerFault(error, request as FastifyRequest, reply as FastifyReply);
    },
    https: tls ?? null,
  }).withTypeProvider<TypeBoxTypeProvider>() as unknown as App;
  app.server.maxConnections = connectionLimit;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  onlyJson(app);
  app.addHook("onRequest", async (request, reply) => securityHeaders(request, reply));
  app.setErrorHandler(answerFault);
  const gate = new BearerGate(ports);
  const events = new EventHub(ports.events);
  const hub = new LiveHub(ports.live, ports.nowMs);
  // Before the plugin's own hook, which would close viewers without saying why.
  app.addHook("preClose", async () => {
    hub.stop();
    events.stop();
  });
  await app.register(fastifyCookie);
  await app.register(fastifyWebsocket, { options: { maxPayload: viewerMessageBytes } });
  await app.register(fastifySwagger, {
    openapi: { openapi: "3.1.0", info: { title: "Linebox", version }, components: { securitySchemes } },
  });
  await app.register(async (scope) => {
    registerRoutes(scope, ports, gate, allHandlers(ports, version, { hub, events, gate }));
    scope.get("/api/openapi.json", { schema: { hide: true } as object }, () => app.swagger());
    scope.get("/api/docs", { schema: { hide: true } as object }, async (request, reply) => {
      const asked = (request.query as { language?: unknown }).language;
      const language = asked === "en" || asked === "zh" ? asked : ports.settings.current().settings.site.language;
      return reply.type("text/html; charset=utf-8").send(apiPage(language));
    });
    scope.get("/api/docs.css", { schema: { hide: true } as object }, async (_request, reply) =>
      reply.type("text/css; charset=utf-8").send(apiPageStyle),
    );
  });
  await consoleFiles(app, consoleDir);
  await app.ready();
  return app;
}
