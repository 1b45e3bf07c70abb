import { hostAlarms } from "./host-alarms.ts";

/** What an alarm is about, as people look for it. */
export const alarmGroups = ["lines", "sound", "people", "storage", "box", "plant", "messages"] as const;
export type AlarmGroup = (typeof alarmGroups)[number];
export const alarmSeverities = ["critical", "error", "warning", "info"] as const;
export type AlarmSeverity = (typeof alarmSeverities)[number];

type Words = { readonly en: string; readonly zh: string };
/** `words`: what has happened; the detail follows them. `hint`: what to do. `shelve`: people may put it aside for a time. */
export type AlarmKind = {
  readonly severity: AlarmSeverity;
  readonly group: AlarmGroup;
  readonly shelve: boolean;
  readonly words: Words;
  readonly hint: Words;
};

/** Every alarm the box itself knows, by its code. One table feeds the console, the dialer, MQTT and the LED. */
const kinds = {
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
  "sip-server": {
    severity: "critical",
    group: "lines",
    shelve: false,
    words: { en: "The SIP server can't be reached.", zh: "SIP 服务不可用。" },
    hint: { en: "Wait half a minute; if it stays, restart the box.", zh: "请等待半分钟，如未恢复请重启设备。" },
  },
  "sip-fault": {
    severity: "warning",
    group: "lines",
    shelve: true,
    words: {
      en: "A SIP message met a defect in the box; the message was dropped and all else went on.",
      zh: "一条 SIP 消息触发了设备缺陷，该消息已丢弃，其他不受影响。",
    },
    hint: { en: "Report it with the text beside it.", zh: "请将旁边的说明反馈给厂家。" },
  },
  "gateway-down": {
    severity: "error",
    group: "lines",
    shelve: true,
    words: { en: "A gateway does not answer: its lines are down.", zh: "网关无响应，其线路全部中断。" },
    hint: { en: "Check its power, its network cable and its address.", zh: "请检查网关电源、网线和地址。" },
  },
  "gateway-port": {
    severity: "warning",
    group: "lines",
    shelve: true,
    words: {
      en: "A gateway sent a call that belongs to no line of ours; it was refused.",
      zh: "网关送来的呼叫不属于任何线路，已拒绝。",
    },
    hint: {
      en: "Compare how the gateway names its ports with the settings.",
      zh: "请核对网关的端口号码与设置。",
    },
  },
  "gateway-vendor": {
    severity: "error",
    group: "lines",
    shelve: false,
    words: {
      en: "There is no profile of this gateway's maker, so its ports can't be told apart.",
      zh: "没有该网关厂商的配置文件，无法区分端口。",
    },
    hint: { en: "Choose another maker, or set how its ports are marked.", zh: "请选择其他厂商，或设置端口标识方式。" },
  },
  "trunk-down": {
    severity: "error",
    group: "lines",
    shelve: true,
    words: { en: "A trunk does not answer.", zh: "中继无响应。" },
    hint: {
      en: "Check the network and the carrier's address; then call the carrier.",
      zh: "请检查网络和运营商地址，必要时联系运营商。",
    },
  },
  "trunk-refused": {
    severity: "error",
    group: "lines",
    shelve: true,
    words: { en: "The carrier refused a registration.", zh: "运营商拒绝注册。" },
    hint: { en: "Check user and password of the trunk.", zh: "请检查中继的用户名和密码。" },
  },
  "trunk-host": {
    severity: "error",
    group: "lines",
    shelve: true,
    words: { en: "A trunk's host name can't be resolved.", zh: "中继主机名无法解析。" },
    hint: { en: "Check the name and the network's name server.", zh: "请检查主机名和 DNS 服务器。" },
  },
  "analog-port-down": {
    severity: "error",
    group: "lines",
    shelve: true,
    words: {
      en: "An analog line or telephone can't be used: the card does not answer, or the line has no battery.",
      zh: "模拟线路或话机不可用：板卡无响应或线路无馈电。",
    },
    hint: { en: "Check the plug and the line; then the card.", zh: "请检查插头和线路，然后检查板卡。" },
  },
  "hardware-differs": {
    severity: "error",
    group: "lines",
    shelve: true,
    words: {
      en: "What is in the box is not what its hardware profile says: a part is missing, or another is in its place.",
      zh: "设备内的硬件与硬件配置不符：部件缺失或被更换。",
    },
    hint: {
      en: "Check plugs and power; the page Lines shows what is found and proposes a profile.",
      zh: "请检查插接和供电；“线路”页面会列出检测结果并给出建议配置。",
    },
  },
  "port-missing": {
    severity: "error",
    group: "lines",
    shelve: true,
    words: { en: "A line or telephone is set to a port this box has not got.", zh: "线路或话机所设端口在本设备中不存在。" },
    hint: { en: "Choose another port, or check the hardware profile.", zh: "请更换端口或检查硬件配置。" },
  },
  "modem-sound": {
    severity: "error",
    group: "lines",
    shelve: true,
    words: {
      en: "A modem took no sound in its last call: the far end heard nothing. It is started anew.",
      zh: "模块在上一通电话中未接收语音，对方听不到声音，已重启模块。",
    },
    hint: { en: "If it comes again, change the modem or its firmware.", zh: "若再次出现，请更换模块或其固件。" },
  },
  "sim-balance": {
    severity: "warning",
    group: "lines",
    shelve: true,
    words: { en: "The balance of a SIM is low.", zh: "SIM 卡余额不足。" },
    hint: { en: "Top it up.", zh: "请充值。" },
  },
  "sim-balance-unknown": {
    severity: "warning",
    group: "lines",
    shelve: true,
    words: { en: "The balance of a SIM can't be learnt.", zh: "无法查询 SIM 卡余额。" },
    hint: { en: "Check the code in the line's settings.", zh: "请检查线路设置中的查询代码。" },
  },
  "modem-failing": {
    severity: "error",
    group: "lines",
    shelve: true,
    words: { en: "A modem does not do what it should; it is being brought back.", zh: "GSM 模块异常，正在自动恢复。" },
    hint: { en: "If it stays, pull the modem out and put it back.", zh: "如未恢复，请拔下模块后重新插入。" },
  },
  "modem-sim": {
    severity: "error",
    group: "lines",
    shelve: true,
    words: { en: "A modem's SIM can't be used.", zh: "GSM 模块的 SIM 卡不可用。" },
    hint: {
      en: "Check that it is there, its PIN, and that it is not locked.",
      zh: "请检查 SIM 卡是否插好、PIN 是否正确、是否已锁。",
    },
  },
  "modem-network": {
    severity: "error",
    group: "lines",
    shelve: true,
    words: { en: "A modem finds no network.", zh: "GSM 模块未注册到网络。" },
    hint: { en: "Check the antenna and the operator's contract.", zh: "请检查天线和运营商套餐。" },
  },
  "modem-memory": {
    severity: "error",
    group: "messages",
    shelve: true,
    words: { en: "The memory for texts of a modem is full: no more arrive.", zh: "模块短信存储已满，无法接收短信。" },
    hint: { en: "If it stays, delete texts on the SIM.", zh: "如未恢复，请删除 SIM 卡上的短信。" },
  },
  "driver-lost": {
    severity: "critical",
    group: "lines",
    shelve: false,
    words: {
      en: "The part that serves lines of the cabinet stopped; it is started again.",
      zh: "线路驱动进程停止，正在重新启动。",
    },
    hint: { en: "If it comes again, report it with the text beside it.", zh: "如反复出现，请将旁边的说明反馈给厂家。" },
  },
  "media-lost": {
    severity: "critical",
    group: "sound",
    shelve: false,
    words: { en: "The part that carries the sound stopped.", zh: "媒体处理停止。" },
    hint: { en: "Restart the box.", zh: "请重启设备。" },
  },
  "prompt-damaged": {
    severity: "warning",
    group: "sound",
    shelve: true,
    words: { en: "A prompt file is damaged or missing; its text is spoken instead.", zh: "语音文件损坏或缺失，改用语音合成。" },
    hint: { en: "Upload the prompt again.", zh: "请重新上传语音文件。" },
  },
  "prompt-missing": {
    severity: "warning",
    group: "sound",
    shelve: true,
    words: { en: "A flow plays a prompt that isn't there.", zh: "流程引用的语音不存在。" },
    hint: { en: "Make the prompt, or take it out of the flow.", zh: "请创建该语音，或从流程中删除引用。" },
  },
  "speech-failed": {
    severity: "error",
    group: "sound",
    shelve: true,
    words: { en: "The speech engine does not work; texts can't be spoken.", zh: "语音合成不可用，文本无法播报。" },
    hint: { en: "Record prompts for what callers must hear, and report it.", zh: "请为重要提示录制语音文件，并反馈给厂家。" },
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
} as const satisfies Record<string, AlarmKind>;

export type AlarmCode = keyof typeof kinds;
export const alarmKinds: Readonly<Record<AlarmCode, AlarmKind>> = kinds;

/** What is known of a code; nothing of one that came from elsewhere (a newer version's row). */
export const alarmKind = (code: string): AlarmKind | undefined =>
  Object.hasOwn(kinds, code) ? kinds[code as AlarmCode] : undefined;
