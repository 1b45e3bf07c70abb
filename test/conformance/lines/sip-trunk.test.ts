import { lineSuite } from "./line-suite.ts";
import { sipLineUnderTest, trunkShape } from "./sip-line.ts";

lineSuite("a SIP trunk", sipLineUnderTest(trunkShape));
