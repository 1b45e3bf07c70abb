import type { AlarmRow, Sentence } from "../contract/records.ts";

type Kind = { severity: AlarmRow["severity"]; words: Sentence };

/** What each code means; the detail follows the sentence. */
const catalogue: Record<string, Kind> = {
  fault: {
    severity: "error",
    words: {
      en: "Something went wrong inside the box; it was noted and the box went on.",
      zh: "设备内部出错，已记录，系统继续运行。",
    },
  },
  "media-lost": {
    severity: "critical",
    words: { en: "The part that carries the sound stopped. Restart the box.", zh: "媒体处理停止，请重启设备。" },
  },
  "sip-server": { severity: "critical", words: { en: "The SIP server can't be reached.", zh: "SIP 服务不可用。" } },
  "sip-fault": {
    severity: "warning",
    words: {
      en: "A SIP message met a defect in the box; the message was dropped and all else went on. Please report it.",
      zh: "一条 SIP 消息触发了设备缺陷，该消息已丢弃，其他不受影响，请反馈。",
    },
  },
  "analog-port-down": {
    severity: "error",
    words: {
      en: "An analog line or telephone can't be used: the card does not answer, or the line has no battery.",
      zh: "模拟线路或话机不可用：板卡无响应或线路无馈电。",
    },
  },
  "hardware-profile": {
    severity: "error",
    words: {
      en: "What is in this box can't be read from its hardware profile; it runs without its ports. Mend the file and restart.",
      zh: "硬件配置文件无法读取，设备在没有端口的情况下运行，请修正文件后重启。",
    },
  },
  "modem-memory": {
    severity: "error",
    words: {
      en: "The memory for texts of a modem is full: no more arrive until there is room.",
      zh: "模块短信存储已满，腾出空间前无法接收短信。",
    },
  },
  "port-missing": {
    severity: "error",
    words: {
      en: "A line or telephone is set to a port this box has not got. Choose another port, or check the hardware profile.",
      zh: "线路或话机所设端口在本设备中不存在，请更换端口或检查硬件配置。",
    },
  },
  "trunk-down": { severity: "error", words: { en: "A trunk does not answer.", zh: "中继无响应。" } },
  "trunk-refused": { severity: "error", words: { en: "The carrier refused a registration.", zh: "运营商拒绝注册。" } },
  "trunk-host": { severity: "error", words: { en: "A trunk's host name can't be resolved.", zh: "中继主机名无法解析。" } },
  "modem-failing": {
    severity: "error",
    words: { en: "A modem does not do what it should; it is being brought back.", zh: "GSM 模块异常，正在自动恢复。" },
  },
  "modem-sim": { severity: "error", words: { en: "A modem's SIM can't be used.", zh: "GSM 模块的 SIM 卡不可用。" } },
  "modem-network": { severity: "error", words: { en: "A modem finds no network.", zh: "GSM 模块未注册到网络。" } },
  "driver-lost": {
    severity: "critical",
    words: {
      en: "The part that serves lines of the cabinet stopped; it is started again.",
      zh: "线路驱动进程停止，正在重新启动。",
    },
  },
  "webhook-failing": {
    severity: "warning",
    words: {
      en: "A program that is told what happens does not take it; the events wait.",
      zh: "事件推送的接收方无响应，事件将继续等待推送。",
    },
  },
  scanner: {
    severity: "warning",
    words: { en: "An address tried wrong passwords and was shut out.", zh: "有地址多次尝试错误密码，已被屏蔽。" },
  },
  "prompt-damaged": {
    severity: "warning",
    words: { en: "A prompt file is damaged or missing; its text is spoken instead.", zh: "语音文件损坏或缺失，改用语音合成。" },
  },
  "prompt-missing": {
    severity: "warning",
    words: { en: "A flow plays a prompt that isn't there.", zh: "流程引用的语音不存在。" },
  },
  "speech-failed": {
    severity: "error",
    words: { en: "The speech engine does not work; texts can't be spoken.", zh: "语音合成不可用，文本无法播报。" },
  },
  "disk-low": {
    severity: "critical",
    words: {
      en: "Little room is left on the disk: calls are no longer recorded. Free some space.",
      zh: "磁盘空间不足，暂停录音，请清理空间。",
    },
  },
  "holidays-missing": {
    severity: "warning",
    words: {
      en: "A calendar has no holidays for the year: on those days calls would be taken as on any other. Enter them in the settings.",
      zh: "日历缺少该年的节假日，届时将按平日处理，请在设置中补充。",
    },
  },
  "clock-set": {
    severity: "warning",
    words: {
      en: "The machine's clock was set. The box runs on by its own time and follows slowly, calls are not disturbed; it follows at once when it is restarted.",
      zh: "系统时钟被调整。设备仍按自己的时间运行并缓慢校正，通话不受影响；重启后立即校正。",
    },
  },
  "mail-failed": {
    severity: "warning",
    words: { en: "Mail can't be sent; see the list of mails.", zh: "邮件发送失败，请查看邮件列表。" },
  },
  "settings-stored": {
    severity: "critical",
    words: {
      en: "The stored settings don't fit this version; the box runs unconfigured.",
      zh: "已存设置与当前版本不符，设备以未配置状态运行。",
    },
  },
};

export function alarmOf(code: string, detail: string): { severity: AlarmRow["severity"]; text: Sentence } {
  const kind = catalogue[code] ?? { severity: "error" as const, words: { en: code, zh: code } };
  const tail = detail ? ` ${detail.slice(0, 300)}` : "";
  return { severity: kind.severity, text: { en: kind.words.en + tail, zh: kind.words.zh + tail } };
}
