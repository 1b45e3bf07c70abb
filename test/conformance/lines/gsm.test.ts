import { gsmLineUnderTest } from "./gsm-line.ts";
import { lineSuite } from "./line-suite.ts";

lineSuite("a modem of Quectel", gsmLineUnderTest({ family: "quectel-ec2x" }));
