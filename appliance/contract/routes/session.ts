import Type, { type Static } from "typebox";
import { Title } from "../words.ts";
import { Closed, Password, route, UserName } from "./route.ts";

const Me = Closed({
  user: Type.String(),
  name: Type.String(),
  role: Type.Union([Type.Literal("administrator"), Type.Literal("supervisor"), Type.Literal("agent")]),
  agent: Type.Optional(Type.String()),
  language: Type.Union([Type.Literal("zh"), Type.Literal("en")]),
  rights: Type.Array(Type.String()),
});
export type Me = Static<typeof Me>;

export const sessionRoutes = {
  status: route({
    method: "GET",
    path: "/api/status",
    right: "everyone",
    summary: "Whether the box is set up, its name and version",
    reply: Closed({ setUp: Type.Boolean(), name: Type.String(), version: Type.String(), language: Type.String() }),
  }),
  setUp: route({
    method: "POST",
    path: "/api/set-up",
    right: "everyone",
    summary: "Make the first administrator of an unconfigured box",
    body: Type.Object({
      user: UserName,
      password: Password,
      siteName: Title,
      language: Type.Union([Type.Literal("zh"), Type.Literal("en")]),
    }),
    reply: Me,
  }),
  login: route({
    method: "POST",
    path: "/api/session",
    right: "everyone",
    summary: "Sign in; sets the session cookie",
    body: Type.Object({ user: UserName, password: Password }),
    reply: Me,
  }),
  logout: route({ method: "DELETE", path: "/api/session", right: "signed-in", summary: "Sign out" }),
  me: route({ method: "GET", path: "/api/session", right: "signed-in", summary: "Who is signed in", reply: Me }),
  people: route({
    method: "GET",
    path: "/api/session/people",
    right: "signed-in",
    summary: "What the users are called whose ids stand in records",
    reply: Type.Array(Closed({ user: Type.String(), name: Type.String() })),
  }),
  changePassword: route({
    method: "PUT",
    path: "/api/session/password",
    right: "signed-in",
    summary: "Change one's own password",
    body: Type.Object({ old: Password, new: Password }),
  }),
  setLanguage: route({
    method: "PUT",
    path: "/api/session/language",
    right: "signed-in",
    summary: "Language of the console for this user",
    body: Type.Object({ language: Type.Union([Type.Literal("zh"), Type.Literal("en")]) }),
  }),
} as const;
