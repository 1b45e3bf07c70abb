import { defaultMqttTopic, type MqttSettings } from "../../contract/mqtt.ts";
import { topicLevel } from "./mqtt-rows.ts";

export type IntroducedThings = {
  site: string;
  version: string;
  language: "zh" | "en";
  lines: { id: string; name: string }[];
  points: { id: string; name: string; unit?: string }[];
};
type Entity = { kind: "sensor" | "binary_sensor"; id: string; name: string; topic: string; template: string; more?: object };

const words = {
  alarms: { zh: "告警", en: "Alarm" },
  open: { zh: "未恢复告警", en: "Open alarms" },
  calls: { zh: "通话数", en: "Calls" },
  waiting: { zh: "排队人数", en: "Waiting callers" },
  ready: { zh: "空闲坐席", en: "Agents ready" },
};

/** What Home Assistant is told so that it finds the box by itself: kept messages under its own prefix. */
export function introduction(settings: MqttSettings, things: IntroducedThings): { topic: string; payload: string }[] {
  const { homeAssistant, topic: prefix = defaultMqttTopic, clientId = "linebox" } = settings;
  if (!homeAssistant) return [];
  const device = { identifiers: [`linebox_${clientId}`], name: things.site, manufacturer: "Linebox", sw_version: things.version };
  return entitiesOf(settings, things).map(({ kind, id, name, topic, template, more }) => ({
    topic: `${homeAssistant.prefix}/${kind}/${clientId}/${id}/config`,
    payload: JSON.stringify({
      name,
      unique_id: `${clientId}_${id}`,
      state_topic: `${prefix}/${topic}`,
      value_template: template,
      availability_topic: `${prefix}/status`,
      device,
      ...more,
    }),
  }));
}

function entitiesOf({ tell }: MqttSettings, { language, lines, points }: IntroducedThings): Entity[] {
  const tells = (subject: "alarms" | "lines" | "calls" | "plant"): boolean => tell?.includes(subject) ?? true;
  const say = (key: keyof typeof words): string => words[key][language];
  const entities: Entity[] = [];
  const count = (id: string, name: string, topic: string, field: string): Entity => ({
    kind: "sensor",
    id,
    name,
    topic,
    template: `{{ value_json.${field} }}`,
    more: { state_class: "measurement" },
  });
  if (tells("alarms")) {
    const template = "{{ 'ON' if value_json.open > 0 else 'OFF' }}";
    entities.push({ kind: "binary_sensor", id: "alarm", name: say("alarms"), topic: "alarms/open", template, more: problem });
    entities.push(count("open_alarms", say("open"), "alarms/open", "open"));
  }
  if (tells("calls")) {
    entities.push(count("calls", say("calls"), "calls", "calls"), count("waiting", say("waiting"), "calls", "waiting"));
    entities.push(count("agents_ready", say("ready"), "calls", "agentsReady"));
  }
  if (tells("lines"))
    for (const { id, name } of lines) {
      const template = "{{ 'ON' if value_json.state == 'up' else 'OFF' }}";
      const topic = `lines/${topicLevel(id)}`;
      entities.push({ kind: "binary_sensor", id: `line_${plain(id)}`, name, topic, template, more: connectivity });
    }
  if (tells("plant"))
    for (const { id, name, unit } of points) {
      const more = unit ? { unit_of_measurement: unit } : {};
      const topic = `plant/${topicLevel(id)}`;
      entities.push({ kind: "sensor", id: `point_${plain(id)}`, name, topic, template: "{{ value_json.value }}", more });
    }
  return entities;
}

const problem = { device_class: "problem" };
const connectivity = { device_class: "connectivity" };
/** Ids at Home Assistant have no dots. */
const plain = (id: string): string => id.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 60);
