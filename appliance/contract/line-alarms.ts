import type { AlarmKind } from "./alarm-kind.ts";

/** Alarms of the lines and of their sound. */
export const lineAlarms = {
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
  "gateway-sms": {
    severity: "error",
    group: "messages",
    shelve: true,
    words: { en: "A gateway can't be spoken to about texts.", zh: "无法通过网关接口收发短信。" },
    hint: {
      en: "Check that its HTTP interface is on, and that account, password and port are as in the settings.",
      zh: "请确认网关已开启 HTTP 接口，并核对账号、密码和端口与设置一致。",
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
} as const satisfies Record<string, AlarmKind>;
