import { gsmLineUnderTest } from "./gsm-line.ts";
import { lineSuite } from "./line-suite.ts";

lineSuite("a modem of Quectel", gsmLineUnderTest({ family: "quectel-ec2x" }));
lineSuite(
  "a modem of Huawei, sound and answers in pieces",
  gsmLineUnderTest({ family: "huawei-e1xx", faults: { splitReads: true } }),
);
lineSuite("a modem of SIMCom", gsmLineUnderTest({ family: "simcom-7600" }));
