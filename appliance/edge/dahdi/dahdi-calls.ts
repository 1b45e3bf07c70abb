/** Numbers of DAHDI's interface to user space (include/dahdi/user.h): the same on x86-64 and arm64. */
export const call = {
  specify: 0x4004da26,
  setBlockSize: 0x4004da01,
  flush: 0x4004da03,
  getParams: 0xc088da05,
  setParams: 0x4088da05,
  hook: 0x4004da07,
  getEvent: 0x8004da08,
  setBufferInfo: 0x4018da1b,
  dial: 0x4104da1f,
  dialling: 0x8004da23,
  echoCancel: 0x4004da21,
  setLaw: 0x4004da27,
  onHookTransfer: 0x4004da33,
  setGains: 0x4204da10,
  setPolarity: 0x4004da5c,
  vmwi: 0xc004da5e,
  vmwiConfig: 0x4004da5f,
} as const;

export const hook = { on: 0, off: 1, wink: 2, flash: 3, start: 4, ring: 5, ringOff: 6 } as const;

export const event = {
  none: 0,
  onHook: 1,
  ringOffHook: 2,
  winkFlash: 3,
  alarm: 4,
  noAlarm: 5,
  dialComplete: 9,
  polarity: 17,
  ringBegin: 18,
  removed: 20,
} as const;

/** How the card lights a telephone's lamp (DAHDI_VMWI_CONFIG): by high voltage, for a neon lamp. */
export const neonLamp = 4;

/** DAHDI_DIAL: what becomes of digits that are still to be dialled. */
export const dialling = { append: 1, replace: 2, cancel: 3 } as const;
/** struct dahdi_dialoperation: the operation, then 256 bytes of text. */
export const dialBytes = 260;
/** struct dahdi_gains: the channel, then a table of codes for each way. */
export const gainsBytes = 516;
/** struct dahdi_params, and where what we read of it lies. */
export const paramsBytes = 136;
export const paramsAt = { channel: 0, signalling: 12, rxIsOffHook: 20, law: 40, name: 48, rxFlash: 108, alarms: 132 } as const;
/** An FXO socket of a card is driven with FXS signalling (loop, ground or kewl start: one bit for all), and the other way round. */
export const signalling = { fxs: 0x2000, fxo: 0x1000, fxsKewlstart: 0x2004, fxoKewlstart: 0x1020 } as const;
export const alawLaw = 2;
export const flushAll = 7;

/** An event waits: every other call says so until it was fetched (ELAST of linux/errno.h). */
export const eventWaits = 500;
export const errno = {
  again: 11,
  busy: 16,
  noDevice: 19,
  inProgress: 115,
  noSuchDevice: 6,
  noEntry: 2,
  invalid: 22,
  noData: 61,
} as const;
export const pollFor = { in: 1, urgent: 2, out: 4, error: 8, hangUp: 16, invalid: 32 } as const;
