import type { PlantWords } from "./plant.en.ts";

export const plantZh: PlantWords = {
  title: "设备监测",
  about: "本机总线上的现场设备：当前读数、更新时间和限值。",
  none: "没有监测的设备。",
  noneNote: "请在设置中添加设备，选择其所在总线和寄存器表。",
  states: { waiting: "等待首次应答", up: "在线", silent: "无应答", "bus-down": "总线故障" },
  qualities: { good: "", stale: "旧值", na: "无数据", "out-of-range": "超量程", fault: "无法读取" },
  trend: "近 24 小时",
  trendSince: "自 {time}",
  noTrend: "暂无记录",
  alarmWhen: "报警：{state}",
  on: "开",
  off: "关",
  set: "设定",
  switchOn: "开启",
  switchOff: "关闭",
  askTitle: "{point}：{value}？",
  askNote: "“{device}”将立即执行，并显示回读值。",
  newValue: "新值",
  done: "{point} 回读 {value}。",
  unit: "{bus} 地址 {unit}",
};
