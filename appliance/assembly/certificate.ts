import { execFile } from "node:child_process";
import { mkdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** The box's own certificate for SIP over TLS, made once; a site that has a better one puts it in its place. */
export async function ownCertificate(dataDir: string, name: string): Promise<{ cert: string; key: string }> {
  const dir = join(dataDir, "tls");
  const key = join(dir, "sip.key");
  const cert = join(dir, "sip.crt");
  const there = await stat(cert).catch(() => undefined);
  if (!there) {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await promisify(execFile)("openssl", [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-days",
      "3650",
      "-subj",
      `/CN=${name.replace(/[^A-Za-z0-9.-]/g, "-")}`,
      "-keyout",
      key,
      "-out",
      cert,
    ]);
  }
  return { cert: await readFile(cert, "utf8"), key: await readFile(key, "utf8") };
}
