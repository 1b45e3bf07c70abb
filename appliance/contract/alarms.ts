import type { AlarmGroup, AlarmKind } from "./alarm-kind.ts";
import { hostAlarms } from "./host-alarms.ts";
import { lineAlarms } from "./line-alarms.ts";

export { type AlarmGroup, type AlarmKind, type AlarmSeverity, alarmGroups, alarmSeverities } from "./alarm-kind.ts";

/** Every alarm the box itself knows, by its code. One table feeds the console, the dialer, MQTT and the LED. */
const kinds = {
  ...lineAlarms,
  fault: {
    severity: "error",
    group: "box",
    shelve: true,
    words: {
      en: "Something went wrong inside the box; it was noted and the box went on.",
      zh: "设备内部出错，已记录，系统继续运行。",
    },
    hint: { en: "Report it with the text beside it.", zh: "请将旁边的说明反馈给厂家。" },
  },
  "settings-stored": {
    severity: "critical",
    group: "box",
    shelve: false,
    words: {
      en: "The stored settings don't fit this version; the box runs unconfigured.",
      zh: "已存设置与当前版本不符，设备以未配置状态运行。",
    },
    hint: { en: "Go back to the version before, or set the box up anew.", zh: "请退回上一版本，或重新配置设备。" },
  },
  "hardware-profile": {
    severity: "error",
    group: "box",
    shelve: true,
    words: {
      en: "What is in this box can't be read from its hardware profile; it runs without its ports.",
      zh: "硬件配置文件无法读取，设备在没有端口的情况下运行。",
    },
    hint: { en: "Mend the file and restart the box.", zh: "请修正文件后重启设备。" },
  },
  "clock-set": {
    severity: "warning",
    group: "box",
    shelve: true,
    words: {
      en: "The machine's clock was set. The box runs on by its own time and follows slowly; calls are not disturbed.",
      zh: "系统时钟被调整。设备仍按自己的时间运行并缓慢校正，通话不受影响。",
    },
    hint: { en: "Restart the box in a quiet hour: then it follows at once.", zh: "可在空闲时重启设备，时间立即校正。" },
  },
  "holidays-missing": {
    severity: "warning",
    group: "box",
    shelve: true,
    words: {
      en: "A calendar has no holidays for the year: on those days calls would be taken as on any other.",
      zh: "日历缺少该年的节假日，届时将按平日处理。",
    },
    hint: { en: "Enter the holidays in the settings.", zh: "请在设置中补充节假日。" },
  },
  scanner: {
    severity: "warning",
    group: "box",
    shelve: true,
    words: { en: "An address tried wrong passwords and was shut out.", zh: "有地址多次尝试错误密码，已被屏蔽。" },
    hint: { en: "If it is a phone of yours, correct its password.", zh: "如为本单位话机，请更正其密码。" },
  },
  "alarms-many": {
    severity: "critical",
    group: "box",
    shelve: false,
    words: { en: "More alarms come than can be shown; further ones are left out.", zh: "告警过多，超出部分未列出。" },
    hint: { en: "Look for what they have in common: power, network, a bus.", zh: "请先排查共同原因，如电源、网络或总线。" },
  },
  "alarm-unheard": {
    severity: "critical",
    group: "people",
    shelve: true,
    words: {
      en: "Nobody on call has acknowledged an alarm; all rounds of calls are over.",
      zh: "无人确认告警，全部轮次已呼叫完毕。",
    },
    hint: { en: "Acknowledge the alarm, and look why nobody could be reached.", zh: "请确认该告警，并查明无人接听的原因。" },
  },
  emergency: {
    severity: "critical",
    group: "people",
    shelve: false,
    words: { en: "Somebody has reported an emergency.", zh: "有人登记了紧急情况。" },
    hint: { en: "Acknowledge it if you go, and clear it when it is over.", zh: "前往处理者请确认，处理完毕后请消除。" },
  },
  "modem-memory": {
    severity: "error",
    group: "messages",
    shelve: true,
    words: { en: "The memory for texts of a modem is full: no more arrive.", zh: "模块短信存储已满，无法接收短信。" },
    hint: { en: "If it stays, delete texts on the SIM.", zh: "如未恢复，请删除 SIM 卡上的短信。" },
  },
  "recording-failed": {
    severity: "critical",
    group: "storage",
    shelve: false,
    words: { en: "The disk is full or failed: recording stopped, calls go on.", zh: "磁盘已满或出错，录音中止，通话不受影响。" },
    hint: { en: "Free some space or check the disk.", zh: "请清理空间或检查磁盘。" },
  },
  "disk-low": {
    severity: "critical",
    group: "storage",
    shelve: false,
    words: { en: "Little room is left on the disk: calls are no longer recorded.", zh: "磁盘空间不足，暂停录音。" },
    hint: { en: "Free some space, or shorten how long recordings are kept.", zh: "请清理空间，或缩短录音保存期限。" },
  },
  "store-full": {
    severity: "critical",
    group: "storage",
    shelve: false,
    words: { en: "The disk is full; records wait in memory.", zh: "磁盘已满，记录暂存于内存。" },
    hint: { en: "Free some space at once.", zh: "请立即清理空间。" },
  },
  "store-fault": {
    severity: "critical",
    group: "storage",
    shelve: false,
    words: {
      en: "The database can't be written; records wait in memory and are tried again.",
      zh: "数据库写入失败，记录暂存于内存，正在重试。",
    },
    hint: { en: "Check the disk.", zh: "请检查磁盘。" },
  },
  "store-behind": {
    severity: "error",
    group: "storage",
    shelve: false,
    words: { en: "Writing lags behind; new calls are refused until it has caught up.", zh: "记录写入积压，暂不接入新来电。" },
    hint: { en: "Check whether the disk is slow or failing.", zh: "请检查磁盘是否过慢或故障。" },
  },
  "store-row-refused": {
    severity: "error",
    group: "storage",
    shelve: true,
    words: { en: "A record could not be stored and was left out.", zh: "有一条记录无法保存，已跳过。" },
    hint: { en: "Report it with the text beside it.", zh: "请将旁边的说明反馈给厂家。" },
  },
  "store-lines-dropped": {
    severity: "warning",
    group: "storage",
    shelve: true,
    words: {
      en: "Some lines of call traces and of the audit log did not fit into memory and were dropped; the call records are complete.",
      zh: "内存不足以暂存全部通话轨迹，部分轨迹和操作日志已丢弃；通话记录完整。",
    },
    hint: { en: "See the alarms of the disk; this one follows from them.", zh: "请先处理磁盘告警，本告警由其引起。" },
  },
  "secrets-unreadable": {
    severity: "error",
    group: "storage",
    shelve: false,
    words: {
      en: "Stored passwords can't be decrypted (box.key is missing or another one).",
      zh: "无法解密已保存的密码（box.key 缺失或不符）。",
    },
    hint: { en: "Enter trunk and phone passwords again.", zh: "请重新输入中继和话机密码。" },
  },
  "webhook-failing": {
    severity: "warning",
    group: "messages",
    shelve: true,
    words: {
      en: "A program that is told what happens does not take it; the events wait.",
      zh: "事件推送的接收方无响应，事件将继续等待推送。",
    },
    hint: { en: "Check the program and its address.", zh: "请检查接收程序及其地址。" },
  },
  ...hostAlarms,
  "mail-failed": {
    severity: "warning",
    group: "messages",
    shelve: true,
    words: { en: "Mail can't be sent.", zh: "邮件发送失败。" },
    hint: {
      en: "See the list of mails for the reason; check the mail server.",
      zh: "请在邮件列表中查看原因，并检查邮件服务器。",
    },
  },
  "pin-locked": {
    severity: "warning",
    group: "people",
    shelve: true,
    words: { en: "Too many wrong PINs for outside calls; locked for a while.", zh: "外呼密码多次错误，已暂时锁定。" },
    hint: { en: "Ask who tried, or unlock it.", zh: "请核实操作人，或手动解锁。" },
  },
  "nobody-ready": {
    severity: "warning",
    group: "people",
    shelve: true,
    words: { en: "A queue has callers and nobody is ready.", zh: "队列有来电等候，但无人就绪。" },
    hint: { en: "Ask agents to get ready, or open another queue to them.", zh: "请安排坐席就绪，或调配其他队列坐席。" },
  },
  "service-level": {
    severity: "warning",
    group: "people",
    shelve: true,
    words: { en: "The service level of a queue has fallen below its limit.", zh: "队列服务水平低于限值。" },
    hint: { en: "Bring more agents to the queue.", zh: "请增派坐席。" },
  },
  "hold-long": {
    severity: "warning",
    group: "people",
    shelve: true,
    words: { en: "A caller has been on hold for long.", zh: "客户保持时间过长。" },
    hint: { en: "Ask the agent whether he needs help.", zh: "请询问坐席是否需要协助。" },
  },
  "ring-long": {
    severity: "warning",
    group: "people",
    shelve: true,
    words: { en: "A call has been ringing for long.", zh: "来电振铃时间过长。" },
    hint: { en: "See who is rung and why he does not answer.", zh: "请查看正在振铃的坐席。" },
  },
  "wait-long": {
    severity: "warning",
    group: "people",
    shelve: true,
    words: { en: "A caller has waited for long.", zh: "客户等候时间过长。" },
    hint: { en: "Move the caller up, or bring more agents to the queue.", zh: "请将客户前移，或增派坐席。" },
  },
  "point-high-high": {
    severity: "critical",
    group: "plant",
    shelve: true,
    words: { en: "A measurement is above its high-high limit.", zh: "测量值高于高高限。" },
    hint: { en: "See to the plant; the limit and its delay are in the settings.", zh: "请查看现场；限值和延时可在设置中调整。" },
  },
  "point-high": {
    severity: "warning",
    group: "plant",
    shelve: true,
    words: { en: "A measurement is above its high limit.", zh: "测量值高于上限。" },
    hint: { en: "See to the plant; the limit and its delay are in the settings.", zh: "请查看现场；限值和延时可在设置中调整。" },
  },
  "point-low": {
    severity: "warning",
    group: "plant",
    shelve: true,
    words: { en: "A measurement is below its low limit.", zh: "测量值低于下限。" },
    hint: { en: "See to the plant; the limit and its delay are in the settings.", zh: "请查看现场；限值和延时可在设置中调整。" },
  },
  "point-low-low": {
    severity: "critical",
    group: "plant",
    shelve: true,
    words: { en: "A measurement is below its low-low limit.", zh: "测量值低于低低限。" },
    hint: { en: "See to the plant; the limit and its delay are in the settings.", zh: "请查看现场；限值和延时可在设置中调整。" },
  },
  "point-on": {
    severity: "error",
    group: "plant",
    shelve: true,
    words: { en: "A contact has closed that should be open.", zh: "触点闭合报警。" },
    hint: { en: "See to the plant.", zh: "请查看现场。" },
  },
  "point-off": {
    severity: "error",
    group: "plant",
    shelve: true,
    words: { en: "A contact has opened that should be closed.", zh: "触点断开报警。" },
    hint: { en: "See to the plant.", zh: "请查看现场。" },
  },
  "point-bad": {
    severity: "warning",
    group: "plant",
    shelve: true,
    words: { en: "A point can't be read, or reads what can't be true.", zh: "点位无法读取或读数不可信。" },
    hint: { en: "Check the sensor and its wires, and the register's address.", zh: "请检查传感器、接线和寄存器地址。" },
  },
  "device-silent": {
    severity: "error",
    group: "plant",
    shelve: true,
    words: { en: "A device on a bus does not answer.", zh: "总线设备无应答。" },
    hint: { en: "Check its power, wires, address, speed and parity.", zh: "请检查供电、接线、地址、波特率和校验。" },
  },
  "bus-down": {
    severity: "error",
    group: "plant",
    shelve: true,
    words: { en: "A bus can't be used; what its devices say is old.", zh: "总线不可用，其上设备的数值均为旧值。" },
    hint: {
      en: "Check the adapter and its wires, or the gateway and the network; then the hardware profile.",
      zh: "请检查转换器和接线（或网关和网络），再检查硬件配置。",
    },
  },
  "device-setup": {
    severity: "error",
    group: "plant",
    shelve: true,
    words: { en: "A device can't be read as it is set up.", zh: "设备无法按当前设置读取。" },
    hint: { en: "Choose a bus this box has and a register map that came with it.", zh: "请选择本机已有的总线和自带的寄存器表。" },
  },
} as const satisfies Record<string, AlarmKind>;

export type AlarmCode = keyof typeof kinds;
export const alarmKinds: Readonly<Record<AlarmCode, AlarmKind>> = kinds;

/** What is known of a code; nothing of one that came from elsewhere (a newer version's row). */
export const alarmKind = (code: string): AlarmKind | undefined =>
  Object.hasOwn(kinds, code) ? kinds[code as AlarmCode] : undefined;

/** The codes of what is about the same matter. */
export const alarmCodesOf = (group: AlarmGroup): AlarmCode[] =>
  (Object.keys(kinds) as AlarmCode[]).filter((code) => kinds[code].group === group);
