/** Alarms about the machine, its UPS and its broker; rows of the one table in `alarms.ts`. */
export const hostAlarms = {
  "host-temperature": {
    severity: "error",
    group: "box",
    shelve: true,
    words: {
      en: "The box is too hot.",
      zh: "设备温度过高。",
    },
    hint: {
      en: "Check fans, dust and the air around it.",
      zh: "请检查风扇、灰尘和通风。",
    },
  },
  "host-fan": {
    severity: "error",
    group: "box",
    shelve: true,
    words: {
      en: "A fan stands still or is too slow.",
      zh: "风扇停转或转速过低。",
    },
    hint: {
      en: "Clean or change the fan; watch the temperature.",
      zh: "请清洁或更换风扇，并留意温度。",
    },
  },
  "host-memory": {
    severity: "warning",
    group: "box",
    shelve: true,
    words: {
      en: "Little memory is left.",
      zh: "内存不足。",
    },
    hint: {
      en: "Restart the box in a quiet hour; report it if it comes back.",
      zh: "请在空闲时重启设备；如再次出现请反馈。",
    },
  },
  "host-load": {
    severity: "warning",
    group: "box",
    shelve: true,
    words: {
      en: "The processor has had too much to do for some time.",
      zh: "处理器长时间负载过高。",
    },
    hint: {
      en: "See whether reports or uploads run at a busy hour.",
      zh: "请检查是否在忙时运行报表或上传。",
    },
  },
  "host-clock": {
    severity: "critical",
    group: "box",
    shelve: false,
    words: {
      en: "The machine's clock is wrong: it shows a year before this version was made.",
      zh: "系统时钟错误：早于本版本的发布年份。",
    },
    hint: {
      en: "Set the clock or the time server; times of calls are wrong until then.",
      zh: "请校准时钟或时间服务器，此前通话时间均不可信。",
    },
  },
  "host-rtc": {
    severity: "warning",
    group: "box",
    shelve: true,
    words: {
      en: "The clock with the battery is far from the machine's.",
      zh: "硬件时钟与系统时钟相差过大。",
    },
    hint: {
      en: "Change its battery if the time is lost when the box is switched off.",
      zh: "如断电后时间丢失，请更换纽扣电池。",
    },
  },
  "host-network": {
    severity: "error",
    group: "box",
    shelve: true,
    words: {
      en: "A network socket has lost its link.",
      zh: "网口链路断开。",
    },
    hint: {
      en: "Check cable and switch.",
      zh: "请检查网线和交换机。",
    },
  },
  "host-disk-failing": {
    severity: "critical",
    group: "storage",
    shelve: false,
    words: {
      en: "A disk says of itself that it is failing.",
      zh: "硬盘自检报告即将故障。",
    },
    hint: {
      en: "Back up now and change the disk.",
      zh: "请立即备份并更换硬盘。",
    },
  },
  "host-disk-worn": {
    severity: "warning",
    group: "storage",
    shelve: true,
    words: {
      en: "A flash disk is nearly worn out.",
      zh: "闪存盘寿命将尽。",
    },
    hint: {
      en: "Plan its change; back up regularly.",
      zh: "请计划更换，并定期备份。",
    },
  },
  "host-sensor": {
    severity: "warning",
    group: "box",
    shelve: true,
    words: {
      en: "A part named in the hardware profile isn't found.",
      zh: "硬件配置中的部件未找到。",
    },
    hint: {
      en: "Check the part, or mend the hardware profile.",
      zh: "请检查部件，或修正硬件配置文件。",
    },
  },
  "host-panel": {
    severity: "warning",
    group: "box",
    shelve: true,
    words: {
      en: "A lamp or button of the cabinet can't be used.",
      zh: "机箱指示灯或按键不可用。",
    },
    hint: {
      en: "Check its name in the hardware profile and the rights of the box.",
      zh: "请检查硬件配置中的名称及运行权限。",
    },
  },
  "ups-on-battery": {
    severity: "error",
    group: "box",
    shelve: true,
    words: {
      en: "The mains has failed; the box runs on the UPS battery.",
      zh: "市电中断，设备由 UPS 电池供电。",
    },
    hint: {
      en: "Find out how long it will last; prepare to divert calls.",
      zh: "请了解停电时长，准备转移来电。",
    },
  },
  "ups-low": {
    severity: "critical",
    group: "box",
    shelve: false,
    words: {
      en: "The UPS battery is nearly empty.",
      zh: "UPS 电池即将耗尽。",
    },
    hint: {
      en: "Divert calls now; the box may be cut off at any moment.",
      zh: "请立即转移来电，设备随时可能断电。",
    },
  },
  "ups-overload": {
    severity: "error",
    group: "box",
    shelve: true,
    words: {
      en: "The UPS is overloaded.",
      zh: "UPS 过载。",
    },
    hint: {
      en: "Take other devices off it.",
      zh: "请减少 UPS 所接负载。",
    },
  },
  "ups-replace": {
    severity: "warning",
    group: "box",
    shelve: true,
    words: {
      en: "The UPS asks for a new battery.",
      zh: "UPS 提示更换电池。",
    },
    hint: {
      en: "Change its battery.",
      zh: "请更换 UPS 电池。",
    },
  },
  "ups-runtime": {
    severity: "warning",
    group: "box",
    shelve: true,
    words: {
      en: "The UPS would not last long.",
      zh: "UPS 预计续航时间不足。",
    },
    hint: {
      en: "Charge or change its battery, or lessen its load.",
      zh: "请充电、更换电池或减少负载。",
    },
  },
  "ups-lost": {
    severity: "warning",
    group: "box",
    shelve: true,
    words: {
      en: "The UPS can't be asked.",
      zh: "无法读取 UPS 状态。",
    },
    hint: {
      en: "Check its cable and NUT (upsd) on this machine.",
      zh: "请检查 UPS 通信线和本机 NUT（upsd）服务。",
    },
  },
  "mqtt-down": {
    severity: "warning",
    group: "messages",
    shelve: true,
    words: {
      en: "The MQTT broker can't be reached; messages wait.",
      zh: "MQTT 服务器连接不上，消息等待发送。",
    },
    hint: {
      en: "Check address, certificate and password of the broker, and the network.",
      zh: "请检查 MQTT 服务器的地址、证书、密码和网络。",
    },
  },
  "mqtt-refused": {
    severity: "warning",
    group: "messages",
    shelve: true,
    words: {
      en: "The MQTT broker refused messages for good; they were left out.",
      zh: "MQTT 服务器拒绝了消息，已跳过。",
    },
    hint: {
      en: "Check at the broker what the box may publish.",
      zh: "请在 MQTT 服务器上检查本设备的发布权限。",
    },
  },
  "mqtt-lost": {
    severity: "error",
    group: "messages",
    shelve: true,
    words: {
      en: "The MQTT broker was away so long that messages were dropped.",
      zh: "MQTT 服务器长时间不可用，部分消息已丢弃。",
    },
    hint: {
      en: "Receivers should read the state anew; a larger outbox can be set.",
      zh: "接收方请重新读取状态；可在设置中加大待发数量。",
    },
  },
} as const;
