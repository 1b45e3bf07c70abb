/**
 * Messages the box takes seriously when they come from its trunk: broken ones go past the parser, to the application and to real calls.
 * `port` is where their sender is.
 */
export function ownMessages(box: { host: string; port: number }, port: number, id: string): Uint8Array[] {
  const request = (method: string, uri: string, cseq: number, extra: string[], body = ""): Uint8Array => {
    const head = [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK${id}${method}`,
      `From: "A caller" <sip:13900000000@127.0.0.1>;tag=${id}`,
      `To: <sip:96100@127.0.0.1>`,
      `Call-ID: ${id}`,
      `CSeq: ${cseq} ${method}`,
      `Contact: <sip:caller@127.0.0.1:${port}>`,
      "Max-Forwards: 70",
      ...extra,
      `Content-Length: ${body.length}`,
    ];
    return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
  };
  const digest =
    'Authorization: Digest username="8001", realm="linebox", nonce="0", uri="sip:127.0.0.1", response="00000000000000000000000000000000", algorithm=MD5, cnonce="1", qop=auth, nc=00000001';
  const sdp = [
    "v=0",
    "o=- 1 1 IN IP4 127.0.0.1",
    "s=-",
    "c=IN IP4 127.0.0.1",
    "t=0 0",
    "m=audio 27996 RTP/AVP 8 0 9 101",
    "a=rtpmap:8 PCMA/8000",
    "a=rtpmap:0 PCMU/8000",
    "a=rtpmap:9 G722/8000",
    "a=rtpmap:101 telephone-event/8000",
    "a=fmtp:101 0-15",
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4",
    "a=ptime:20",
    "a=sendrecv",
    "",
  ].join("\r\n");
  const sdpType = "Content-Type: application/sdp";
  const to = `sip:96100@${box.host}:${box.port}`;
  const here = `sip:${box.host}:${box.port}`;
  return [
    request("INVITE", to, 1, [sdpType, "Session-Expires: 1800;refresher=uac", "Supported: timer, 100rel, replaces"], sdp),
    request(
      "INVITE",
      to,
      1,
      [sdpType, "P-Asserted-Identity: <sip:12345@127.0.0.1>", "Privacy: id", "Diversion: <sip:1@127.0.0.1>"],
      sdp,
    ),
    request("INVITE", to, 1, ["Replaces: abc;to-tag=1;from-tag=2", "Require: replaces"], ""),
    request("ACK", to, 1, [], ""),
    request("CANCEL", to, 1, ["Reason: SIP;cause=200"], ""),
    request("BYE", to, 2, [], ""),
    request("UPDATE", to, 2, [sdpType], sdp),
    request("PRACK", to, 2, ["RAck: 1 1 INVITE"], ""),
    request("INFO", to, 2, ["Content-Type: application/dtmf-relay"], "Signal=5\r\nDuration=160\r\n"),
    request("REFER", to, 2, ["Refer-To: <sip:8002@127.0.0.1?Replaces=abc%3Bto-tag%3D1%3Bfrom-tag%3D2>"], ""),
    request("REGISTER", here, 1, [digest, "Expires: 300"], ""),
    request("SUBSCRIBE", here, 1, [digest, "Event: dialog", "Expires: 300", "Accept: application/dialog-info+xml"], ""),
    request(
      "NOTIFY",
      here,
      1,
      ["Event: refer", "Subscription-State: active;expires=60", "Content-Type: message/sipfrag"],
      "SIP/2.0 200 OK\r\n",
    ),
    request("OPTIONS", here, 1, ["Accept: application/sdp"], ""),
    request("MESSAGE", here, 1, ["Content-Type: text/plain"], "hello"),
    request("PUBLISH", here, 1, ["Event: presence"], ""),
  ];
}

/** What would have the box speak to somebody off this machine: an answer or a BYE goes where the message says. */
export const leadsAway = (bytes: Uint8Array): boolean => {
  const text = Buffer.from(bytes).toString("latin1");
  return /maddr|^\s*(record-)?route/im.test(text) || !/^(contact|m)[ \t]*:[^\r\n]*@127\.0\.0\.1[:>;\r]/im.test(text);
};
