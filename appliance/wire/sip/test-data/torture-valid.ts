import type { TortureMessage } from "./torture-message.ts";
import { bytesOf, lines, sdp } from "./torture-text.ts";

const times = (text: string, count: number): string => text.repeat(count);

const unusualUser = "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*";
const unusualMethod = "!interesting-Method0123456789_*+`.%indeed'~";
const longName = times("amazinglylongcallername", 5);

// RFC 4475 3.1.1.11. The detached signature is replaced by bytes of the same unruly kind: NULs, line breaks, a lone CR.
const binaryPart = [0x30, 0x82, 0x00, 0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0xff, 0xfe, 0x0d, 0x2d, 0x2d, 0x37, 0xa0, 0x80, 0x00, 0x0a];
const multipartHead =
  "--7a9cbec02ceef655\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\n\r\nHello\r\n--7a9cbec02ceef655\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n";
const multipartTail = "\r\n--7a9cbec02ceef655--\r\n";
const multipartBytes = multipartHead.length + binaryPart.length + multipartTail.length;

/** RFC 4475 3.1.1: well-formed, however they look. */
export const validTorture: readonly TortureMessage[] = [
  {
    name: "wsinv",
    section: "3.1.1.1",
    bytes: bytesOf(
      lines`
INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
TO :
 sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n
from   : "J Rosenberg \\\""       <sip:jdrosen@example.com>
  ;
  tag = 98asjd8
MaX-fOrWaRdS: 0068
Call-ID: wsinv.ndaksdj@192.0.2.1
Content-Length   : 150
cseq: 0009
  INVITE
Via  : SIP  /   2.0
 /UDP
    192.0.2.2;branch=390skdjuw
s :
NewFangledHeader:   newfangled value
 continued newfangled value
UnknownHeaderWithUnusualValue: ;;,,;;,;
Content-Type: application/sdp
Route:
 <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
v:  SIP  / 2.0  / TCP     spindle.example.com   ;
  branch  =   z9hG4bK9ikj8  ,
 SIP  /    2.0   / UDP  192.168.255.111   ; branch=
 z9hG4bK30239
m:"Quoted string \"\"" <sip:jdrosen@example.com> ; newparam =
      newvalue ;
  secondparam ; q = 0.33

`,
      sdp("192.0.2.3", "192.0.2.4"),
    ),
    expect: {
      parsed: {
        method: "INVITE",
        uri: "sip:vivekg@chair-dnrc.example.com;unknownparam",
        headers: {
          To: ["sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n"],
          From: ['"J Rosenberg \\\\\\""       <sip:jdrosen@example.com> ; tag = 98asjd8'],
          "Max-Forwards": ["0068"],
          CSeq: ["0009 INVITE"],
          Subject: [""],
          NewFangledHeader: ["newfangled value continued newfangled value"],
          UnknownHeaderWithUnusualValue: [";;,,;;,;"],
          Route: ["<sip:services.example.com;lr;unknownwith=value;unknown-no-value>"],
          Via: [
            "SIP  /   2.0 /UDP 192.0.2.2;branch=390skdjuw",
            "SIP  / 2.0  / TCP     spindle.example.com   ; branch  =   z9hG4bK9ikj8",
            "SIP  /    2.0   / UDP  192.168.255.111   ; branch= z9hG4bK30239",
          ],
          Contact: ['"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam = newvalue ; secondparam ; q = 0.33'],
        },
        bodyBytes: 150,
      },
    },
  },
  {
    name: "intmeth",
    section: "3.1.1.2",
    bytes: bytesOf(
      `${unusualMethod} sip:${unusualUser}:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0\r\n`,
      "Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~\r\n",
      'To: "BEL:\\\x07 NUL:\\\x00 DEL:\\\x7f" <sip:',
      `${unusualUser}@example.com>\r\n`,
      "From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%=\"работающий\";tag=_token~1'+`*%!-.\r\n",
      "Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{\r\n",
      `CSeq: 139122385 ${unusualMethod}\r\n`,
      "Max-Forwards: 255\r\n",
      "extensionHeader-!.%*+_`'~:大停電\r\n",
      "Content-Length: 0\r\n\r\n",
    ),
    expect: {
      parsed: {
        method: unusualMethod,
        uri: `sip:${unusualUser}:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com`,
        headers: {
          CSeq: [`139122385 ${unusualMethod}`],
          "extensionHeader-!.%*+_`'~": ["大停電"],
          "Call-ID": ["intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{"],
        },
        bodyBytes: 0,
      },
      above: 501,
    },
  },
  {
    name: "esc01",
    section: "3.1.1.3",
    bytes: bytesOf(
      lines`
INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0
To: sip:%75se%72@example.com
From: <sip:I%20have%20spaces@example.net>;tag=938
Max-Forwards: 87
i: esc01.239409asdfakjkn23onasd0-3234
CSeq: 234234 INVITE
Via: SIP/2.0/UDP host5.example.net;branch=z9hG4bKkdjuw
C: application/sdp
Contact:
  <sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31>
Content-Length: 150

`,
      sdp("192.0.2.1"),
    ),
    expect: {
      parsed: {
        method: "INVITE",
        uri: "sip:sips%3Auser%40example.com@example.net",
        headers: {
          To: ["sip:%75se%72@example.com"],
          From: ["<sip:I%20have%20spaces@example.net>;tag=938"],
          "Content-Type": ["application/sdp"],
          Contact: ["<sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31>"],
        },
        bodyBytes: 150,
      },
    },
  },
  {
    name: "escnull",
    section: "3.1.1.4",
    bytes: bytesOf(lines`
REGISTER sip:example.com SIP/2.0
To: sip:null-%00-null@example.com
From: sip:null-%00-null@example.com;tag=839923423
Max-Forwards: 70
Call-ID: escnull.39203ndfvkjdasfkq3w4otrq0adsfdfnavd
CSeq: 14398234 REGISTER
Via: SIP/2.0/UDP host5.example.com;branch=z9hG4bKkdjuw
Contact: <sip:%00@host5.example.com>
Contact: <sip:%00%00@host5.example.com>
L:0

`),
    expect: {
      parsed: {
        method: "REGISTER",
        headers: { Contact: ["<sip:%00@host5.example.com>", "<sip:%00%00@host5.example.com>"] },
        bodyBytes: 0,
      },
    },
  },
  {
    name: "esc02",
    section: "3.1.1.5",
    bytes: bytesOf(lines`
RE%47IST%45R sip:registrar.example.com SIP/2.0
To: "%Z%45" <sip:resource@example.com>
From: "%Z%45" <sip:resource@example.com>;tag=f232jadfj23
Call-ID: esc02.asdfnqwo34rq23i34jrjasdcnl23nrlknsdf
Via: SIP/2.0/TCP host.example.com;branch=z9hG4bK209%fzsnel234
CSeq: 29344 RE%47IST%45R
Max-Forwards: 70
Contact: <sip:alias1@host1.example.com>
C%6Fntact: <sip:alias2@host2.example.com>
Contact: <sip:alias3@host3.example.com>
l: 0

`),
    expect: {
      parsed: {
        method: "RE%47IST%45R",
        headers: {
          Contact: ["<sip:alias1@host1.example.com>", "<sip:alias3@host3.example.com>"],
          "C%6Fntact": ["<sip:alias2@host2.example.com>"],
        },
        bodyBytes: 0,
      },
      above: 501,
    },
  },
  {
    name: "lwsdisp",
    section: "3.1.1.6",
    bytes: bytesOf(lines`
OPTIONS sip:user@example.com SIP/2.0
To: sip:user@example.com
From: caller<sip:caller@example.com>;tag=323
Max-Forwards: 70
Call-ID: lwsdisp.1234abcd@funky.example.com
CSeq: 60 OPTIONS
Via: SIP/2.0/UDP funky.example.com;branch=z9hG4bKkdjuw
l: 0

`),
    expect: { parsed: { method: "OPTIONS", headers: { From: ["caller<sip:caller@example.com>;tag=323"] }, bodyBytes: 0 } },
  },
  {
    name: "longreq",
    section: "3.1.1.7",
    bytes: bytesOf(
      "INVITE sip:user@example.com SIP/2.0\r\n",
      `To: "I have a user name of ${times("extreme", 10)} proportion"<sip:user@example.com:6000;unknownparam1=very${times("long", 20)}value;`,
      `longparam${times("name", 25)}=shortvalue;very${times("long", 25)}ParameterNameWithNoValue>\r\n`,
      `F: sip:${longName}@example.net;tag=12${times("982", 50)}424;unknownheaderparam${times("name", 20)}=unknowheaderparam${times("value", 15)}`,
      `;unknownValueless${times("paramname", 10)}\r\n`,
      `Call-ID: longreq.one${times("really", 20)}longcallid\r\n`,
      "CSeq: 3882340 INVITE\r\n",
      `Unknown-${times("Long", 20)}-Name: unknown-${times("long", 20)}-value; unknown-${times("long", 20)}-parameter-name = unknown-${times("long", 20)}-parameter-value\r\n`,
      ...[
        "Via:",
        "v:",
        "V:",
        "Via:",
        "ViA:",
        "VIa:",
        "VIA:",
        "via:",
        "viA:",
        "vIa:",
        "vIA:",
        "V :",
        "v :",
        "V  :",
        "v  :",
        "Via :",
        "Via  :",
      ].map((name, i) => `${name} SIP/2.0/TCP sip${33 - i}.example.com\r\n`),
      ...Array.from({ length: 16 }, (_, i) => `Via: SIP/2.0/TCP sip${16 - i}.example.com\r\n`),
      `Via: SIP/2.0/TCP host.example.com;received=192.0.2.5;branch=very${times("long", 50)}branchvalue\r\n`,
      "Max-Forwards: 70\r\n",
      `Contact: <sip:${longName}@host5.example.net>\r\n`,
      "Content-Type: application/sdp\r\n",
      "l: 150\r\n\r\n",
      sdp("192.0.2.1"),
    ),
    expect: {
      parsed: {
        method: "INVITE",
        headers: {
          Via: [
            ...Array.from({ length: 33 }, (_, i) => `SIP/2.0/TCP sip${33 - i}.example.com`),
            `SIP/2.0/TCP host.example.com;received=192.0.2.5;branch=very${times("long", 50)}branchvalue`,
          ],
          "Call-ID": [`longreq.one${times("really", 20)}longcallid`],
        },
        bodyBytes: 150,
      },
    },
  },
  {
    name: "dblreq",
    section: "3.1.1.8",
    bytes: bytesOf(
      lines`
REGISTER sip:example.com SIP/2.0
To: sip:j.user@example.com
From: sip:j.user@example.com;tag=43251j3j324
Max-Forwards: 8
I: dblreq.0ha0isndaksdj99sdfafnl3lk233412
Contact: sip:j.user@host.example.com
CSeq: 8 REGISTER
Via: SIP/2.0/UDP 192.0.2.125;branch=z9hG4bKkdjuw23492
Content-Length: 0


INVITE sip:joe@example.com SIP/2.0
t: sip:joe@example.com
From: sip:caller@example.net;tag=141334
Max-Forwards: 8
Call-ID: dblreq.0ha0isnda977644900765@192.0.2.15
CSeq: 8 INVITE
Via: SIP/2.0/UDP 192.0.2.15;branch=z9hG4bKkdjuw380234
Content-Type: application/sdp
Content-Length: 150

`,
      sdp("192.0.2.15"),
    ),
    expect: { parsed: { method: "REGISTER", headers: { "Call-ID": ["dblreq.0ha0isndaksdj99sdfafnl3lk233412"] }, bodyBytes: 0 } },
  },
  {
    name: "semiuri",
    section: "3.1.1.9",
    bytes: bytesOf(lines`
OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0
To: sip:j_user@example.com
From: sip:caller@example.org;tag=33242
Max-Forwards: 3
Call-ID: semiuri.0ha0isndaksdj
CSeq: 8 OPTIONS
Accept: application/sdp, application/pkcs7-mime,
        multipart/mixed, multipart/signed,
        message/sip, message/sipfrag
Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKkdjuw
l: 0

`),
    expect: {
      parsed: {
        method: "OPTIONS",
        uri: "sip:user;par=u%40example.net@example.com",
        headers: {
          Accept: [
            "application/sdp",
            "application/pkcs7-mime",
            "multipart/mixed",
            "multipart/signed",
            "message/sip",
            "message/sipfrag",
          ],
        },
        bodyBytes: 0,
      },
    },
  },
  {
    name: "transports",
    section: "3.1.1.10",
    bytes: bytesOf(lines`
OPTIONS sip:user@example.com SIP/2.0
To: sip:user@example.com
From: <sip:caller@example.com>;tag=323
Max-Forwards: 70
Call-ID:  transports.kijh4akdnaqjkwendsasfdj
Accept: application/sdp
CSeq: 60 OPTIONS
Via: SIP/2.0/UDP t1.example.com;branch=z9hG4bKkdjuw
Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf
Via: SIP/2.0/TLS t3.example.com;branch=z9hG4bK2980unddj
Via: SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKasd0f3en
Via: SIP/2.0/TCP t5.example.com;branch=z9hG4bK0a9idfnee
l: 0

`),
    expect: {
      parsed: {
        method: "OPTIONS",
        headers: {
          Via: [
            "SIP/2.0/UDP t1.example.com;branch=z9hG4bKkdjuw",
            "SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf",
            "SIP/2.0/TLS t3.example.com;branch=z9hG4bK2980unddj",
            "SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKasd0f3en",
            "SIP/2.0/TCP t5.example.com;branch=z9hG4bK0a9idfnee",
          ],
        },
        bodyBytes: 0,
      },
    },
  },
  {
    name: "mpart01",
    section: "3.1.1.11",
    bytes: bytesOf(
      lines`
MESSAGE sip:kumiko@example.org SIP/2.0
Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK-d87543-4dade06d0bdb11ee-1--d87543-;rport
Max-Forwards: 70
Route: <sip:127.0.0.1:5080>
Contact: <sip:fluffy@127.0.0.1:5070>
To: <sip:kumiko@example.org>
From: <sip:fluffy@example.com>;tag=2fb0dcc9
Call-ID: 3d9485ad0c49859b@Zmx1ZmZ5LW1hYy0xNi5sb2NhbA..
CSeq: 1 MESSAGE
Content-Transfer-Encoding: binary
Content-Type: multipart/mixed;boundary=7a9cbec02ceef655
Date: Sat, 15 Oct 2005 04:44:56 GMT
User-Agent: SIPimp.org/0.2.5 (curses)
`,
      `Content-Length: ${multipartBytes}\r\n\r\n`,
      multipartHead,
      binaryPart,
      multipartTail,
    ),
    expect: {
      parsed: {
        method: "MESSAGE",
        headers: { "Content-Type": ["multipart/mixed;boundary=7a9cbec02ceef655"] },
        bodyBytes: multipartBytes,
      },
    },
  },
  {
    name: "unreason",
    section: "3.1.1.12",
    bytes: bytesOf(
      lines`
SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое
Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923
Call-ID: unreason.1234ksdfak3j2erwedfsASdf
CSeq: 35 INVITE
From: sip:user@example.com;tag=11141343
To: sip:user@example.edu;tag=2229
Content-Length: 154
Content-Type: application/sdp
Contact: <sip:user@host198.example.com>

`,
      sdp("192.0.2.198"),
    ),
    expect: { parsed: { status: 200, reason: "= 2**3 * 5**2 но сто девяносто девять - простое", bodyBytes: 154 } },
  },
  {
    name: "noreason",
    section: "3.1.1.13",
    bytes: bytesOf(
      "SIP/2.0 100 \r\n",
      lines`
Via: SIP/2.0/UDP 192.0.2.105;branch=z9hG4bK2398ndaoe
Call-ID: noreason.asndj203insdf99223ndf
CSeq: 35 INVITE
From: <sip:user@example.com>;tag=39ansfi3
To: <sip:user@example.edu>;tag=902jndnke3
Content-Length: 0
Contact: <sip:user@host105.example.com>

`,
    ),
    expect: { parsed: { status: 100, reason: "", bodyBytes: 0 } },
  },
];
